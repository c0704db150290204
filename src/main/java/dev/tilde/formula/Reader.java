package dev.tilde.formula;

import dev.tilde.formula.FormulaException.Kind;
import dev.tilde.formula.Node.Argument;
import dev.tilde.formula.Node.Op;
import dev.tilde.formula.Node.Quoting;
import dev.tilde.formula.Problems.Token;
import dev.tilde.formula.grammar.WilkinsonLexer;
import dev.tilde.formula.grammar.WilkinsonParser;
import java.math.BigInteger;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.antlr.v4.runtime.BailErrorStrategy;
import org.antlr.v4.runtime.CharStreams;
import org.antlr.v4.runtime.CommonTokenStream;
import org.antlr.v4.runtime.ParserRuleContext;
import org.antlr.v4.runtime.RecognitionException;
import org.antlr.v4.runtime.WritableToken;
import org.antlr.v4.runtime.atn.PredictionMode;
import org.antlr.v4.runtime.misc.ParseCancellationException;
import org.antlr.v4.runtime.tree.ParseTree;
import org.antlr.v4.runtime.tree.TerminalNode;
import org.jspecify.annotations.Nullable;

/** Text to tree. The only file that sees ANTLR; its complaints leave as {@link Problems}. */
final class Reader {
    private final String source;
    /** What is read; as long as the source. */
    private final String code;
    /** Char offset of each code point, since ANTLR counts those; null when the two agree. */
    private final int @Nullable [] offsets;

    /** What can end an operand: a tilde behind it stands between two. */
    private static final Set<Integer> OPERAND_ENDS = Set.of(
            WilkinsonLexer.NAME,
            WilkinsonLexer.NUMBER,
            WilkinsonLexer.STRING,
            WilkinsonLexer.BACKTICK,
            WilkinsonLexer.DOT,
            WilkinsonLexer.RPAREN,
            WilkinsonLexer.RBRACKET,
            WilkinsonLexer.RBRACE);

    private Reader(String source, String code) {
        this.source = source;
        this.code = code;
        int points = code.codePointCount(0, code.length());
        this.offsets = points == code.length() ? null : offsets(code, points);
    }

    /**
     * The sides between the tildes of a formula; an empty side is null.
     *
     * @param source what complaints show
     * @param code the same, with blanks for what is not to be read
     */
    static List<@Nullable Node> sides(String source, String code, Limits limits) {
        if (source.length() > limits.length()) {
            throw new FormulaException(
                    Kind.LIMIT,
                    "the formula has " + source.length() + " characters, more than " + limits.length(),
                    "",
                    source.substring(0, Math.min(60, source.length())) + " ...",
                    new Span(0, Math.min(60, source.length())));
        }
        return new Reader(source, code).read(limits);
    }

    private static int[] offsets(String source, int points) {
        int[] at = new int[points + 1];
        for (int i = 0, c = 0; i <= points; i++) {
            at[i] = c;
            c += i < points ? Character.charCount(source.codePointAt(c)) : 0;
        }
        return at;
    }

    private List<@Nullable Node> read(Limits limits) {
        WilkinsonLexer lexer = new WilkinsonLexer(CharStreams.fromString(code));
        lexer.removeErrorListeners();
        CommonTokenStream stream = new CommonTokenStream(lexer);
        stream.fill();
        List<Token> tokens = new ArrayList<>();
        invert(stream.getTokens());
        for (var t : stream.getTokens()) {
            tokens.add(token(t));
        }
        Problems.check(source, tokens, limits);
        WilkinsonParser parser = new WilkinsonParser(stream);
        parser.removeErrorListeners();
        parser.setErrorHandler(new BailErrorStrategy());
        parser.getInterpreter().setPredictionMode(PredictionMode.SLL);
        try {
            return sides(parser.formula());
        } catch (ParseCancellationException e) {
            // Skipped blanks have no tokens, so ANTLR's indexes are ours.
            int at = e.getCause() instanceof RecognitionException r && r.getOffendingToken() != null
                    ? r.getOffendingToken().getTokenIndex()
                    : tokens.size() - 1;
            throw Problems.explain(source, tokens, at);
        }
    }

