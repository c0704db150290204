package dev.tilde.design;

import dev.tilde.formula.Conventions.Reading;
import dev.tilde.formula.FormulaException.Kind;
import dev.tilde.json.Json;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * {@code center(x) = x - mean}, {@code scale(x)} and {@code standardize(x) = (x - mean) / divisor}, column by column.
 *
 * <p>The divisor is {@code sqrt(sum (x - c)^2 / (n - ddof))}, where c is what was subtracted: the mean, a given number,
 * or 0 when {@code center = FALSE}; patsy takes the mean in every case. {@code ddof} is 1 for {@code scale} and 0 for
 * {@code standardize}; under patsy's conventions 0 for both, which are one function there.
 *
 * <ul>
 *   <li>R: {@code scale(x, center = TRUE, scale = TRUE)}; both may be numbers.
 *   <li>patsy: {@code center(x)}, {@code standardize(x, center=True, rescale=True, ddof=0)}, {@code scale} the same.
 *   <li>Tilde: all of these, with the keywords of either.
 * </ul>
 *
 * <p>Edges: means and sums of squares are exact before one rounding, whatever the order and number of chunks. Missing
 * values are skipped; under patsy's conventions one makes the whole column missing. A constant column that is to be
 * rescaled is refused by Tilde and all NaN in both engines. Without any value there is
 * nothing to learn and all is missing.
 *
 * @param center what to subtract: a number, or the mean when nothing is given
 * @param centered whether anything is subtracted
 * @param divisor what to divide by, or what the data say when nothing is given
 * @param rescaled whether anything is divided
 * @param suffixes of the columns
 */
