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
        SYNTAX,
        INVALID_LITERAL,
        INVALID_POWER,
        UNARY_MINUS,
        INTERCEPT_INTERACTION,
        AMBIGUOUS,
        UNSUPPORTED,
        LIMIT,
        UNKNOWN_VARIABLE,
        UNKNOWN_FUNCTION,
        TYPE,
        BAD_ARGUMENT,
        MISSING_DATA,
        UNSEEN_LEVEL,
        OUT_OF_BOUNDS,
        TOO_FEW_LEVELS,
        EMPTY_DATA,
        LENGTH_MISMATCH,
        DOTTED_NAME,
        NESTED_TRANSFORM,
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
