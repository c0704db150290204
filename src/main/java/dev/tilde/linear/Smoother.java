package dev.tilde.linear;

import dev.tilde.report.Series;
import java.util.Optional;
import org.apache.commons.math3.analysis.interpolation.LoessInterpolator;
import org.apache.commons.math3.exception.MathIllegalArgumentException;

/** A local average for the eye, not for inference: Cleveland (1979), JASA 74, 829-836. */
final class Smoother {
    /** Points the local lines are fitted to; more are averaged first, which the eye cannot see. */
    private static final int MOST = 300;

    private static final double SPAN = 2.0 / 3;

    private Smoother() {}

    /** The smoothed values by ascending x; empty for fewer than eight different x. */
    static Optional<Series> lowess(double[] x, double[] y) {
        int[] order = RowDetail.order(x);
        double spread = order.length == 0 ? 0 : x[order[order.length - 1]] - x[order[0]];
        int[] group = new int[order.length];
        int groups = 0;
        double[] gx = new double[order.length];
        double[] gy = new double[order.length];
        int[] size = new int[order.length];
        int atLeast = Math.max(1, order.length / MOST);
        for (int k = 0; k < order.length; k++) {
            double v = x[order[k]];
            boolean same = groups > 0
                    && (v - gx[groups - 1] / size[groups - 1] <= 1e-9 * spread || size[groups - 1] < atLeast);
            groups += same ? 0 : 1;
            group[k] = groups - 1;
            gx[group[k]] += v;
            gy[group[k]] += y[order[k]];
            size[group[k]]++;
        }
        if (groups < 8) {
            return Optional.empty();
        }
        double[] ux = new double[groups];
        double[] uy = new double[groups];
        for (int g = 0; g < groups; g++) {
            ux[g] = gx[g] / size[g];
            uy[g] = gy[g] / size[g];
        }
        try {
            return Optional.of(Series.of(ux, new LoessInterpolator(SPAN, 2).smooth(ux, uy)));
        } catch (MathIllegalArgumentException tied) {
            return Optional.empty();
        }
    }
}
