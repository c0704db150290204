package dev.tilde.formula;

import java.util.List;

/**
 * The tree of a formula. Every node knows the text it came from; equality of nodes includes that place, so compare
 * canonical texts ({@link Formula#text}) instead, as {@link Factor} does.
 */
public sealed interface Node {
    /** Where it stands in the text. */
    Span span();

    /** An operator between two operands. */
    enum Op {
        /** Union of terms; sum. */
        ADD("+"),
        /** Removal of terms; difference. */
        REMOVE("-"),
        /** Main effects and interaction; product. */
        CROSS("*"),
        /** Right within left; quotient. */
        NEST("/"),
        /** Python's remainder. */
        REMAINDER("%"),
        /** Python's whole quotient. */
        FLOOR("//"),
        /** Left within all of right together. */
        IN("%in%"),
        /** R's remainder. */
        MODULO("%%"),
        /** R's whole quotient. */
        QUOTIENT("%/%"),
        /** Interaction. */
        INTERACT(":"),
        /** All interactions up to an order; power. Also {@code **}. */
        POWER("^"),
        /** Less than. */
        LESS("<"),
        /** Less than or equal. */
        AT_MOST("<="),
        /** Greater than. */
        GREATER(">"),
        /** Greater than or equal. */
        AT_LEAST(">="),
        /** Equal. */
        EQUAL("=="),
        /** Not equal. */
        UNEQUAL("!="),
        /** Both hold. Also {@code &&}. */
        AND("&"),
        /** One holds, or parts of a formula. Also {@code ||}. */
        OR("|");

        private final String symbol;

        Op(String symbol) {
            this.symbol = symbol;
        }

        /** As written; of synonyms the usual one. */
        public String symbol() {
            return symbol;
        }

        /** Whether it compares two values. */
        public boolean compares() {
            return this.compareTo(LESS) >= 0 && this.compareTo(UNEQUAL) <= 0;
        }
    }

    /** How a column name was written. */
    enum Quoting {
        /** As a plain word. */
        NONE,
        /** In backticks, as in R. */
        BACKTICKS,
        /** As patsy's {@code Q('...')}. */
        Q_SINGLE,
        /** As patsy's {@code Q("...")}. */
        Q_DOUBLE
    }

    /** A number; {@code text} as written. */
    record Numeral(double value, String text, Span span) implements Node {}

    /** A string; {@code written} with its quotes. */
    record Text(String value, String written, Span span) implements Node {}

    /** A column, or a word like {@code TRUE} when no column has that name. */
    record Name(String name, Quoting quoting, Span span) implements Node {}

    /** {@code .}: all other columns. */
    record Dot(Span span) implements Node {}

    /** {@code -x}, {@code +x}, {@code !x}, and {@code ~x} inside a call. */
    record Prefix(char sign, Node operand, Span span) implements Node {
        /** Whether it is the sign of a number, not a negation. */
        public boolean isSign() {
            return sign == '-' || sign == '+';
        }
    }

    /**
     * Operators of one level of precedence, read from the left: {@code a - b + c} has operands a, b, c and operators
     * -, +. One flat node, so that a sum of ten thousand terms needs no recursion.
     */
    record Chain(List<Node> operands, List<Op> operators, Span span) implements Node {
        public Chain {
            operands = List.copyOf(operands);
            operators = List.copyOf(operators);
        }
    }

    /** {@code base ^ exponent}; {@code caret} tells whether it was written {@code ^} or {@code **}. */
    record Power(Node base, Node exponent, boolean caret, Span span) implements Node {}

    /** Something in {@code ( )} or <code>{ }</code>. */
    record Group(char bracket, Node inner, Span span) implements Node {}

    /** {@code [a, b]} or {@code (a, b)}. */
    record Sequence(List<Node> items, Span span) implements Node {
        public Sequence {
            items = List.copyOf(items);
        }
    }

    /** {@code left ~ right} inside brackets. */
    record Stage(List<Node> sides, Span span) implements Node {
        public Stage {
            sides = List.copyOf(sides);
        }
    }

    /** A call of a function of the vocabulary. */
    record Call(String function, List<Argument> arguments, Span name, Span span) implements Node {
        public Call {
            arguments = List.copyOf(arguments);
        }
    }

    /**
     * One argument of a call.
     *
     * @param keyword its name, or empty
     */
    record Argument(String keyword, Node value) {}
}
