package dev.tilde.design;

import dev.tilde.formula.Conventions.Reading;
import dev.tilde.json.Json;
import java.util.Arrays;
import java.util.Set;

/**
 * {@code mean sd var median min max sum} of a column inside a calculation, as in {@code I(x - mean(x))}: one number,
 * learned from the rows and remembered for new ones, where R would calculate it anew. Missing values are skipped; R's
 * result of them is missing.
 */
record Aggregate(String function, boolean strict) implements Sampled {
    static final Set<String> NAMES = Set.of("mean", "sd", "var", "median", "min", "max", "sum");

    static Object of(Arguments args) {
        args.only().positional(1, 1);
        return new Aggregate(args.function(), args.conventions().reading() == Reading.R);
    }

    @Override
    public Transform learned(Sample state) {
        boolean undefined = state.count() == 0 || strict && state.missing() > 0;
        return new Same(undefined ? Double.NaN : value(state));
    }

    private double value(Sample state) {
        double[] x = state.values();
        ExactMoments moments = new ExactMoments();
        moments.add(x, x.length);
        double[] sorted = state.sorted();
        return switch (function) {
            case "mean" -> moments.mean();
            case "sum" -> moments.total();
            case "var" -> x.length < 2 ? Double.NaN : moments.squaresAboutMean() / (x.length - 1);
            case "sd" -> x.length < 2 ? Double.NaN : Math.sqrt(moments.squaresAboutMean() / (x.length - 1));
            case "median" -> Sample.quantile(sorted, 1, 2);
            case "min" -> sorted[0];
            default -> sorted[sorted.length - 1];
        };
    }

    /** One number in every row. */
    record Same(double value) implements StorableTransform, DifferentiableTransform {
        @Override
        public void apply(double[][] arguments, int rows, double[][] out) {
            Arrays.fill(out[0], 0, rows, value);
        }

        /** What was learned does not move with the row. */
        @Override
        public void derive(double[][] arguments, double[][] slopes, int rows, double[][] out) {
            Arrays.fill(out[0], 0, rows, 0);
        }

        @Override
        public String type() {
            return "number";
        }

        @Override
        public Json json() {
            return Json.object("value", Saved.of(value));
        }

        static Same of(Saved s) {
            return new Same(s.get("value").number());
        }
    }
}
