package dev.tilde.formula;

import dev.tilde.formula.FormulaException.Kind;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** What is wrong with a text that does not parse, in our words. Sees plain tokens only. */
final class Problems {
    /** A token: its text and place; {@code type} is the name of the lexer rule, {@code EOF} at the end. */
    record Token(String type, String text, Span span) {
        boolean isOperator() {
            return OPERATORS.contains(type);
        }

        boolean isOperand() {
            return OPERANDS.contains(type);
        }

        boolean opens() {
            return OPENING.contains(type);
        }

        boolean closes() {
            return CLOSING.contains(type);
        }
    }

    private static final Set<String> OPERANDS = Set.of("NAME", "NUMBER", "STRING", "BACKTICK", "DOT");
    private static final Set<String> OPENING = Set.of("LPAREN", "LBRACE", "LBRACKET");
    private static final Set<String> CLOSING = Set.of("RPAREN", "RBRACE", "RBRACKET");
    private static final Set<String> OPERATORS = Set.of(
            "STAR2", "STAR", "BAR2", "BAR", "AMP2", "AMP", "SLASH2", "SLASH", "IN", "MOD", "DIV", "PERCENT", "LE", "GE",
            "EQ", "NE", "LT", "GT", "TILDE", "INVERT", "PLUS", "MINUS", "COLON", "HAT");
    private static final String OPERAND_NEXT = "Here a column, a function call or \"(\" can follow.";

    private final String source;
    private final List<Token> tokens;

    private Problems(String source, List<Token> tokens) {
        this.source = source;
        this.tokens = tokens;
    }

    /**
     * Refuses text that nests too deep for the parser's stack, has characters without a meaning, a second tilde, or
     * brackets that do not pair; all this before the parser sees it.
     */
    static void check(String source, List<Token> tokens, Limits limits) {
        new Problems(source, tokens).check(limits);
    }

    /** Explains a parse that stopped at token {@code at}. */
    static FormulaException explain(String source, List<Token> tokens, int at) {
        return new Problems(source, tokens).explain(at);
    }

    private void check(Limits limits) {
        Deque<Token> open = new ArrayDeque<>();
        Deque<Nest> outside = new ArrayDeque<>();
        Nest nest = new Nest(0, 0, 0);
        boolean operandBefore = false;
        boolean tilde = false;
        for (Token t : tokens) {
            if (t.type().equals("TILDE") && open.isEmpty()) {
                if (tilde) {
                    throw syntax("a second ~", "A formula has one.", t.span());
                }
                tilde = true;
            }
            if (t.type().equals("UNCLOSED")) {
                throw syntax(
                        "this quote is never closed",
                        "",
                        new Span(t.span().start(), t.span().start() + 1));
            }
            if (t.type().equals("ODD")) {
                throw odd(t);
            }
            if (t.opens()) {
                open.push(t);
                outside.push(nest);
                nest = new Nest(nest.depth() + 1, 0, 0);
            } else if (t.closes()) {
                close(t, open);
                nest = outside.pop();
            } else {
                nest = nest.after(t, operandBefore);
            }
            operandBefore = t.isOperand() || t.closes();
            if (nest.depth() > limits.depth()) {
                throw limit("brackets, signs and powers nest deeper than " + limits.depth(), t);
            }
        }
        if (!open.isEmpty()) {
            Token opened = open.peek();
            throw syntax(
                    "this \"" + opened.text() + "\" is never closed",
                    "Add \"" + partner(opened) + "\".",
                    opened.span());
        }
    }

    /**
     * How deep the parser is at a token: open brackets with all that is open around them, negations, and the signs and
     * powers of the operand at hand.
     */
    private record Nest(int around, int negations, int links) {
        int depth() {
            return around + negations + links;
        }

        Nest after(Token t, boolean operandBefore) {
            return switch (t.type()) {
                case "BANG" -> new Nest(around, negations + 1, links);
                case "HAT", "STAR2" -> new Nest(around, negations, links + 1);
                case "AMP", "AMP2", "BAR", "BAR2", "TILDE", "COMMA" -> new Nest(around, 0, 0);
                case "PLUS", "MINUS", "INVERT" -> new Nest(around, negations, operandBefore ? 0 : links + 1);
                default -> t.isOperator() ? new Nest(around, negations, 0) : this;
            };
        }
    }

    private void close(Token t, Deque<Token> open) {
        if (open.isEmpty()) {
            throw syntax("\"" + t.text() + "\" closes nothing", "There is no open bracket here.", t.span());
        }
        Token opened = open.pop();
        if (!partner(opened).equals(t.text())) {
            throw syntax(
                    "\"" + t.text() + "\" closes \"" + opened.text() + "\"",
                    "The bracket opened here wants \"" + partner(opened) + "\".",
                    t.span());
        }
    }

