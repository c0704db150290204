package dev.tilde.linear;

import dev.tilde.design.Companion;
import dev.tilde.design.Frame;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The moments of k parts of the rows, each row in one of them by its number and the seed alone, so that the parts are the
 * same for any chunking. The moments of all rows but one part are sums over the others: no row is read twice.
 */
final class Folds implements Companion<List<Moments.State>> {
    private final Moments moments;
    private final int k;
    private final long seed;

    Folds(Moments moments, int k, long seed) {
        this.moments = moments;
        this.k = k;
        this.seed = seed;
    }

    /** Mixed as in SplittableRandom (Steele, Lea and Flood 2014, doi:10.1145/2660193.2660195). */
    static long mixed(long row, long seed) {
        long z = (row + 1) * 0x9E3779B97F4A7C15L + seed * 0xD1342543DE82EF95L;
        z = (z ^ z >>> 30) * 0xBF58476D1CE4E5B9L;
        z = (z ^ z >>> 27) * 0x94D049BB133111EBL;
        return z ^ z >>> 31;
    }

    static int fold(long row, long seed, int k) {
        return (int) Long.remainderUnsigned(mixed(row, seed), k);
    }

    @Override
    public List<Moments.State> init() {
        List<Moments.State> states = new ArrayList<>();
        for (int f = 0; f < k; f++) {
            states.add(moments.init());
        }
        return states;
    }

    @Override
    public void add(List<Moments.State> states, Frame frame) {
        if (k == 1) {
            moments.add(states.get(0), frame);
            return;
        }
        int[][] rows = new int[k][frame.rows()];
        int[] count = new int[k];
        for (int i = 0; i < frame.rows(); i++) {
            int f = fold(frame.row(i), seed, k);
            rows[f][count[f]++] = i;
        }
        List<double[]> columns = moments.columns(frame);
        int products = moments.basis().products().size();
        for (int f = 0; f < k; f++) {
            int[] own = Arrays.copyOf(rows[f], count[f]);
            double[][] z = new double[products][];
            for (int j = 0; j < products; j++) {
                z[j] = taken(columns.get(j), own);
            }
            double[] w = columns.size() > products ? taken(columns.get(products), own) : null;
            moments.add(
                    states.get(f),
                    z,
                    w,
                    factor ->
                            Arrays.stream(own).map(i -> frame.codes(factor)[i]).toArray(),
                    frame::levels,
                    own.length);
        }
    }

    private static double[] taken(double[] x, int[] rows) {
        double[] out = new double[rows.length];
        for (int i = 0; i < out.length; i++) {
            out[i] = x[rows[i]];
        }
        return out;
    }

    @Override
    public List<Moments.State> merge(List<Moments.State> left, List<Moments.State> right, Recoding codes) {
        for (int f = 0; f < k; f++) {
            left.set(f, moments.merge(left.get(f), right.get(f), codes));
        }
        return left;
    }
}
