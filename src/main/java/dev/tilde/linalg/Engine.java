package dev.tilde.linalg;

import java.util.Locale;

/**
 * What computes the matrix products of float networks. JAVA and VECTOR add in the same order with fused multiply-adds
 * and give the same bits; BLAS adds in an order of its own. Networks in double always compute in Java.
 */
public enum Engine {
    /** VECTOR where that is there and faster, else JAVA; never BLAS. */
    AUTO,
    /** Loops that the compiler turns into vector instructions. */
    JAVA,
    /** The Vector API: {@code java --add-modules jdk.incubator.vector}. */
    VECTOR,
    /** The system's OpenBLAS, on one thread for each of Tilde's: Java 22 or newer. */
    BLAS;

    /**
     * The one that does the work: AUTO resolved, the others themselves. The first call may take some milliseconds, in
     * which VECTOR is compiled and timed.
     *
     * @throws IllegalStateException if the engine is not there; the message says what is missing
     */
    public Engine resolve() {
        return Engines.products(this).engine();
    }

    /** Whether results may differ in their last digits from those of another, itself resolved too. */
    public boolean differsFrom(Engine other) {
        return (this == BLAS) != (other == BLAS);
    }

    /** In lower case, as the command line and saved models have it. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
