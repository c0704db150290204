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
     * Asks for the engine, which is loaded if it was not before.
     *
     * @throws IllegalStateException if the engine is not there; the message says what is missing
     */
    public void require() {
        Engines.products(this);
    }

    /** Whether results may differ in their last digits from those of another. */
    public boolean differsFrom(Engine other) {
        return (this == BLAS) != (other == BLAS);
    }

    /** In lower case, as the command line and saved models have it. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