    /** Inside a call a tilde before an operand is Python's not, as in {@code I(~flag)}. */
    private static void invert(List<org.antlr.v4.runtime.Token> tokens) {
        Deque<Boolean> calls = new ArrayDeque<>(List.of(false));
        int before = org.antlr.v4.runtime.Token.EOF;
        for (org.antlr.v4.runtime.Token t : tokens) {
            boolean inside = calls.element();
            switch (t.getType()) {
                case WilkinsonLexer.LPAREN -> calls.push(inside || before == WilkinsonLexer.NAME);
                case WilkinsonLexer.LBRACKET, WilkinsonLexer.LBRACE -> calls.push(inside);
                case WilkinsonLexer.RPAREN, WilkinsonLexer.RBRACKET, WilkinsonLexer.RBRACE -> {
                    calls.pop();
                    if (calls.isEmpty()) {
                        return;
                    }
                }
                case WilkinsonLexer.TILDE -> {
                    if (inside && !OPERAND_ENDS.contains(before) && t instanceof WritableToken w) {
                        w.setType(WilkinsonParser.INVERT);
                    }
                }
                default -> {}
            }
            before = t.getType();
        }
    }

    private Token token(org.antlr.v4.runtime.Token t) {
        boolean end = t.getType() == org.antlr.v4.runtime.Token.EOF;
        String type = end ? "EOF" : WilkinsonParser.VOCABULARY.getSymbolicName(t.getType());
        return new Token(type, end ? "" : t.getText(), span(t));
    }

    private Span span(org.antlr.v4.runtime.Token t) {
        if (t.getType() == org.antlr.v4.runtime.Token.EOF) {
            return new Span(source.length(), source.length());
        }
        return new Span(offset(t.getStartIndex()), offset(t.getStopIndex() + 1));
    }

    private int offset(int codePoint) {
        return offsets == null ? codePoint : offsets[codePoint];
    }

    private Span span(ParserRuleContext c) {
        return span(c.getStart()).to(span(c.getStop()));
    }

    private List<@Nullable Node> sides(WilkinsonParser.FormulaContext c) {
        List<@Nullable Node> sides = new ArrayList<>();
        Node side = null;
        for (ParseTree child : c.children) {
            if (child instanceof TerminalNode) {
                sides.add(side);
                side = null;
            } else {
                side = node((WilkinsonParser.OrContext) child);
            }
        }
        return sides;
    }

    private Node node(WilkinsonParser.OrContext c) {
        return chain(c, x -> chain((ParserRuleContext) x, y -> not((WilkinsonParser.NotContext) y)));
    }

    private Node not(WilkinsonParser.NotContext c) {
        if (c.BANG() != null) {
            return new Node.Prefix('!', not(c.not()), span(c));
        }
        return chain(
                c.comparison(),
                sum -> chain(
                        (ParserRuleContext) sum,
                        product -> chain(
                                (ParserRuleContext) product,
                                inside -> chain(
                                        (ParserRuleContext) inside,
                                        interaction -> chain(
                                                (ParserRuleContext) interaction,
                                                p -> prefix((WilkinsonParser.PrefixContext) p))))));
    }

    private Node chain(ParserRuleContext c, Function<ParseTree, Node> operand) {
        if (c.getChildCount() == 1) {
            return operand.apply(c.getChild(0));
        }
        List<Node> operands = new ArrayList<>();
        List<Op> operators = new ArrayList<>();
        for (ParseTree child : c.children) {
            if (child instanceof TerminalNode t) {
                operators.add(op(t.getSymbol().getType()));
            } else {
                operands.add(operand.apply(child));
            }
        }
        return new Node.Chain(operands, operators, span(c));
    }

    private static Op op(int type) {
        return switch (type) {
            case WilkinsonParser.BAR, WilkinsonParser.BAR2 -> Op.OR;
            case WilkinsonParser.AMP, WilkinsonParser.AMP2 -> Op.AND;
            case WilkinsonParser.LT -> Op.LESS;
            case WilkinsonParser.LE -> Op.AT_MOST;
            case WilkinsonParser.GT -> Op.GREATER;
            case WilkinsonParser.GE -> Op.AT_LEAST;
            case WilkinsonParser.EQ -> Op.EQUAL;
            case WilkinsonParser.NE -> Op.UNEQUAL;
            case WilkinsonParser.PLUS -> Op.ADD;
            case WilkinsonParser.MINUS -> Op.REMOVE;
            case WilkinsonParser.STAR -> Op.CROSS;
            case WilkinsonParser.SLASH -> Op.NEST;
            case WilkinsonParser.PERCENT -> Op.REMAINDER;
            case WilkinsonParser.SLASH2 -> Op.FLOOR;
            case WilkinsonParser.IN -> Op.IN;
            case WilkinsonParser.MOD -> Op.MODULO;
            case WilkinsonParser.DIV -> Op.QUOTIENT;
            case WilkinsonParser.COLON -> Op.INTERACT;
            default -> throw new AssertionError("no operator: " + type);
        };
    }