    private FormulaException explain(int at) {
        Token t = tokens.get(at);
        Token before = at > 0 ? tokens.get(at - 1) : new Token("START", "", new Span(0, 0));
        boolean end = t.type().equals("EOF");
        if (t.type().equals("ASSIGN")) {
            return syntax(
                    "\"=\" has no meaning here",
                    "Use ~ between response and predictors, == to compare, name=value inside a call.",
                    t.span());
        }
        if (t.type().equals("BANG") && before.isOperand()) {
            return syntax("\"!\" cannot stand after " + before.text(), "To compare, write !=.", t.span());
        }
        if (t.type().equals("COMMA")
                && (before.text().equals("(") || before.type().equals("COMMA"))) {
            return syntax("an argument is missing before the comma", "", t.span());
        }
        if (end || t.closes() || t.type().equals("COMMA")) {
            if (before.opens()) {
                return syntax(
                        "nothing stands inside these brackets",
                        "",
                        before.span().to(t.span()));
            }
            if (before.isOperator() || before.type().equals("BANG")) {
                return syntax("a term is missing after \"" + before.text() + "\"", OPERAND_NEXT, before.span());
            }
            if (t.type().equals("COMMA")) {
                return syntax("a comma can only stand between arguments of a call", "", t.span());
            }
            return syntax("a term is missing here", OPERAND_NEXT, t.span());
        }
        if (t.isOperator() && !before.isOperand() && !before.closes()) {
            String help = before.isOperator()
                    ? "After \"" + before.text() + "\" a column, a function call or \"(\" can follow."
                    : OPERAND_NEXT;
            return syntax("a term is missing before \"" + t.text() + "\"", help, t.span());
        }
        if (before.type().equals("NUMBER")
                && t.type().equals("NAME")
                && before.span().end() == t.span().start()) {
            return syntax(
                    "a name cannot begin with a digit",
                    "A column called " + before.text() + t.text() + " is written `" + before.text() + t.text() + "`.",
                    before.span().to(t.span()));
        }
        if (t.isOperand() || t.opens() || t.type().equals("BANG")) {
            String help = before.type().equals("NAME") && t.type().equals("NAME")
                    ? "For a sum write " + before.text() + " + " + t.text()
                            + "; a name with a blank goes in backticks: `" + before.text() + " " + t.text() + "`."
                    : "Operators are + - * / : ^ %in% and, inside I(), those of arithmetic.";
            return syntax("an operator is missing before " + shown(t), help, t.span());
        }
        return syntax("\"" + t.text() + "\" cannot stand here", "", t.span());
    }

    private FormulaException odd(Token t) {
        String help = switch (t.text()) {
            case "#" -> "Formulas have no comments.";
            case ";" -> "One formula at a time, please.";
            case "$", "@" -> "Columns of the data are named directly: x, not data$x.";
            case "\\" -> "Formulas may run over several lines without a mark.";
            case "\u2212", "\u2013" -> "This is a typographic minus; write -.";
            case "\u00d7", "\u00b7" -> "Write * for crossing and : for an interaction.";
            case "\u223c" -> "This is a look-alike; write ~.";
            case "\u2018", "\u2019", "\u201c", "\u201d" -> "Use straight quotes, ' or \".";
            default ->
                isInvisible(t.text().codePointAt(0))
                        ? "It cannot be seen; delete it."
                        : "A column name that holds it is written in backticks.";
        };
        return syntax("the character " + shown(t) + " has no meaning in a formula", help, t.span());
    }

    private static String shown(Token t) {
        int c = t.text().codePointAt(0);
        return isInvisible(c)
                ? String.format(Locale.ROOT, "U+%04X", c)
                : "\"" + (t.text().length() > 30 ? t.text().substring(0, 30) + "..." : t.text()) + "\"";
    }

    private static boolean isInvisible(int c) {
        return Character.isISOControl(c) || Character.getType(c) == Character.FORMAT;
    }

    private static String partner(Token open) {
        return open.text().equals("(") ? ")" : open.text().equals("[") ? "]" : "}";
    }

    private FormulaException syntax(String problem, String help, Span span) {
        return new FormulaException(Kind.SYNTAX, problem, help, source, span);
    }

    private FormulaException limit(String problem, Token t) {
        return new FormulaException(
                Kind.LIMIT, problem, "Raise Limits.depth if this formula is meant.", source, t.span());
    }
}
