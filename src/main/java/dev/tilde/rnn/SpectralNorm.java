package dev.tilde.rnn;

import java.util.Arrays;

/**
 * The largest singular value of a matrix of weights, by power iteration on {@code U^T U}: 60 rounds from a vector without
 * zeros, which come near to it from below.
 */
final class SpectralNorm {
    private static final int ROUNDS = 60;

    private SpectralNorm() {}

    static double of(Parameter u) {
        double[] v = new double[u.in];
        Arrays.setAll(v, i -> 1 + (i % 7) / 7.0);
        double norm = 0;
        for (int round = 0; round < ROUNDS; round++) {
            double[] back = back(u, forth(u, v));
            double length = StrictMath.sqrt(Arrays.stream(back).map(b -> b * b).sum());
            norm = StrictMath.sqrt(length);
            for (int i = 0; i < v.length; i++) {
                v[i] = length > 0 ? back[i] / length : 0;
            }
        }
        return norm;
    }

    private static double[] forth(Parameter u, double[] v) {
        double[] up = new double[u.out];
        for (int o = 0; o < u.out; o++) {
            for (int i = 0; i < u.in; i++) {
                up[o] += u.rows()[o].get(i) * v[i];
            }
        }
        return up;
    }

    private static double[] back(Parameter u, double[] up) {
        double[] back = new double[u.in];
        for (int i = 0; i < u.in; i++) {
            for (int o = 0; o < u.out; o++) {
                back[i] += u.rows()[o].get(i) * up[o];
            }
        }
        return back;
    }
}
