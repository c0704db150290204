package dev.tilde.design;

import dev.tilde.formula.FormulaException;
import dev.tilde.formula.FormulaException.Kind;
import dev.tilde.formula.Span;
import dev.tilde.text.Names;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The text of linear constraints. Loosest first: {@code ,} then {@code =} then {@code + -}, with or without a left
 * operand, then {@code * /}; all of them read from the left, as in patsy.
 */
final class ConstraintText {
    private static final Pattern NUMBER = Pattern.compile("(\\d+\\.?\\d*|\\.\\d+)([eE][-+]?\\d+)?");
    private static final int DEEPEST = 200;

    private final String text;
    private final Words words;
    private int at;
    private int depth;

    private ConstraintText(String text, Words words) {
        this.text = text;
        this.words = words;
    }

    /** Names of columns, to be found in a text, longest first. */
    static final class Words {
        private final List<String> columns;
        private final Map<Character, List<Integer>> byFirst = new HashMap<>();

        Words(List<String> columns) {
            this.columns = List.copyOf(columns);
            for (int j = 0; j < columns.size(); j++) {
                if (!columns.get(j).isEmpty()) {
                    byFirst.computeIfAbsent(columns.get(j).charAt(0), k -> new ArrayList<>())
                            .add(j);
                }
            }
            Comparator<Integer> length =
                    Comparator.comparingInt(j -> -columns.get(j).length());
            byFirst.values().forEach(list -> list.sort(length));
        }

        /** The column whose name begins here and does not go on as a longer word; -1 for none. */
        private int at(String text, int start) {
            for (int j : byFirst.getOrDefault(text.charAt(start), List.of())) {
                String name = columns.get(j);
                int end = start + name.length();
                boolean whole = end >= text.length()
                        || !Character.isLetterOrDigit(text.charAt(end)) && text.charAt(end) != '_'
                        || !Character.isLetterOrDigit(text.charAt(end - 1)) && text.charAt(end - 1) != '_';
                if (text.startsWith(name, start) && whole) {
                    return j;
                }
            }
            return -1;
        }
    }

    /** {@code sum_j coefficients[j] b[j] + constant}. */
    @SuppressWarnings("ArrayRecordComponent") // passed on once, never compared
    record Linear(double[] coefficients, double constant) {
        boolean isConstant() {
            for (double c : coefficients) {
                if (c != 0) {
                    return false;
                }
            }
            return true;
        }

        Linear times(double f) {
            double[] scaled = new double[coefficients.length];
            for (int j = 0; j < scaled.length; j++) {
                scaled[j] = coefficients[j] * f;
            }
            return new Linear(scaled, constant * f);
        }

        Linear over(double f) {
            double[] scaled = new double[coefficients.length];
            for (int j = 0; j < scaled.length; j++) {
                scaled[j] = coefficients[j] / f;
            }
            return new Linear(scaled, constant / f);
        }

        Linear plus(Linear other, int sign) {
            double[] sum = new double[coefficients.length];
            for (int j = 0; j < sum.length; j++) {
                sum[j] = coefficients[j] + sign * other.coefficients[j];
            }
            return new Linear(sum, constant + sign * other.constant);
        }
    }

    /**
     * What a part of the text says.
     *
     * @param value the expression; of equations the last one
     * @param equations none if there is no {@code =}
     * @param chained whether another {@code =} may follow
     */
    private record Part(Linear value, List<Linear> equations, boolean chained, int start, int end) {
        Part(Linear value, int start, int end) {
            this(value, List.of(), true, start, end);
        }
    }

    /** The constraints, each as what is to be 0. */
    static List<Linear> read(String text, Words words) {
        ConstraintText t = new ConstraintText(text, words);
        t.blank();
        if (t.at == text.length()) {
            throw t.fail(Kind.SYNTAX, "the constraint is empty", "As in x1 = x2, or x1 + x2 = 1.", 0, text.length());
        }
        Part all = t.list();
        if (t.at < text.length()) {
            throw t.unexpected();
        }
        return t.equations(all);
    }

    private Part list() {
        Part left = chain();
        while (next(',')) {
            Part right = chain();
            List<Linear> both = new ArrayList<>(equations(left));
            both.addAll(equations(right));
            left = new Part(right.value, both, false, left.start, right.end);
        }
        return left;
    }

    private List<Linear> equations(Part p) {
        return p.equations.isEmpty() ? List.of(equation(p, p.value)) : p.equations;
    }

    private Linear equation(Part p, Linear zero) {
        if (zero.isConstant()) {
            throw fail(Kind.BAD_ARGUMENT, "no column is left in this constraint", "", p.start, p.end);
        }
        boolean finite = Double.isFinite(zero.constant);
        for (double c : zero.coefficients) {
            finite &= Double.isFinite(c);
        }
        if (!finite) {
            throw fail(Kind.BAD_ARGUMENT, "a number here is too large", "", p.start, p.end);
        }
        return zero;
    }

    private Part chain() {
        Part left = sum();
        while (next('=')) {
            if (at < text.length() && text.charAt(at) == '=') {
                throw fail(Kind.SYNTAX, "== is no sign of constraints", "Write one =.", at - 1, at + 1);
            }
            if (!left.chained) {
                throw fail(Kind.SYNTAX, "a list cannot be equal to something", "", left.start, left.end);
            }
            Part right = sum();
            Linear value = plain(right);
            List<Linear> all = new ArrayList<>(left.equations);
            all.add(equation(new Part(value, left.start, right.end), left.value.plus(value, -1)));
            left = new Part(value, all, true, left.start, right.end);
        }
        return left;
    }

