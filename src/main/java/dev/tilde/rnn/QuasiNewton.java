package dev.tilde.rnn;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;

/**
 * L-BFGS: steps along -H g, where H approximates the inverse Hessian from the last pairs s = x - x', y = g - g' by the
 * two-loop recursion, from {@code H_0 = (s'y / y'y) I}; a pair with {@code s'y <= 1e-10 y'y} is left out. The length of a
 * step satisfies the strong Wolfe conditions with c1 = 1e-4 and c2 = 0.9. Nocedal and Wright, Numerical Optimization,
 * algorithms 7.4, 3.5 and 3.6 with cubic interpolation. PyTorch: {@code LBFGS(line_search_fn="strong_wolfe")}.
 */
final class QuasiNewton {
    private static final double C1 = 1e-4;
    private static final double C2 = 0.9;
    private static final int MOST_TRIALS = 25;

    /** A function and its gradient. */
    @FunctionalInterface
    interface Objective {
        /** The value at x; g takes the gradient. */
        double at(double[] x, double[] g);
    }

    private final Objective objective;
    private final int history;
    private final double length;
    private final Deque<double[][]> pairs = new ArrayDeque<>();
    private double[] x;
    private double[] g;
    private double value;
    private boolean first = true;
    private boolean isRead;

    QuasiNewton(Objective objective, double[] start, int history, double length) {
        this.objective = objective;
        this.history = history;
        this.length = length;
        this.x = start.clone();
        this.g = new double[start.length];
        this.value = objective.at(x, g);
    }

    private QuasiNewton(double[] x, double[] g, double value, boolean first) {
        this.objective = (at, gradient) -> {
            throw new IllegalStateException("read from a file, with no function yet");
        };
        this.history = 1;
        this.length = 1;
        this.x = x;
        this.g = g;
        this.value = value;
        this.first = first;
    }

    /** One that was read from a file, with its function. */
    QuasiNewton(Objective objective, QuasiNewton read, int history, double length) {
        this.objective = objective;
        this.history = history;
        this.length = length;
        this.x = read.x;
        this.g = read.g;
        this.value = read.value;
        this.first = read.first;
        this.pairs.addAll(read.pairs);
        this.isRead = false;
    }

    /** Whether it was read from a file and has no function yet. */
    boolean isRead() {
        return isRead;
    }

    void write(DataOutputStream out) throws IOException {
        out.writeDouble(value);
        out.writeBoolean(first);
        write(out, x);
        write(out, g);
        out.writeInt(pairs.size());
        for (double[][] pair : pairs) {
            write(out, pair[0]);
            write(out, pair[1]);
        }
    }

    static QuasiNewton read(DataInputStream in, int n) throws IOException {
        double value = in.readDouble();
        boolean first = in.readBoolean();
        QuasiNewton newton = new QuasiNewton(read(in, new double[n]), read(in, new double[n]), value, first);
        newton.isRead = true;
        int pairs = in.readInt();
        for (int i = 0; i < pairs; i++) {
            newton.pairs.addLast(new double[][] {read(in, new double[n]), read(in, new double[n])});
        }
        return newton;
    }

    private static void write(DataOutputStream out, double[] v) throws IOException {
        for (double d : v) {
            out.writeDouble(d);
        }
    }

    private static double[] read(DataInputStream in, double[] v) throws IOException {
        for (int i = 0; i < v.length; i++) {
            v[i] = in.readDouble();
        }
        return v;
    }

    double[] x() {
        return x;
    }

    double value() {
        return value;
    }

    double norm() {
        return Math.sqrt(dot(g, g));
    }

    /**
     * One iteration.
     *
     * @return whether there is more to gain: false when all of |g| is below 1e-5, the decrease is below 1e-9 of the value
     *     or no step goes down
     */
    boolean step() {
        if (largest(g) < 1e-5) {
            return false;
        }
        double[] d = direction();
        double slope = dot(g, d);
        if (!(slope < 0)) {
            pairs.clear();
            d = negative(g);
            slope = dot(g, d);
        }
        double t = first ? Math.min(1, 1 / sumAbs(g)) * length : length;
        first = false;
        double[] from = x;
        double[] gradient = g;
        double before = value;
        if (!search(from, d, t, before, slope)) {
            x = from;
            g = gradient;
            value = before;
            return false;
        }
        double[] s = minus(x, from);
        double[] y = minus(g, gradient);
        if (dot(s, y) > 1e-10 * dot(y, y)) {
            pairs.addLast(new double[][] {s, y});
            if (pairs.size() > history) {
                pairs.removeFirst();
            }
        }
        return before - value > 1e-9 * Math.max(1e-300, Math.abs(before));
    }

