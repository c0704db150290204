package dev.tilde.report;

import java.util.Arrays;

/** Points of a plot: x and y of equal length, copied in and never handed out. */
public final class Series {
    private final double[] x;
    private final double[] y;

    private Series(double[] x, double[] y) {
        this.x = x;
        this.y = y;
    }

    /**
     * Points from their coordinates. Values that are not finite are kept and not drawn.
     *
     * @throws IllegalArgumentException when the arrays differ in length
     */
    public static Series of(double[] x, double[] y) {
        if (x.length != y.length) {
            throw new IllegalArgumentException("a series has " + x.length + " x but " + y.length + " y");
        }
        return new Series(x.clone(), y.clone());
    }

    /** How many points there are. */
    public int size() {
        return x.length;
    }

    /** The x of a point, from 0. */
    public double x(int i) {
        return x[i];
    }

    /** The y of a point, from 0. */
    public double y(int i) {
        return y[i];
    }

    /** Whether both coordinates of a point are finite. */
    boolean shows(int i) {
        return Double.isFinite(x[i]) && Double.isFinite(y[i]);
    }

    /** Every k-th point and the last, so that at most about {@code most} are left. */
    Series thinned(int most) {
        if (x.length <= most) {
            return this;
        }
        int every = (x.length + most - 1) / most;
        int n = (x.length - 1) / every + 1;
        int all = (n - 1) * every == x.length - 1 ? n : n + 1;
        double[] fewX = new double[all];
        double[] fewY = new double[all];
        for (int i = 0; i < all; i++) {
            int from = Math.min(i * every, x.length - 1);
            fewX[i] = x[from];
            fewY[i] = y[from];
        }
        return new Series(fewX, fewY);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Series s && Arrays.equals(x, s.x) && Arrays.equals(y, s.y);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(x) + Arrays.hashCode(y);
    }

    @Override
    public String toString() {
        return "Series of " + x.length + " points";
    }
}
