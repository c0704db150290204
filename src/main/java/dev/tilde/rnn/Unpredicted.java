package dev.tilde.rnn;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Steps that are not predicted, since a lag of them reads a response that is missing and that no prediction fills, as the
 * first of a sequence. Their inputs would be 0 in training, which no prediction reads: they do not count there either.
 */
final class Unpredicted {
    private Unpredicted() {}

    /** Takes their weights. Which steps these are depends on what is there, not on numbers, so a model of zeros tells. */
    static void unscore(Sequences rows) {
        int outputs = rows.outputs();
        Core zeros = new NetworkCore(LinearPart.none(rows.inputs(), outputs), List.of(), rows.inputs(), outputs);
        for (int s = 0; s < rows.count(); s++) {
            int n = rows.length(s);
            int own = s;
            if (IntStream.range(0, n).noneMatch(t -> rows.isOpen(own, t))) {
                continue;
            }
            double[] out = new double[n * outputs];
            Arrays.fill(out, Double.NaN);
            new Loop(zeros, rows)
                    .run(s, 0, n, zeros.start(), rows.history(s), rows.x(s).clone(), out);
            for (int i = 0; i < out.length; i++) {
                if (Double.isNaN(out[i])) {
                    rows.weight(s)[i] = 0;
                }
            }
        }
    }
}
