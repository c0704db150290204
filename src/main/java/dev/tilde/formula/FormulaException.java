package dev.tilde.formula;

import dev.tilde.text.Caret;
import java.util.Optional;

/**
 * Something is wrong with a formula, or with data in a way that a part of the formula is to blame for.
 * {@link #getMessage} is ready for a person: the problem, the formula on a line of its own with carets below the
 * span, and what would work.
 */
public final class FormulaException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;
    private static final int LONGEST = 1000;

    /** What went wrong, by kind. */
    public enum Kind {
        /** The text is no formula, or an operator stands where it has no meaning. */
        SYNTAX,
        /** A number or a string stands where a term belongs. */
        INVALID_LITERAL,
        /** The exponent of a power of terms is no whole number of 1 or more. */
        INVALID_POWER,
        /** A minus sign stands before a term. */
        UNARY_MINUS,
        /** The intercept is multiplied with something. */
        INTERCEPT_INTERACTION,
        /** R and patsy read the text differently, and nothing says which is meant. */
        AMBIGUOUS,
        /** It means something that Tilde does not do, or not without data. */
        UNSUPPORTED,
        /** Larger than {@link Limits} allow. */
        LIMIT,
        /** No column has this name. */
        UNKNOWN_VARIABLE,
        /** No function of the vocabulary has this name. */
        UNKNOWN_FUNCTION,
        /** A value is of the wrong type: text where a number belongs, a date on its own, an infinite number. */
        TYPE,
        /** A function is called with an argument it does not take. */
        BAD_ARGUMENT,
        /** Values are missing that were not to be. */
        MISSING_DATA,
        /** A factor has a level that was not there while the design was learned. */
        UNSEEN_LEVEL,
        /** A value lies outside of what a function covers. */
        OUT_OF_BOUNDS,
        /** A factor has too few levels for its contrast. */
        TOO_FEW_LEVELS,
        /** No row is left. */
        EMPTY_DATA,
        /** Factors have different numbers of rows. */
        LENGTH_MISMATCH,
        /** A name with a dot, which patsy reads as attribute access. */
        DOTTED_NAME,
        /** A function that must see the data stands inside another where it may not. */
        NESTED_TRANSFORM,
        /** The dot for all other columns stands inside a call. */
        DOT_IN_FUNCTION;

        /** Whether the data are at fault, or their fit with the formula, rather than the text. */
        public boolean isData() {
            return switch (this) {
                case UNKNOWN_VARIABLE,
                        TYPE,
                        MISSING_DATA,
                        UNSEEN_LEVEL,
                        OUT_OF_BOUNDS,
                        TOO_FEW_LEVELS,
                        EMPTY_DATA,
                        LENGTH_MISMATCH -> true;
                default -> false;
            };
        }
    }

    private final Kind kind;
    private final String problem;
    private final String help;
    private final String source;
    private final Span span;

    /**
     * @param kind what went wrong
     * @param problem one line, lower case, without a full stop
     * @param help up to two lines: what was expected, what would work; empty for none
     * @param source the whole formula text
     * @param span the part to blame
     */
    public FormulaException(Kind kind, String problem, String help, String source, Span span) {
        super(text(line(problem), cut(help), source, span));
        this.kind = kind;
        this.problem = line(problem);
        this.help = cut(help);
        this.source = source;
        this.span = span;
    }

    /** Words that quote the formula can be as long as it; the exception still fits on a screen. */
    private static String cut(String words) {
        return words.length() <= LONGEST ? words : words.substring(0, LONGEST) + "...";
    }

    private static String line(String words) {
        return cut(words).replaceAll("\\R|\t", " ");
    }

    private static String text(String problem, String help, String source, Span span) {
        StringBuilder out = new StringBuilder(problem);
        if (!source.isBlank()) {
            out.append("\n\n").append(Caret.under(source, span.start(), span.end()));
        }
        help.lines().forEach(line -> out.append("\n    ").append(line));
        return out.toString();
    }

    /** What went wrong. */
    public Kind kind() {
        return kind;
    }

    /** The problem alone, one line. */
    public String problem() {
        return problem;
    }

    /** What would work, if that is known. */
    public Optional<String> help() {
        return help.isEmpty() ? Optional.empty() : Optional.of(help);
    }

    /** The whole formula text. */
    public String source() {
        return source;
    }

    /** The part to blame. */
    public Span span() {
        return span;
    }
}
