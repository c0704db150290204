package dev.tilde.linear;

/** To how many bits the cross-products of one step of an iteration are summed. */
enum Sums {
    /** Plain double: far from the optimum, where the next step forgets its rounding. */
    ROUGH,
    /**
     * The products with the working response to twice 53 bits, the others in double. The iteration rests where the former
     * vanish, so they alone decide its fixed point; the latter decide how fast it gets there, and the standard errors, to
     * some 1e-15 of themselves over the smallest pivot.
     */
    SCORE,
    /** All to twice 53 bits. */
    EXACT
}