    private Node prefix(WilkinsonParser.PrefixContext c) {
        if (c.power() != null) {
            return power(c.power());
        }
        return new Node.Prefix(c.getStart().getText().charAt(0), prefix(c.prefix()), span(c));
    }

    private Node power(WilkinsonParser.PowerContext c) {
        Node base = atom(c.atom());
        return c.prefix() == null ? base : new Node.Power(base, prefix(c.prefix()), c.HAT() != null, span(c));
    }

    private Node atom(WilkinsonParser.AtomContext c) {
        Span span = span(c);
        if (c.NAME() != null) {
            return c.LPAREN() == null ? new Node.Name(c.NAME().getText(), Quoting.NONE, span) : call(c, span);
        }
        if (c.NUMBER() != null) {
            String text = c.NUMBER().getText();
            String digits = text.endsWith("L") ? text.substring(0, text.length() - 1) : text;
            boolean hexadecimal = digits.startsWith("0x") || digits.startsWith("0X");
            double value =
                    hexadecimal ? new BigInteger(digits.substring(2), 16).doubleValue() : Double.parseDouble(digits);
            if (Double.isInfinite(value)) {
                throw new FormulaException(
                        Kind.INVALID_LITERAL, "the number is too large", "The largest is 1.8e308.", source, span);
            }
            return new Node.Numeral(value, text, span);
        }
        if (c.STRING() != null) {
            String written = c.STRING().getText();
            return new Node.Text(unquoted(written), written, span);
        }
        if (c.BACKTICK() != null) {
            String name = unquoted(c.BACKTICK().getText());
            if (name.isEmpty()) {
                throw new FormulaException(Kind.SYNTAX, "an empty name", "", source, span);
            }
            return new Node.Name(name, Quoting.BACKTICKS, span);
        }
        if (c.DOT() != null) {
            return new Node.Dot(span);
        }
        if (c.LBRACE() != null) {
            return new Node.Group('{', node(c.or()), span);
        }
        List<Node> items = new ArrayList<>();
        for (WilkinsonParser.ItemContext i : c.item()) {
            items.add(item(i));
        }
        boolean plain = c.LPAREN() != null && items.size() == 1 && c.COMMA().isEmpty();
        return plain ? new Node.Group('(', items.get(0), span) : new Node.Sequence(items, span);
    }

    private Node item(WilkinsonParser.ItemContext c) {
        List<Node> sides = new ArrayList<>();
        for (WilkinsonParser.OrContext side : c.or()) {
            sides.add(node(side));
        }
        return c.TILDE().isEmpty() ? sides.get(0) : new Node.Stage(sides, span(c));
    }

    private Node call(WilkinsonParser.AtomContext c, Span span) {
        String function = c.NAME().getText();
        List<Argument> arguments = new ArrayList<>();
        for (WilkinsonParser.ArgumentContext a : c.argument()) {
            arguments.add(new Argument(a.ASSIGN() == null ? "" : a.NAME().getText(), node(a.or())));
        }
        if (function.equals("Q")
                && arguments.size() == 1
                && arguments.get(0).value() instanceof Node.Text t
                && !t.value().isEmpty()) {
            return new Node.Name(t.value(), t.written().charAt(0) == '"' ? Quoting.Q_DOUBLE : Quoting.Q_SINGLE, span);
        }
        return new Node.Call(function, arguments, span(c.NAME().getSymbol()), span);
    }

    /** Without the quotes; a backslash keeps the next character, {@code \n} and {@code \t} as usual. */
    private static String unquoted(String written) {
        StringBuilder out = new StringBuilder();
        for (int i = 1; i < written.length() - 1; i++) {
            char c = written.charAt(i);
            if (c == '\\') {
                c = written.charAt(++i);
                c = c == 'n' ? '\n' : c == 't' ? '\t' : c;
            }
            out.append(c);
        }
        return out.toString();
    }
}
