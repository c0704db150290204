package dev.tilde.rnn;

import dev.tilde.text.Decimals;

/**
 * What is fed back in training where the output is fed back: the truth with a probability eps that depends on the epoch
 * k, else the network's own output. Bengio et al. (2015), arXiv:1506.03099. It is about training alone: predictions read
 * a response wherever it is known.
 *
 * @param kind how eps falls
 * @param value the least eps of a linear fall, the base of an exponential one, c of the inverse sigmoid
 * @param epochs of a linear fall
 */
public record Sampling(Kind kind, double value, int epochs) {
    /** The truth always: eps = 1. */
    public static final Sampling TEACHER = new Sampling(Kind.TEACHER, 1, 0);
    /** The network's own output always, but at the first step of a sequence or window: eps = 0. */
    public static final Sampling CLOSED = new Sampling(Kind.CLOSED, 0, 0);

    /** How eps falls. */
    public enum Kind {
        /** 1. */
        TEACHER,
        /** 0. */
        CLOSED,
        /** {@code max(least, 1 - k / K)}. */
        LINEAR,
        /** {@code base^k}. */
        EXPONENTIAL,
        /** {@code c / (c + exp(k / c))}. */
        INVERSE_SIGMOID
    }

    /** @throws IllegalArgumentException if the number does not suit the kind */
    public Sampling {
        switch (kind) {
            case TEACHER, CLOSED -> {}
            case LINEAR -> {
                require(value >= 0 && value <= 1, "the least share of the truth lies in [0, 1]", value);
                require(epochs >= 1, "the truth falls over 1 or more epochs", epochs);
            }
            case EXPONENTIAL ->
                require(value > 0 && value < 1, "the base of an exponential fall lies in (0, 1)", value);
            case INVERSE_SIGMOID ->
                require(
                        value >= 1 && Double.isFinite(value),
                        "the c of an inverse sigmoid is finite, 1 or more",
                        value);
        }
    }

    private static void require(boolean holds, String range, double seen) {
        if (!holds) {
            throw new IllegalArgumentException(range + ", got " + Decimals.shortest(seen));
        }
    }

    /** Falls linearly to a least probability. */
    public static Sampling linear(double least, int epochs) {
        return new Sampling(Kind.LINEAR, least, epochs);
    }

    /** Falls by a factor in every epoch. */
    public static Sampling exponential(double base) {
        return new Sampling(Kind.EXPONENTIAL, base, 0);
    }

    /** Stays near 1, then falls. */
    public static Sampling inverseSigmoid(double c) {
        return new Sampling(Kind.INVERSE_SIGMOID, c, 0);
    }

    /**
     * The rule of a name: teacher, closed, linear(least, epochs), exponential(base), inverse-sigmoid(c).
     *
     * @throws IllegalArgumentException if there is none of this name, or its numbers do not suit it
     */
    public static Sampling named(String name) {
        String what = "sampling";
        Worded w = Worded.of(what, name);
        return switch (w.word()) {
            case "teacher" -> {
                w.most(what, 0);
                yield TEACHER;
            }
            case "closed" -> {
                w.most(what, 0);
                yield CLOSED;
            }
            case "linear" -> linear(w.most(what, 2).number(0, 0), w.whole(what, 1, 100));
            case "exponential" -> exponential(w.most(what, 1).number(0, 0.99));
            case "inverse-sigmoid" -> inverseSigmoid(w.most(what, 1).number(0, 20));
            default ->
                throw new IllegalArgumentException("no sampling is called " + name
                        + "; there are teacher, closed, linear(0, 100), exponential(0.99) and inverse-sigmoid(20)");
        };
    }

    /** Whether the probability of the truth changes from epoch to epoch. */
    boolean isScheduled() {
        return kind != Kind.TEACHER && kind != Kind.CLOSED;
    }

    /** The probability of the truth in epoch k, from 0. */
    double truth(int k) {
        return switch (kind) {
            case TEACHER -> 1;
            case CLOSED -> 0;
            case LINEAR -> Math.max(value, 1 - (double) k / epochs);
            case EXPONENTIAL -> StrictMath.pow(value, k);
            case INVERSE_SIGMOID -> value / (value + StrictMath.exp(k / value));
        };
    }
}
