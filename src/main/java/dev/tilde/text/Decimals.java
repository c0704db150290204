package dev.tilde.text;

/** Numbers in full, for names, levels and files; reports round theirs. */
public final class Decimals {
    private Decimals() {}

    /**
     * A whole number below 1e15 without a point, else the shortest decimal that reads back to the same double, as
     * {@link Double#toString(double)} gives it. Negative zero is {@code 0}.
     */
    public static String shortest(double v) {
        return v == Math.rint(v) && Math.abs(v) < 1e15 ? Long.toString((long) v) : Double.toString(v);
    }
}
