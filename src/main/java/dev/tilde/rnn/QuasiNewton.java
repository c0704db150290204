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
 * algorithms 7.4, 3.5 and 3.6; the trials along a direction are those of Schmidt's minFunc. PyTorch:
 * {@code LBFGS(line_search_fn="strong_wolfe")}.
 */
final class QuasiNewton {
    private static final double C1 = 1e-4;
    private static final double C2 = 0.9;
    private static final int MOST_TRIALS = 25;
    /** No trials are made where all of x would move by less. */
    private static final double LEAST_CHANGE = 1e-9;
    /** Where all of the gradient is smaller, x is the minimum. */
    private static final double LEAST_GRADIENT = 1e-7;

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
     * @return whether there is more to gain: false when all of |g| is below 1e-7, the decrease is below 1e-9 of the value
     *     or no step goes down
     */
    boolean step() {
        if (largest(g) < LEAST_GRADIENT) {
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

    /** Where a search along a direction has been: the step length, the value, its slope along it, x and the gradient. */
    private static final class Trial {
        final double t;
        final double value;
        final double slope;
        final double[] x;
        final double[] g;

        Trial(double t, double value, double slope, double[] x, double[] g) {
            this.t = t;
            this.value = value;
            this.slope = slope;
            this.x = x;
            this.g = g;
        }
    }

    /**
     * A step length by bracketing and zooming, where the cubic through two trials gives the next one; sets x, g and value.
     *
     * @return whether the value went down
     */
    private boolean search(double[] from, double[] d, double start, double value0, double slope0) {
        Trial low = new Trial(0, value0, slope0, from, g);
        Trial high = trial(from, d, start);
        int trials = 0;
        boolean bracketed = false;
        for (; trials < MOST_TRIALS; trials++) {
            // Nocedal and Wright (algorithm 3.5) compare from the second trial on; PyTorch, as here, from the third.
            boolean uphill = tooHigh(high, value0, slope0) || trials > 1 && high.value >= low.value;
            if (!uphill && Math.abs(high.slope) <= -C2 * slope0) {
                return take(high, value0);
            }
            if (uphill || high.slope >= 0) {
                bracketed = true;
                break;
            }
            double t = cubic(low, high, high.t + 0.01 * (high.t - low.t), 10 * high.t);
            low = high;
            high = trial(from, d, t);
        }
        if (!bracketed) {
            return take(high.value < low.value ? high : low, value0);
        }
        return take(zoom(from, d, low, high, trials, value0, slope0), value0);
    }

    /** The best trial between two, which satisfies the conditions unless the trials run out or the ends meet. */
    private Trial zoom(double[] from, double[] d, Trial one, Trial other, int made, double value0, double slope0) {
        Trial low = one.value <= other.value ? one : other;
        Trial high = one.value <= other.value ? other : one;
        boolean slow = false;
        for (int trials = made; trials < MOST_TRIALS; trials++) {
            double left = Math.min(low.t, high.t);
            double right = Math.max(low.t, high.t);
            if ((right - left) * largest(d) < LEAST_CHANGE) {
                return low;
            }
            double t = cubic(low, high, left, right);
            double margin = 0.1 * (right - left);
            boolean near = Math.min(right - t, t - left) < margin;
            if (near && (slow || t >= right || t <= left)) {
                t = right - t < t - left ? right - margin : left + margin;
                near = false;
            }
            slow = near;
            Trial next = trial(from, d, t);
            if (tooHigh(next, value0, slope0) || next.value >= low.value) {
                high = next;
                if (high.value < low.value) {
                    high = low;
                    low = next;
                }
            } else {
                if (Math.abs(next.slope) <= -C2 * slope0) {
                    return next;
                }
                if (next.slope * (high.t - low.t) >= 0) {
                    high = low;
                }
                low = next;
            }
        }
        return low;
    }

    private Trial trial(double[] from, double[] d, double t) {
        double[] at = from.clone();
        add(at, t, d);
        double[] gradient = new double[at.length];
        double v = objective.at(at, gradient);
        return new Trial(t, Double.isFinite(v) ? v : Double.POSITIVE_INFINITY, dot(gradient, d), at, gradient);
    }

    private static boolean tooHigh(Trial a, double value0, double slope0) {
        return a.value > value0 + C1 * a.t * slope0;
    }

    private boolean take(Trial best, double value0) {
        x = best.x;
        g = best.g;
        value = best.value;
        return best.t > 0 && best.value < value0;
    }

    /** The minimum of the cubic through both trials, held between two bounds; their middle where there is none. */
    private static double cubic(Trial one, Trial other, double least, double most) {
        Trial a = one.t <= other.t ? one : other;
        Trial b = one.t <= other.t ? other : one;
        double d1 = a.slope + b.slope - 3 * (a.value - b.value) / (a.t - b.t);
        double square = d1 * d1 - a.slope * b.slope;
        if (!(square >= 0) || !Double.isFinite(square)) {
            return (least + most) / 2;
        }
        double d2 = Math.sqrt(square);
        double t = b.t - (b.t - a.t) * ((b.slope + d2 - d1) / (b.slope - a.slope + 2 * d2));
        return Double.isFinite(t) ? Math.min(Math.max(t, least), most) : (least + most) / 2;
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
