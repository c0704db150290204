package dev.tilde.linalg;

import java.util.Arrays;

/**
 * Times two engines on one product. The compiler of JDK 17 sometimes leaves the Vector API's numbers boxed, for the
 * whole life of a JVM and at a seventh of the speed; nothing but a clock tells.
 */
final class EngineTrial {
    private static final int ROWS = 16;
    private static final int N = 64;
    private static final int K = 64;
    private static final int WARM = 4_000;
    private static final int TIMES = 7;
    /** Calls in one reading of the clock: about a tenth of a millisecond. */
    private static final int CALLS = 16;

    private EngineTrial() {}

    static boolean isFaster(Products one, Products other) {
        return seconds(one) < seconds(other);
    }

    private static double seconds(Products products) {
        Kernels k = new FloatKernels(products);
        Plane[] c = k.planes(1, ROWS * N);
        Plane[] a = k.planes(1, ROWS * K);
        Plane[] b = k.planes(K, N);
        products.settle(b);
        for (int i = 0; i < WARM; i++) {
            products.multiply(c, N, ROWS, a, K, b);
        }
        double[] times = new double[TIMES];
        for (int t = 0; t < TIMES; t++) {
            long start = System.nanoTime();
            for (int i = 0; i < CALLS; i++) {
                products.multiply(c, N, ROWS, a, K, b);
            }
            times[t] = System.nanoTime() - start;
        }
        Arrays.sort(times);
        return times[TIMES / 2];
    }
}