    private double[] direction() {
        double[] q = negative(g);
        double[] alphas = new double[pairs.size()];
        int i = 0;
        for (Iterator<double[][]> it = pairs.descendingIterator(); it.hasNext(); i++) {
            double[][] p = it.next();
            alphas[i] = dot(p[0], q) / dot(p[0], p[1]);
            add(q, -alphas[i], p[1]);
        }
        if (!pairs.isEmpty()) {
            double[][] p = pairs.getLast();
            double f = dot(p[0], p[1]) / dot(p[1], p[1]);
            for (int j = 0; j < q.length; j++) {
                q[j] *= f;
            }
        }
        for (double[][] p : pairs) {
            i--;
            add(q, alphas[i] - dot(p[1], q) / dot(p[0], p[1]), p[0]);
        }
        return q;
    }

    /** A step length by bracketing and zooming; sets x, g and value. */
    private boolean search(double[] from, double[] d, double start, double value0, double slope0) {
        double low = 0;
        double lowValue = value0;
        double lowSlope = slope0;
        double high = Double.NaN;
        double highValue = Double.NaN;
        double highSlope = Double.NaN;
        double t = start;
        for (int trial = 0; trial < MOST_TRIALS; trial++) {
            double[] at = from.clone();
            add(at, t, d);
            double[] gradient = new double[at.length];
            double v = objective.at(at, gradient);
            double slope = dot(gradient, d);
            boolean good = Double.isFinite(v) && v <= value0 + C1 * t * slope0;
            if (good && Math.abs(slope) <= -C2 * slope0) {
                take(at, gradient, v);
                return true;
            }
            if (!good || v >= lowValue) {
                high = t;
                highValue = v;
                highSlope = slope;
            } else {
                if (slope * (Double.isNaN(high) ? 1 : high - low) >= 0) {
                    high = low;
                    highValue = lowValue;
                    highSlope = lowSlope;
                }
                low = t;
                lowValue = v;
                lowSlope = slope;
                take(at, gradient, v);
            }
            t = Double.isNaN(high) ? 2 * t : between(low, lowValue, lowSlope, high, highValue, highSlope);
            if (!Double.isNaN(high) && Math.abs(high - low) * largest(d) < 1e-12) {
                break;
            }
        }
        return low > 0 && lowValue < value0;
    }

    private void take(double[] at, double[] gradient, double v) {
        x = at;
        g = gradient;
        value = v;
    }

    /** The minimum of the cubic through both ends, kept away from them by a tenth; the middle where there is none. */
    private static double between(double a, double fa, double da, double b, double fb, double db) {
        double middle = (a + b) / 2;
        double d1 = da + db - 3 * (fa - fb) / (a - b);
        double root = d1 * d1 - da * db;
        if (!(root >= 0) || !Double.isFinite(root)) {
            return middle;
        }
        double d2 = Math.copySign(Math.sqrt(root), b - a);
        double t = b - (b - a) * ((db + d2 - d1) / (db - da + 2 * d2));
        double low = Math.min(a, b) + 0.1 * Math.abs(b - a);
        double high = Math.max(a, b) - 0.1 * Math.abs(b - a);
        return Double.isFinite(t) ? Math.max(low, Math.min(high, t)) : middle;
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }

    private static void add(double[] a, double f, double[] b) {
        for (int i = 0; i < a.length; i++) {
            a[i] += f * b[i];
        }
    }

    private static double[] minus(double[] a, double[] b) {
        double[] out = a.clone();
        add(out, -1, b);
        return out;
    }

    private static double[] negative(double[] a) {
        return minus(new double[a.length], a);
    }

    private static double largest(double[] a) {
        double most = 0;
        for (double v : a) {
            most = Math.max(most, Math.abs(v));
        }
        return most;
    }

    private static double sumAbs(double[] a) {
        double sum = 0;
        for (double v : a) {
            sum += Math.abs(v);
        }
        return sum;
    }
}
