package dev.tilde.rnn;

/**
 * How the learning rate changes over the epochs k = 0 .. K-1, K the most there may be: who stops early sees the beginning.
 *
 * @param kind the rule
 * @param factor what a plateau or a step multiplies the rate by; the last rate's share of the first for cosine
 * @param epochs of patience before a plateau counts, or between steps
 * @param warmUp over so many epochs the rate first rises linearly to its full size
 */
public record Schedule(Kind kind, double factor, int epochs, int warmUp) {
    /** Always the same. */
    public static final Schedule CONSTANT = new Schedule(Kind.CONSTANT, 1, 0, 0);
    /** Halved whenever the stopping loss has not improved for a third of the patience. */
    public static final Schedule PLATEAU = plateau(0.5, 0);

    /** The rules. */
    public enum Kind {
        /** The full rate. */
        CONSTANT,
        /** Times a factor whenever the stopping loss has not improved for some epochs; where nothing is held out it stays. */
        PLATEAU,
        /** {@code lo + (1 - lo) (1 + cos(pi k / K)) / 2}, lo the factor, which the last epoch comes near to. */
        COSINE,
        /** Times a factor every so many epochs. */
        STEP
    }

    /**
     * @throws IllegalArgumentException if there is no kind, the factor is not in (0, 1], or for cosine in [0, 1], or a
     *     number of epochs is negative, or for steps 0
     */
    public Schedule {
        Needed.given(kind, "the rule of a schedule", "Schedule.Kind.PLATEAU");
        if (!(factor >= 0 && factor <= 1) || factor == 0 && kind != Kind.COSINE) {
            throw new IllegalArgumentException("the factor of a schedule must lie in "
                    + (kind == Kind.COSINE ? "[0, 1]" : "(0, 1]") + ", got " + factor);
        }
        if (epochs < 0 || warmUp < 0) {
            throw new IllegalArgumentException(
                    "epochs of a schedule must not be negative, got " + Math.min(epochs, warmUp));
        }
        if (kind == Kind.STEP && epochs < 1) {
            throw new IllegalArgumentException("a step comes every 1 or more epochs, got " + epochs);
        }
    }

    /** A plateau; 0 epochs stand for a third of the patience of early stopping. */
    public static Schedule plateau(double factor, int epochs) {
        return new Schedule(Kind.PLATEAU, factor, epochs, 0);
    }

    /** Half a cosine over the most epochs there may be, down to a share of the rate. */
    public static Schedule cosine(double last) {
        return new Schedule(Kind.COSINE, last, 0, 0);
    }

    /** A step down every so many epochs. */
    public static Schedule step(double factor, int every) {
        return new Schedule(Kind.STEP, factor, every, 0);
    }

    /** The same after a linear rise. */
    public Schedule warmUp(int rising) {
        return new Schedule(kind, factor, epochs, rising);
    }

    /**
     * The rule of a name: plateau(factor, epochs), constant, cosine(last), step(factor, epochs), each with its usual
     * numbers where none are written; the defaults of a step are 0.5 and 100.
     *
     * @throws IllegalArgumentException if there is none of this name, or its numbers do not suit it
     */
    public static Schedule named(String name) {
        String what = "schedule";
        Worded w = Worded.of(what, name);
        return switch (w.word()) {
            case "plateau" -> plateau(w.most(what, 2).number(0, PLATEAU.factor), w.whole(what, 1, 0));
            case "constant" -> {
                w.most(what, 0);
                yield CONSTANT;
            }
            case "cosine" -> cosine(w.most(what, 1).number(0, 0));
            case "step" -> step(w.most(what, 2).number(0, 0.5), w.whole(what, 1, 100));
            default ->
                throw new IllegalArgumentException("no schedule is called " + name
                        + "; there are plateau, constant, cosine(0) and step(0.5, 100)");
        };
    }

    /** What the rate is multiplied by in epoch k of K, after so many plateaus. */
    double at(int k, int most, int plateaus) {
        double rise = k < warmUp ? (k + 1.0) / (warmUp + 1) : 1;
        return rise
                * switch (kind) {
                    case CONSTANT -> 1;
                    case PLATEAU -> StrictMath.pow(factor, plateaus);
                    case COSINE -> factor + (1 - factor) * (1 + StrictMath.cos(Math.PI * k / most)) / 2;
                    case STEP -> StrictMath.pow(factor, k / epochs);
                };
    }
}
