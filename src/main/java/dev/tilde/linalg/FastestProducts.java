package dev.tilde.linalg;

/**
 * Java until the Vector API has been compiled and was faster by the clock, then that. The trial runs beside the work on a
 * thread of its own, so that nobody waits for it; both give the same bits, so that any moment will do.
 */
final class FastestProducts extends Products {
    private volatile Products now;

    FastestProducts(Products java, Products vector) {
        now = java;
        Thread trial = new Thread(
                () -> {
                    if (EngineTrial.isFaster(vector, java)) {
                        now = vector;
                    }
                },
                "tilde-engine");
        trial.setDaemon(true);
        trial.start();
    }

    /** Weights settled before the change have no panels: the Vector API leaves those to Java until they are again. */
    @Override
    void settle(Plane[] b) {
        now.settle(b);
    }

    @Override
    void multiply(Plane[] c, int n, int rows, Plane[] a, int k, Plane[] b) {
        now.multiply(c, n, rows, a, k, b);
    }

    @Override
    void affine(Plane[] c, int n, int rows, Plane bias, Plane x, Plane[] v, Plane h, Plane[] u) {
        now.affine(c, n, rows, bias, x, v, h, u);
    }

    @Override
    void outer(Plane[] d, Plane a, int k, int rows, Plane[] g) {
        now.outer(d, a, k, rows, g);
    }
}
