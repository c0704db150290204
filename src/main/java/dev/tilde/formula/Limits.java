package dev.tilde.formula;

/**
 * How large a formula may get, so that text from a stranger costs no more than it should.
 *
 * @param length chars of the text
 * @param depth of brackets, signs and powers inside each other, counted together; at most 250
 * @param exponent largest n of {@code (a + b)^n}
 * @param terms terms after expansion, and products formed on the way to them
 * @param columns columns of a design
 */
public record Limits(int length, int depth, int exponent, int terms, int columns) {
    /** 1,000,000 chars, depth 200, exponent 64, 100,000 terms, 100,000 columns. */
    public static final Limits DEFAULT = new Limits(1_000_000, 200, 64, 100_000, 100_000);

    /** One bracket takes 2 to 3 kB of the parser's stack, a thread has 1 MB. */
    private static final int DEEPEST = 250;

    /** @throws IllegalArgumentException if a limit is not positive, or the depth more than 250 */
    public Limits {
        if (length < 1 || depth < 1 || exponent < 1 || terms < 1 || columns < 1) {
            throw new IllegalArgumentException("limits must be positive");
        }
        if (depth > DEEPEST) {
            throw new IllegalArgumentException(
                    "depth beyond " + DEEPEST + " could overflow the stack of the parser: " + depth);
        }
    }

    /** Factors that may be copied on the way to the terms. */
    long work() {
        return 20L * terms;
    }
}
