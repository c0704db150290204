package dev.tilde.design;

import dev.tilde.formula.Conventions.Reading;
import dev.tilde.json.Json;
import java.util.Arrays;
import java.util.List;

/**
 * B-splines with their knots known.
 *
 * @param knots of all functions
 * @param skip how many functions are left out in front
 * @param turn what the others are multiplied by, a row for each; empty for nothing
 * @param outside what happens beyond the boundaries
 */
record SplineBasis(
        KnotVector knots, int skip, List<List<Double>> turn, Outside outside, Reading reading, List<String> suffixes)
        implements StorableTransform, DifferentiableTransform {
    SplineBasis {
        turn = List.copyOf(turn);
        suffixes = List.copyOf(suffixes);
    }

    @Override
    public void apply(double[][] arguments, int rows, double[][] out) {
        double[] t = Vectors.array(knots.knots());
        double[][] q = Vectors.arrays(turn);
        int degree = knots.degree();
        double lower = knots.lower();
        double upper = knots.upper();
        double[] slopeBelow = outside == Outside.LINEAR ? knots.derivative(lower, 1) : new double[0];
        double[] slopeAbove = outside == Outside.LINEAR ? knots.derivative(upper, 1) : new double[0];
        double[] some = new double[degree + 1];
        double[] all = new double[knots.functions()];
        for (int i = 0; i < rows; i++) {
            double x = arguments[0][i];
            boolean beyond = x < lower || x > upper;
            if (beyond && outside == Outside.ERROR) {
                throw outside.refuse(x, i, lower, upper, reading);
            }
            if (Double.isNaN(x) || beyond && outside == Outside.NA) {
                for (double[] column : out) {
                    column[i] = Double.NaN;
                }
                continue;
            }
            double bound = x < lower ? lower : upper;
            double at = beyond && outside != Outside.TAYLOR ? bound : x;
            int interval = KnotVector.interval(t, degree, at);
            KnotVector.values(t, degree, interval, at, some);
            Arrays.fill(all, 0);
            System.arraycopy(some, 0, all, interval - degree, degree + 1);
            if (beyond && outside == Outside.LINEAR) {
                double[] slope = x < lower ? slopeBelow : slopeAbove;
                for (int j = 0; j < all.length; j++) {
                    all[j] += (x - bound) * slope[j];
                }
            }
            put(all, q, i, out);
        }
    }

    /** The derivative of the polynomial on the interval of x; where two meet, of the one above, but at the upper end. */
    @Override
    public void derive(double[][] arguments, double[][] slopes, int rows, double[][] out) {
        double[][] q = Vectors.arrays(turn);
        double lower = knots.lower();
        double upper = knots.upper();
        double[] none = new double[knots.functions()];
        for (int i = 0; i < rows; i++) {
            double x = arguments[0][i];
            boolean beyond = x < lower || x > upper;
            if (beyond && outside == Outside.ERROR) {
                throw outside.refuse(x, i, lower, upper, reading);
            }
            boolean missing = Double.isNaN(x) || beyond && outside == Outside.NA;
            double at = beyond && outside == Outside.LINEAR ? (x < lower ? lower : upper) : x;
            double slope = missing ? Double.NaN : slopes[0][i];
            put(missing || beyond && outside == Outside.CLIP ? none : knots.derivative(at, 1), q, i, out);
            for (double[] column : out) {
                column[i] *= slope;
            }
        }
    }

    private void put(double[] all, double[][] q, int i, double[][] out) {
        for (int c = 0; c < out.length; c++) {
            double v = q.length == 0 ? all[skip + c] : 0;
            for (int j = 0; j < q.length; j++) {
                v += all[skip + j] * q[j][c];
            }
            out[c][i] = v;
        }
    }

    @Override
    public String type() {
        return "b-spline";
    }

    @Override
    public Json json() {
        return Json.object(
                "degree", Json.of(knots.degree()),
                "knots", Saved.of(knots.knots()),
                "skip", Json.of(skip),
                "turn", Saved.rows(turn),
                "outside", Saved.of(outside),
                "reading", Saved.of(reading),
                "suffixes", Json.of(suffixes));
    }

    static SplineBasis of(Saved s) {
        List<Double> knots = s.get("knots").ascending();
        int degree = s.get("degree").whole(0, knots.size());
        KnotVector t = new KnotVector(knots, degree);
        if (t.functions() < degree + 1 || degree > 0 && !(t.lower() < t.upper())) {
            throw s.get("knots").wrong("the knots of degree " + degree);
        }
        int skip = s.get("skip").whole(0, 1);
        List<String> suffixes = s.get("suffixes").texts();
        int functions = t.functions() - skip;
        List<List<Double>> turn =
                s.get("turn").items().isEmpty() ? List.of() : s.get("turn").rows(functions, suffixes.size());
        if (turn.isEmpty() && functions != suffixes.size()) {
            throw s.get("suffixes").wrong(functions + " strings");
        }
        return new SplineBasis(
                t,
                skip,
                turn,
                s.get("outside").choice(Outside.values()),
                s.get("reading").choice(Reading.values()),
                suffixes);
    }
}
