package dev.tilde.rnn;

import dev.tilde.text.Decimals;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What the loss of a model says of the distribution of its responses beside predictions, such as quantiles: named, and
 * turned back to the scale of the data.
 */
final class Distribution {
    private final Sequences rows;
    private final Responses responses;
    private final List<Loss.Statistic> statistics;

    Distribution(Sequences rows, List<Loss.Statistic> statistics) {
        this.rows = rows;
        this.responses = rows.layout().responses();
        this.statistics = statistics;
    }

    /** How many numbers there are for each output. */
    int size() {
        return statistics.size();
    }

    /** Arrays of so many numbers, all missing. */
    static double[][] missing(int count, int size) {
        double[][] all = new double[count][size];
        for (double[] one : all) {
            Arrays.fill(one, Double.NaN);
        }
        return all;
    }

    /** The names of the numbers of an output; the q-quantile of -y is the (1 - q)-quantile of y. */
    static List<String> names(Responses responses, int output, List<Loss.Statistic> statistics) {
        return statistics.stream()
                .map(s -> s.isWidth() || !responses.isDecreasing(output)
                        ? s.name()
                        : "q" + Decimals.shortest(Math.rint((1 - s.quantile()) * 1e12) / 1e12))
                .toList();
    }

    /**
     * Those of one step. A quantile of a change from what the same row predicts is none of the response, and NaN.
     *
     * @param numbers of the step, O x S, as the core gives them
     * @param history known or predicted responses, as {@link Sequences#original} takes it
     * @return O x S
     */
    double[] original(int s, int t, double[] numbers, History history) {
        double[] out = new double[numbers.length];
        double[] scaled = new double[responses.count()];
        double[] turned = new double[scaled.length];
        for (int o = 0; o < scaled.length; o++) {
            boolean stepped = responses.lead(o) > responses.leastLead() && responses.isChange(o);
            for (int k = 0; k < size(); k++) {
                int i = o * size() + k;
                if (statistics.get(k).isWidth()) {
                    out[i] = numbers[i] * responses.sd(o);
                } else if (stepped) {
                    out[i] = Double.NaN;
                } else {
                    scaled[o] = numbers[i];
                    rows.original(s, t, scaled, history, turned);
                    out[i] = turned[o];
                }
            }
        }
        return out;
    }

    /**
     * Those of all rows, given what was predicted of them.
     *
     * @param rows whose inputs are complete since their predictions were made
     * @param predictions T x O for each sequence
     * @return T x O x S for each sequence, NaN where there is no prediction
     */
    static double[][] of(Core core, Sequences rows, double[][] predictions, Workers workers) {
        Distribution distribution = new Distribution(rows, core.statistics());
        int count = rows.count();
        int outputs = rows.outputs();
        int width = outputs * distribution.size();
        int[] lengths = new int[count];
        double[][] x = new double[count][];
        for (int s = 0; s < count; s++) {
            lengths[s] = rows.length(s);
            x[s] = rows.x(s);
        }
        double[][] numbers = core.statistics(x, lengths, rows.grids(), workers);
        List<double[]> all = new ArrayList<>();
        for (int s = 0; s < count; s++) {
            double[] out = new double[lengths[s] * width];
            Arrays.fill(out, Double.NaN);
            History history = rows.history(s);
            for (int t = 0; t < lengths[s]; t++) {
                double[] said = Arrays.copyOfRange(predictions[s], t * outputs, (t + 1) * outputs);
                if (Arrays.stream(said).allMatch(Double::isNaN)) {
                    continue;
                }
                double[] own = Arrays.copyOfRange(numbers[s], t * width, (t + 1) * width);
                System.arraycopy(distribution.original(s, t, own, history), 0, out, t * width, width);
                rows.close(t, said, history);
            }
            all.add(out);
        }
        return all.toArray(double[][]::new);
    }

    /** What is said of the steps of one sequence as they are run. */
    final class Steps {
        private final Map<Integer, double[]> known = new HashMap<>();

        private Steps() {}

        /** Takes what is said of the step that was just run. */
        void tell(int s, int t, Core.Stepper stepper, History history) {
            double[] numbers = new double[responses.count() * size()];
            stepper.statistics(numbers);
            put(t, original(s, t, numbers, history));
        }

        /** Takes what was said of a step, O x S. */
        void put(int t, double[] numbers) {
            known.put(t, numbers);
        }

        /** Those of a step, O x S; NaN where nothing was said. */
        double[] all(int t) {
            double[] said = known.get(t);
            return said != null ? said : missing(1, responses.count() * size())[0];
        }

        /**
         * One of those of an output of a step.
         *
         * @param place the step times the outputs, plus the output; where it is below 0 nothing is known
         */
        double at(int place, int statistic) {
            int outputs = responses.count();
            return place < 0 ? Double.NaN : all(place / outputs)[place % outputs * size() + statistic];
        }
    }

    /** None yet. */
    Steps steps() {
        return new Steps();
    }
}