record Scaling(
        OptionalDouble center,
        boolean centered,
        OptionalDouble divisor,
        boolean rescaled,
        int ddof,
        Reading reading,
        List<String> suffixes)
        implements StatefulTransform<ExactMoments[]>, Widened {

    static Scaling center(Arguments call) {
        Arguments args = call.placed("x");
        args.only().positional(1, 1);
        return new Scaling(
                OptionalDouble.empty(),
                true,
                OptionalDouble.empty(),
                false,
                0,
                args.conventions().reading(),
                List.of());
    }

    static Scaling scale(Arguments args) {
        return args.conventions().reading() == Reading.PATSY ? standardize(args) : of(args, 1);
    }

    static Scaling standardize(Arguments args) {
        return of(args, 0);
    }

    private static Scaling of(Arguments call, int ddof) {
        Reading reading = call.conventions().reading();
        boolean r = reading == Reading.R;
        String rescale = reading == Reading.PATSY ? "rescale" : "scale";
        Arguments args = switch (reading) {
            case R -> call.placed("x", "center", "scale").only("center", "scale");
            case PATSY -> call.placed("x", "center", "rescale", "ddof").only("center", "rescale", "ddof");
            case STRICT -> call.placed("x", "center", "scale|rescale", "ddof").only("center", "scale", "ddof");
        };
        args.positional(1, 1);
        boolean numbers = reading != Reading.PATSY;
        OptionalDouble c = numbers ? given(args, "center", 1) : OptionalDouble.empty();
        OptionalDouble d = numbers ? given(args, rescale, 2) : OptionalDouble.empty();
        return new Scaling(
                c,
                c.isPresent() || args.flag("center", 1).orElse(true),
                d,
                d.isPresent() || args.flag(rescale, 2).orElse(true),
                r ? ddof : args.whole("ddof", 3, 0).orElse(ddof),
                reading,
                List.of());
    }

    private static OptionalDouble given(Arguments args, String keyword, int position) {
        Optional<Double> v = args.node(keyword, position).map(Constants::number);
        return v.isPresent() ? OptionalDouble.of(v.get()) : OptionalDouble.empty();
    }

    @Override
    public Scaling over(List<List<String>> arguments) {
        return new Scaling(center, centered, divisor, rescaled, ddof, reading, arguments.get(0));
    }

    @Override
    public ExactMoments[] init() {
        ExactMoments[] state = new ExactMoments[suffixes.size()];
        Arrays.setAll(state, j -> new ExactMoments());
        return state;
    }

    @Override
    public void add(ExactMoments[] state, double[][] arguments, int rows) {
        for (int j = 0; j < state.length; j++) {
            state[j].add(arguments[j], rows);
        }
    }

    @Override
    public ExactMoments[] merge(ExactMoments[] left, ExactMoments[] right) {
        for (int j = 0; j < left.length; j++) {
            left[j].add(right[j]);
        }
        return left;
    }

    @Override
    public Scaled learned(ExactMoments[] state) {
        List<Double> shifts = new ArrayList<>();
        List<Double> divisors = new ArrayList<>();
        for (int j = 0; j < state.length; j++) {
            ExactMoments m = state[j];
            boolean poisoned = reading == Reading.PATSY && m.missing() > 0;
            if (reading == Reading.STRICT && m.isInfinite()) {
                throw Misfit.infinite(j);
            }
            double shift = !centered ? 0 : center.orElseGet(m::mean);
            shifts.add(poisoned ? Double.NaN : shift);
            divisors.add(!rescaled ? 1 : divisor.isPresent() ? divisor.getAsDouble() : divisor(m, shift, j));
        }
        return new Scaled(shifts, divisors, suffixes);
    }

    private double divisor(ExactMoments m, double shift, int column) {
        boolean aboutMean = reading == Reading.PATSY || centered && center.isEmpty();
        double squares = aboutMean ? m.squaresAboutMean() : m.squaresAbout(shift);
        double degrees = reading == Reading.R ? Math.max(1, m.count() - ddof) : m.count() - ddof;
        if (reading == Reading.STRICT && m.count() > 0 && (squares == 0 || degrees <= 0)) {
            throw Misfit.of(
                    Kind.BAD_ARGUMENT,
                    column,
                    degrees <= 0 ? "has too few values to be rescaled" : "is constant and cannot be rescaled",
                    "Leave it out, or use center(x).");
        }
        return Math.sqrt(squares / degrees);
    }

    /** {@code (x - shift) / divisor}. */
    record Scaled(List<Double> shifts, List<Double> divisors, List<String> suffixes)
            implements StorableTransform, DifferentiableTransform {
        Scaled {
            shifts = List.copyOf(shifts);
            divisors = List.copyOf(divisors);
            suffixes = List.copyOf(suffixes);
        }

        @Override
        public void apply(double[][] arguments, int rows, double[][] out) {
            for (int j = 0; j < out.length; j++) {
                double shift = shifts.get(j);
                double divisor = divisors.get(j);
                double[] x = arguments[j];
                double[] y = out[j];
                for (int i = 0; i < rows; i++) {
                    y[i] = (x[i] - shift) / divisor;
                }
            }
        }

        @Override
        public void derive(double[][] arguments, double[][] slopes, int rows, double[][] out) {
            for (int j = 0; j < out.length; j++) {
                double divisor = divisors.get(j);
                boolean missing = Double.isNaN(shifts.get(j));
                for (int i = 0; i < rows; i++) {
                    out[j][i] = missing ? Double.NaN : slopes[j][i] / divisor;
                }
            }
        }

        @Override
        public String type() {
            return "scaled";
        }

        @Override
        public Json json() {
            return Json.object(
                    "shifts", Saved.of(shifts), "divisors", Saved.of(divisors), "suffixes", Json.of(suffixes));
        }

        static Scaled of(Saved s) {
            Scaled made = new Scaled(
                    s.get("shifts").numbers(),
                    s.get("divisors").numbers(),
                    s.get("suffixes").texts());
            int columns = made.suffixes.size();
            if (made.shifts.size() != columns || made.divisors.size() != columns) {
                throw s.wrong("one shift and one divisor for each column");
            }
            return made;
        }
    }
}
