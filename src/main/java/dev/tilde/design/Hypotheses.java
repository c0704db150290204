package dev.tilde.design;

import dev.tilde.formula.FormulaException.Kind;
import dev.tilde.linalg.Matrix;
import dev.tilde.linalg.Qr;
import dev.tilde.text.Names;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/*
 * With H the hypotheses, one row each, the columns are M = pinv(H). The means of the levels are m = b0 1 + M b, so
 * H m = b0 H 1 + b: if the weights of every row sum to zero, b = H m, the hypotheses themselves, and b0 is the mean of
 * all levels. Otherwise b is about distances from b0 = (w m) / (w 1), w being what is orthogonal to all rows; so "b", "c"
 * of the levels a, b, c is treatment coding. Fewer rows than k - 1 are completed by columns orthogonal to a constant and
 * to those of the hypotheses, which leaves b for the hypotheses as it is.
 */

/** Comparisons of levels as columns. */
record Hypotheses(List<Hypothesis> rows) implements Contrast {
    Hypotheses {
        rows = List.copyOf(rows);
    }

    @Override
    public CodingMatrix code(List<String> levels) {
        int k = levels.size();
        if (rows.size() > k - 1) {
            throw new IllegalArgumentException(
                    rows.size() + " hypotheses about " + k + " levels, at most " + (k - 1) + " can be independent");
        }
        Matrix transposed = Matrix.zeros(k, rows.size());
        for (int h = 0; h < rows.size(); h++) {
            for (String level : rows.get(h).weights().keySet()) {
                int at = levels.indexOf(level);
                if (at < 0) {
                    throw Misfit.of(
                            Kind.BAD_ARGUMENT,
                            h,
                            "names the level \"" + level + "\", which is not among " + Names.list(levels, 10),
                            Names.didYouMean(level, levels));
                }
                transposed.set(at, h, rows.get(h).weights().get(level));
            }
        }
        CodingMatrix coding = completed(pseudoInverse(transposed));
        List<String> names = new ArrayList<>(rows.stream().map(Hypothesis::name).toList());
        for (int j = 1; names.size() < coding.columns(); j++) {
            names.add("rest" + j);
        }
        return new CodingMatrix(coding.matrix(), names, names);
    }

    private CodingMatrix completed(Matrix m) {
        List<List<Double>> numbers = new ArrayList<>();
        List<String> places = new ArrayList<>();
        for (int i = 0; i < m.rows(); i++) {
            numbers.add(Vectors.list(m.row(i)));
            places.add(String.valueOf(i));
        }
        try {
            return new Custom(numbers, Custom.Rule.COMPLETED).code(places);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    rows.size() == 1 || m.columns() < 2
                            ? "the hypothesis " + rows.get(0).name() + " does not compare levels"
                            : "the hypotheses together hold the mean of all levels, which is the intercept's",
                    e);
        }
    }

    /** H' (H H')^-1 = Q R^-T with H' = Q R. */
    private static Matrix pseudoInverse(Matrix transposed) {
        Qr qr = Qr.of(transposed);
        Matrix q = qr.q();
        Matrix r = qr.r();
        int p = transposed.columns();
        for (int h = 0; h < p; h++) {
            double norm = 0;
            for (double v : transposed.column(h)) {
                norm += v * v;
            }
            if (!(Math.abs(r.get(h, h)) > 1e-9 * Math.sqrt(norm))) {
                throw Misfit.of(Kind.BAD_ARGUMENT, h, "follows from the hypotheses before it", "");
            }
        }
        Matrix m = Matrix.zeros(q.rows(), p);
        for (int i = 0; i < q.rows(); i++) {
            for (int h = p - 1; h >= 0; h--) {
                double v = q.get(i, h);
                for (int l = h + 1; l < p; l++) {
                    v -= r.get(h, l) * m.get(i, l);
                }
                m.set(i, h, v / r.get(h, h));
            }
        }
        return m;
    }

    @Override
    public String toString() {
        return rows.stream().map(Hypothesis::name).collect(Collectors.joining(", ", "the hypotheses ", ""));
    }
}
