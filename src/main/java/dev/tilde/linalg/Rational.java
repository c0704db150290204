package dev.tilde.linalg;

/** tanh of a float as a ratio of two polynomials, which a loop turns into vector instructions. */
final class Rational {
    private Rational() {}

    /**
     * tanh x with an error below 3e-7: an odd polynomial of degree 13 over an even one of degree 6 in x clamped to
     * +-7.905, where tanh is 1 in float. The coefficients are the minimax ones Eigen publishes for this form.
     */
    static float tanh(float x) {
        float v = Math.max(-7.905311f, Math.min(7.905311f, x));
        float u = v * v;
        float p = Math.fma(u, -2.7607684e-16f, 2.000188e-13f);
        p = Math.fma(u, p, -8.604672e-11f);
        p = Math.fma(u, p, 5.1222973e-8f);
        p = Math.fma(u, p, 1.48572235e-5f);
        p = Math.fma(u, p, 6.3726195e-4f);
        p = Math.fma(u, p, 4.8935246e-3f);
        float q = Math.fma(u, 1.1982584e-6f, 1.1853471e-4f);
        q = Math.fma(u, q, 2.2684347e-3f);
        q = Math.fma(u, q, 4.893525e-3f);
        return v * p / q;
    }
}
