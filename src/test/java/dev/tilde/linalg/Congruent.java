package dev.tilde.linalg;

/** Numbers in [-1, 1) that another language makes with one line: x = (1103515245 x + 12345) mod 2^31, x / 2^30 - 1. */
final class Congruent {
    private long x;

    Congruent(long seed) {
        this.x = seed;
    }

    double next() {
        x = (1103515245 * x + 12345) & 0x7FFF_FFFFL;
        return x / 0x1p30 - 1;
    }
}
