package dev.tilde.rnn;

import dev.tilde.linalg.Kernels;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** A network as a structure and a layout of sequences want it. */
final class Networks {
    private Networks() {}

    static Network build(Structure structure, SequenceLayout layout, Loss loss, Training training) {
        int inputs = layout.inputs().count();
        return new Network(
                Kernels.of(training.networkPrecision(), training.engine()),
                structure.build(inputs),
                inputs,
                layout.responses().count(),
                loss,
                layout.isLast(),
                layout.formula().feedback() ? feedback(layout) : null);
    }

    /**
     * What the inputs fed back are of the outputs. Both are standardised, by their own means and deviations; the
     * response of the step before enters as its lag does. Outputs without a lag, such as those further ahead, are not fed
     * back.
     */
    static Feedback feedback(SequenceLayout layout) {
        int outputs = layout.responses().count();
        int[] columns = new int[outputs];
        double[] scale = new double[outputs];
        double[] shift = new double[outputs];
        List<Integer> lags = lags(layout);
        int o = 0;
        for (int i : lags.subList(0, Math.min(outputs, lags.size()))) {
            double sd = layout.inputs().sd()[i];
            columns[o] = i;
            scale[o] = sd > 0 ? layout.responses().sd(o) / sd : 0;
            shift[o] = sd > 0 ? (layout.responses().mean(o) - layout.inputs().mean()[i]) / sd : 0;
            o++;
        }
        return new Feedback(Arrays.copyOf(columns, o), Arrays.copyOf(scale, o), Arrays.copyOf(shift, o));
    }

    /** The inputs that are first lags of the outputs, output by output; where none has that name, all lags as they stand. */
    private static List<Integer> lags(SequenceLayout layout) {
        List<Inputs.Input> all = layout.inputs().all();
        List<Integer> named = new ArrayList<>();
        for (String output : layout.responses().names()) {
            // The first step of a horizon is that of its row.
            String lag = "lag(" + output.replaceFirst("\\+0$", "") + ")";
            int at = IntStream.range(0, all.size())
                    .filter(i -> all.get(i).lag() && all.get(i).name().equals(lag))
                    .findFirst()
                    .orElse(-1);
            if (at < 0) {
                break;
            }
            named.add(at);
        }
        return !named.isEmpty()
                ? named
                : IntStream.range(0, all.size())
                        .filter(i -> all.get(i).lag())
                        .boxed()
                        .toList();
    }
}
