package dev.tilde.linalg;

/**
 * Times two engines on one product. The compiler of JDK 17 sometimes leaves the Vector API's numbers boxed, for the
 * whole life of a JVM and at a seventh of the speed; nothing but a clock tells.
 */
final class EngineTrial {
    private static final int ROWS = 16;
    private static final int N = 64;
    private static final int K = 64;
    /** Calls in one reading of the clock: some tens of microseconds once compiled. */
    private static final int CALLS = 8;
    /** Readings of an engine that is compiled already. */
    private static final int READINGS = 50;
    /** How long an engine may take until it is compiled and faster. */
    private static final long LONGEST = 10_000_000_000L;

    private EngineTrial() {}

    /** Whether {@code one} gets faster than {@code other}, which is compiled already, before long. */
    static boolean isFaster(Products one, Products other) {
        Trial known = new Trial(other);
        long least = Long.MAX_VALUE;
        for (int i = 0; i < READINGS; i++) {
            least = Math.min(least, known.nanos());
        }
        Trial fresh = new Trial(one);
        long end = System.nanoTime() + LONGEST;
        while (System.nanoTime() < end) {
            if (fresh.nanos() < least) {
                return true;
            }
        }
        return false;
    }

    private static final class Trial {
        private final Products products;
        private final Plane[] c;
        private final Plane[] a;
        private final Plane[] b;

        Trial(Products products) {
            this.products = products;
            Kernels k = new FloatKernels(Engine.JAVA, products);
            this.c = k.planes(1, ROWS * N);
            this.a = k.planes(1, ROWS * K);
            this.b = k.planes(K, N);
            products.settle(b);
        }

        long nanos() {
            long start = System.nanoTime();
            for (int i = 0; i < CALLS; i++) {
                products.multiply(c, N, ROWS, a, K, b);
            }
            return System.nanoTime() - start;
        }
    }
}