    private Part sum() {
        blank();
        int start = at;
        Part left = signed();
        while (true) {
            int sign = next('+') ? 1 : next('-') ? -1 : 0;
            if (sign == 0) {
                return left;
            }
            Linear value = plain(left);
            Part right = product();
            left = new Part(value.plus(plain(right), sign), start, right.end);
        }
    }

    /** A sign binds as loosely as a sum: {@code -x1*2} is {@code -(x1*2)}. */
    private Part signed() {
        blank();
        int start = at;
        int sign = next('+') ? 1 : next('-') ? -1 : 0;
        if (sign == 0) {
            return product();
        }
        deeper(start);
        Part of = signed();
        depth--;
        return new Part(plain(of).times(sign), start, of.end);
    }

    private Part product() {
        Part left = operand();
        while (true) {
            boolean times = next('*');
            if (!times && !next('/')) {
                return left;
            }
            Linear a = plain(left);
            Part right = operand();
            Linear b = plain(right);
            if (!times && (!b.isConstant() || b.constant == 0)) {
                throw fail(
                        Kind.UNSUPPORTED,
                        b.isConstant() ? "a constraint cannot divide by 0" : "a constraint cannot divide by a column",
                        "",
                        right.start,
                        right.end);
            }
            if (times && !a.isConstant() && !b.isConstant()) {
                throw fail(
                        Kind.UNSUPPORTED,
                        "a constraint cannot multiply two columns",
                        "Constraints are linear: numbers times columns.",
                        left.start,
                        right.end);
            }
            Linear value = !times ? a.over(b.constant) : a.isConstant() ? b.times(a.constant) : a.times(b.constant);
            left = new Part(value, left.start, right.end);
        }
    }

    private Part operand() {
        blank();
        int start = at;
        if (at == text.length()) {
            throw fail(Kind.SYNTAX, "something is missing at the end of the constraint", "", at, at);
        }
        int column = words.at(text, at);
        if (column >= 0) {
            at += words.columns.get(column).length();
            double[] one = new double[words.columns.size()];
            one[column] = 1;
            return ended(new Linear(one, 0), start);
        }
        char c = text.charAt(at);
        if (c == '+' || c == '-') {
            return signed();
        }
        if (next('(')) {
            deeper(start);
            Part inner = list();
            depth--;
            if (!next(')')) {
                throw at < text.length()
                        ? unexpected()
                        : fail(Kind.SYNTAX, "\"(\" is never closed", "", start, start + 1);
            }
            return new Part(inner.value, inner.equations, inner.chained, start, at);
        }
        Matcher number = NUMBER.matcher(text).region(at, text.length());
        if (number.lookingAt()) {
            at = number.end();
            return ended(new Linear(new double[words.columns.size()], Double.parseDouble(number.group())), start);
        }
        throw unexpected();
    }

    /** After an operand comes no other one. */
    private Part ended(Linear value, int start) {
        int end = at;
        blank();
        if (at < text.length() && "+-*/=,)".indexOf(text.charAt(at)) < 0) {
            if (words.at(text, at) >= 0
                    || NUMBER.matcher(text).region(at, text.length()).lookingAt()) {
                throw fail(
                        Kind.SYNTAX, "an operator is missing here", "A number times a column is 2*x.", start, at + 1);
            }
            throw unexpected();
        }
        return new Part(value, start, end);
    }

    private Linear plain(Part p) {
        if (!p.equations.isEmpty()) {
            throw fail(Kind.SYNTAX, "an equation is no number", "", p.start, p.end);
        }
        return p.value;
    }

    private void deeper(int start) {
        if (++depth > DEEPEST) {
            throw fail(
                    Kind.LIMIT, "brackets and signs are nested more than " + DEEPEST + " deep", "", start, start + 1);
        }
    }

    private boolean next(char c) {
        blank();
        // A name may begin with a bracket or a sign, as (Intercept) does.
        if (at < text.length() && text.charAt(at) == c) {
            at++;
            return true;
        }
        return false;
    }

    private void blank() {
        while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
            at++;
        }
    }

    private FormulaException unexpected() {
        char c = text.charAt(at);
        if (c == '<' || c == '>' || c == '!') {
            return fail(Kind.SYNTAX, "a constraint is an equation, with =", "", at, at + 1);
        }
        if (Character.isLetter(c) || c == '_' || c == '.' || c == '`' || c == '[') {
            int end = at;
            int open = 0;
            while (end < text.length() && (open > 0 || !Character.isWhitespace(text.charAt(end)))) {
                char e = text.charAt(end);
                if (open == 0 && "+-*/=,)<>".indexOf(e) >= 0) {
                    break;
                }
                open += e == '(' || e == '[' ? 1 : e == ')' || e == ']' ? -1 : 0;
                end++;
            }
            return unknown(text.substring(at, end), text, at, words.columns);
        }
        return fail(
                Kind.SYNTAX, "\"" + Character.toString(text.codePointAt(at)) + "\" has no place here", "", at, at + 1);
    }

    static FormulaException unknown(String name, String text, int at, List<String> columns) {
        String near = Names.didYouMean(name, columns);
        return new FormulaException(
                Kind.UNKNOWN_VARIABLE,
                "no column named \"" + name + "\"",
                (near.isEmpty() ? "" : near + "\n") + "Columns: " + Names.list(columns, 12),
                text,
                new Span(at, at + name.length()));
    }

    private FormulaException fail(Kind kind, String problem, String help, int start, int end) {
        return new FormulaException(kind, problem, help, text, new Span(start, end));
    }
}
