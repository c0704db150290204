package dev.tilde.design;

import dev.tilde.data.Schema;
import dev.tilde.data.Schema.Kind;
import dev.tilde.design.Bound.Category;
import dev.tilde.design.Bound.Coded;
import dev.tilde.design.Bound.Later;
import dev.tilde.design.Bound.Numbers;
import dev.tilde.formula.Conventions;
import dev.tilde.formula.Conventions.Reading;
import dev.tilde.formula.Conventions.Spelling;
import dev.tilde.formula.Factor;
import dev.tilde.formula.Formula;
import dev.tilde.formula.FormulaException;
import dev.tilde.formula.Node;
import dev.tilde.formula.Node.Op;
import dev.tilde.formula.Role;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Binds expressions to the columns of a schema. What cannot be calculated is refused here, before any row is read. */
final class Evaluator {
    private final Formula formula;
    private final DesignOptions options;
    private final Lookup lookup;
    private final Calls calls;
    private final Map<String, Integer> slots = new LinkedHashMap<>();

    /**
     * @param learned transforms that have seen the rows, by canonical text of their call
     * @param sequencing which rows are neighbours
     * @param gathered what reads the neighbours of a row, for all rows of the source, by canonical text of the call
     */
    Evaluator(
            Formula formula,
            Schema schema,
            DesignOptions options,
            Map<String, Transform> learned,
            Sequencing sequencing,
            Map<String, Gathered> gathered) {
        this.formula = formula;
        this.options = options;
        this.lookup = new Lookup(formula, schema);
        this.calls =
                new Calls(formula, options, learned, this, lookup, new RowCalls(formula, this, sequencing, gathered));
    }

    /** The columns that what was bound so far reads, in order of slots. */
    List<String> columns() {
        return List.copyOf(slots.keySet());
    }

    private int slot(String column) {
        Integer next = slots.size();
        Integer at = slots.putIfAbsent(column, next);
        return at == null ? next : at;
    }

    /** The names of the formula against the columns. */
    Lookup lookup() {
        return lookup;
    }

    /** A response's values: as they are, truth values as 0 and 1. */
    Bound response(Factor factor) {
        return bind(factor.expression());
    }

    /** The values of a column with a role: numbers to calculate with, levels of any kind, or something to sort by. */
    Bound role(Factor factor, Role role) {
        Bound bound = bind(factor.expression());
        if (role.isNumeric()) {
            Numbers n = single(bound, factor.expression());
            if (Categories.isDate(n.kind())) {
                throw fail(
                        FormulaException.Kind.TYPE,
                        factor + " is a date, a number is needed here",
                        "",
                        factor.expression());
            }
            return n;
        }
        if (bound instanceof Numbers n && role != Role.ORDER) {
            return Categories.ofNumbers(
                    single(n, factor.expression()), conventions().spelling());
        }
        return bound;
    }

    /** Calls in a factor that have not seen the rows yet and can; what is around them comes later. */
    List<Later> unseen(Factor factor) {
        try {
            return bind(factor.expression()) instanceof Later u ? List.of(u) : List.of();
        } catch (Waiting w) {
            return w.unseen;
        }
    }

    /** A factor's values: numbers stay numbers, truth values and text become levels. */
    Bound factor(Factor factor) {
        Bound bound = bind(factor.expression());
        if (bound instanceof Numbers n && n.kind() == Kind.BOOLEAN) {
            return Categories.logical(n, conventions().spelling());
        }
        if (bound instanceof Numbers n && Categories.isDate(n.kind())) {
            if (reading() == Reading.R) {
                return new Numbers(Kind.NUMBER, n.suffixes(), n.values());
            }
            throw fail(
                    FormulaException.Kind.TYPE,
                    factor + " is a date, which is neither a number nor a factor",
                    "Use C(" + factor + ") for one level per date, or a number made from it: "
                            + (n.kind() == Kind.TIME ? "hour(" : "days(") + factor + "), "
                            + (n.kind() == Kind.TIME ? "seconds(" : "month(") + factor + ").",
                    factor.expression());
        }
        return bound;
    }

    Bound bind(Node node) {
        if (node instanceof Node.Name n) {
            return column(n);
        }
        if (node instanceof Node.Call c) {
            return calls.bind(c);
        }
        if (node instanceof Node.Group g) {
            return bind(g.inner());
        }
        if (node instanceof Node.Text) {
            throw fail(
                    FormulaException.Kind.TYPE,
                    "a string is no number",
                    "Strings can be compared with text columns.",
                    node);
        }
        if (node instanceof Node.Sequence || node instanceof Node.Stage || node instanceof Node.Dot) {
            throw fail(FormulaException.Kind.TYPE, "this is no number", "", node);
        }
        if (node instanceof Node.Numeral n) {
            return constant(
                    n.value(),
                    n.value() == Math.rint(n.value()) && !n.text().contains(".") ? Kind.INTEGER : Kind.NUMBER);
        }
        if (node instanceof Node.Prefix p) {
            return prefix(p);
        }
        if (node instanceof Node.Power p) {
            refuseExclusiveOr(p);
            return binary(Op.POWER, operand(p.base()), operand(p.exponent()));
        }
        Node.Chain chain = (Node.Chain) node;
        return chain.operators().get(0).compares() ? comparison(chain) : arithmetic(chain);
    }

    /** To patsy, which is Python, {@code ^} is an exclusive or. */
    private void refuseExclusiveOr(Node.Power p) {
        if (reading() == Reading.PATSY && p.caret()) {
            throw fail(
                    FormulaException.Kind.TYPE,
                    "patsy reads \"^\" as the exclusive or of whole numbers",
                    "A power is written **.",
                    p);
        }
    }

    private static Numbers constant(double value, Kind kind) {
        return Numbers.one(kind, block -> {
            double[] v = new double[block.rows()];
            Arrays.fill(v, value);
            return new double[][] {v};
        });
    }

    private Bound column(Node.Name name) {
        if (reading() == Reading.PATSY
                && name.quoting() == Node.Quoting.NONE
                && name.name().contains(".")) {
            throw fail(
                    FormulaException.Kind.DOTTED_NAME,
                    "patsy reads the dot in " + name.name() + " as attribute access",
                    "Write Q(\"" + name.name() + "\").",
                    name);
        }
        Optional<Schema.Column> found = lookup.find(name);
        if (found.isEmpty()) {
            if (Arguments.isInfinity(name) && reading() != Reading.PATSY) {
                return constant(Double.POSITIVE_INFINITY, Kind.NUMBER);
            }
            Boolean truth = Arguments.truth(name.name(), reading());
            if (truth == null) {
                throw lookup.unknown(List.of(name));
            }
            return constant(truth ? 1 : 0, Kind.BOOLEAN);
        }
        Schema.Column c = found.get();
        int slot = slot(c.name());
        if (c.kind() != Kind.TEXT) {
            return Numbers.one(c.kind(), block -> new double[][] {block.numeric(slot)});
        }
        List<String> declared = options.levels().getOrDefault(c.name(), c.levels());
        return new Category(
                block -> new Coded(block.codes(slot), block.dictionary(slot)),
                Kind.TEXT,
                declared,
                Bound.Listed.OPEN,
                c.ordered(),
                Optional.empty());
    }

    private Numbers prefix(Node.Prefix p) {
        Numbers x = operand(p.operand());
        if (p.sign() == '+') {
            return x;
        }
        // pandas, on which patsy calculates, inverts a truth value at either sign.
        boolean not = p.sign() == '!' || x.kind() == Kind.BOOLEAN && reading() == Reading.PATSY;
        return each(
                x,
                not ? Kind.BOOLEAN : x.kind() == Kind.BOOLEAN ? Kind.INTEGER : x.kind(),
                v -> not ? 1 - truth(v) : -v);
    }

    private static double truth(double v) {
        return Double.isNaN(v) ? v : v != 0 ? 1 : 0;
    }

    private static Numbers each(Numbers x, Kind kind, DoubleUnaryOperator f) {
        return new Numbers(kind, x.suffixes(), block -> {
            double[][] in = x.values().of(block);
            double[][] out = new double[in.length][block.rows()];
            for (int j = 0; j < in.length; j++) {
                for (int i = 0; i < out[j].length; i++) {
                    out[j][i] = f.applyAsDouble(in[j][i]);
                }
            }
            return out;
        });
    }

    private Numbers arithmetic(Node.Chain chain) {
        if (chain.operators().get(0) == Op.IN && Lists.isList(chain.operands().get(1))) {
            return within(chain);
        }
        Numbers left = operand(chain.operands().get(0));
        for (int i = 0; i < chain.operators().size(); i++) {
            Op op = chain.operators().get(i);
            Node right = chain.operands().get(i + 1);
            if (op == Op.INTERACT || op == Op.IN) {
                throw fail(
                        FormulaException.Kind.SYNTAX,
                        "\"" + op.symbol() + "\" joins terms; inside a call it has no meaning",
                        "Arithmetic has + - * / ^ %% %/% and comparisons.",
                        chain);
            }
            if (reading() == Reading.PATSY && (op == Op.AND || op == Op.OR)) {
                for (Node side : List.of(chain.operands().get(i), right)) {
                    if (side instanceof Node.Chain c && c.operators().get(0).compares()) {
                        throw fail(
                                FormulaException.Kind.TYPE,
                                "to patsy \"" + op.symbol() + "\" binds tighter than the comparison beside it",
                                "Parenthesise the comparisons.",
                                side);
                    }
                }
            }
            left = binary(op, left, operand(right));
        }
        return left;
    }

    /** {@code a %in% c("u", "v")} inside a call: whether a value is one of a list; of a missing one it is not. */
    private Numbers within(Node.Chain chain) {
        if (chain.operators().size() > 1) {
            throw fail(FormulaException.Kind.SYNTAX, "%in% cannot be chained", "", chain);
        }
        Node node = chain.operands().get(0);
        Node list = chain.operands().get(1);
        Arguments args = new Arguments(formula, "%in%", List.of(), chain);
        Bound bound = bind(node);
        if (bound instanceof Category c) {
            Set<String> texts = Lists.items(args, "the list", list).stream()
                    .map(Lists.Item::text)
                    .collect(Collectors.toSet());
            return Comparisons.within(c, texts);
        }
        Set<Double> values = Set.copyOf(new HashSet<>(Lists.numbers(args, "the list", list)));
        return each(single(bound, node), Kind.BOOLEAN, v -> values.contains(v == 0 ? 0.0 : v) ? 1 : 0);
    }

    private Numbers binary(Op op, Numbers left, Numbers right) {
        boolean logic = op == Op.AND || op == Op.OR;
        boolean whole = left.kind() != Kind.NUMBER && right.kind() != Kind.NUMBER && op != Op.NEST;
        Kind kind = logic || op.compares() ? Kind.BOOLEAN : whole ? Kind.INTEGER : Kind.NUMBER;
        DoubleBinaryOperator f = Arithmetic.of(op);
        return zip(
                logic ? each(left, Kind.BOOLEAN, Evaluator::truth) : left,
                logic ? each(right, Kind.BOOLEAN, Evaluator::truth) : right,
                kind,
                f);
    }

    private static Numbers zip(Numbers left, Numbers right, Kind kind, DoubleBinaryOperator f) {
        return Numbers.one(kind, block -> {
            double[] a = left.values().of(block)[0];
            double[] b = right.values().of(block)[0];
            double[] out = new double[block.rows()];
            for (int i = 0; i < out.length; i++) {
                out[i] = f.applyAsDouble(a[i], b[i]);
            }
            return new double[][] {out};
        });
    }

    private Numbers comparison(Node.Chain chain) {
        if (chain.operators().size() > 1) {
            throw fail(FormulaException.Kind.SYNTAX, "comparisons cannot be chained", "Join two with &.", chain);
        }
        Op op = chain.operators().get(0);
        Node l = chain.operands().get(0);
        Node r = chain.operands().get(1);
        Bound left = l instanceof Node.Text ? null : bind(l);
        Bound right = r instanceof Node.Text ? null : bind(r);
        for (Bound side : new Bound[] {left, right}) {
            if (side instanceof Later u) {
                throw new Waiting(List.of(u));
            }
        }
        Numbers result;
        if (left instanceof Numbers a && right instanceof Numbers b) {
            result = binary(op, single(a, l), single(b, r));
        } else if (isUnordered(left, op) || isUnordered(right, op)) {
            result = constant(Double.NaN, Kind.BOOLEAN);
        } else if (left instanceof Category a && r instanceof Node.Text t) {
            result = Comparisons.of(a, t.value(), op, false);
        } else if (right instanceof Category b && l instanceof Node.Text t) {
            result = Comparisons.of(b, t.value(), op, true);
        } else if (left instanceof Category a && right instanceof Category b) {
            boolean declared = !a.levels().isEmpty() && !b.levels().isEmpty();
            if (reading() == Reading.R && declared && !Set.copyOf(a.levels()).equals(Set.copyOf(b.levels()))) {
                throw fail(FormulaException.Kind.TYPE, "R compares only factors with the same levels", "", chain);
            }
            result = Comparisons.of(a, b, op);
        } else if (reading() == Reading.R && (left instanceof Numbers || right instanceof Numbers)) {
            result = mixed(left, right, chain);
        } else {
            throw fail(FormulaException.Kind.TYPE, "numbers compare with numbers, text with text", "", chain);
        }
        double missing = op == Op.UNEQUAL ? 1 : 0;
        return conventions().comparison() == Conventions.Comparison.FALSE
                ? each(result, Kind.BOOLEAN, v -> Double.isNaN(v) ? missing : v)
                : result;
    }

    /** Whether R has no order for it: a declared factor under {@code <}. */
    private boolean isUnordered(@Nullable Bound side, Op op) {
        return reading() == Reading.R
                && op != Op.EQUAL
                && op != Op.UNEQUAL
                && side instanceof Category c
                && !c.levels().isEmpty()
                && !c.ordered();
    }

    /** R's arithmetic with a factor is missing everywhere. */
    private Numbers operand(Node node) {
        Bound bound = bind(node);
        return reading() == Reading.R && bound instanceof Category
                ? constant(Double.NaN, Kind.NUMBER)
                : single(bound, node);
    }

    /** R compares a number with a text as text, a number with a factor by its label or, in order, not at all. */
    private Numbers mixed(@Nullable Bound left, @Nullable Bound right, Node.Chain chain) {
        Op op = chain.operators().get(0);
        boolean equality = op == Op.EQUAL || op == Op.UNEQUAL;
        if (left instanceof Numbers n) {
            Category text = Categories.ofNumbers(single(n, chain), Spelling.R);
            return right instanceof Category c
                    ? equality ? Comparisons.of(text, c, op) : constant(Double.NaN, Kind.BOOLEAN)
                    : Comparisons.of(text, ((Node.Text) chain.operands().get(1)).value(), op, false);
        }
        Category text = Categories.ofNumbers(single((Numbers) right, chain), Spelling.R);
        return left instanceof Category c
                ? equality ? Comparisons.of(c, text, op) : constant(Double.NaN, Kind.BOOLEAN)
                : Comparisons.of(text, ((Node.Text) chain.operands().get(0)).value(), op, true);
    }

    Numbers numbers(Node node) {
        return single(bind(node), node);
    }

    Numbers single(Bound bound, Node node) {
        Numbers n = columns(bound, node);
        if (n.suffixes().size() == 1) {
            return n;
        }
        throw fail(FormulaException.Kind.TYPE, "this has several columns, one is needed here", "", node);
    }

    /** The values of an expression of any kind, all calls in it applied. */
    Bound seen(Node node) {
        Bound bound = bind(node);
        if (bound instanceof Later u) {
            throw new Waiting(List.of(u));
        }
        return bound;
    }

    /** One column of numbers or several. */
    Numbers columns(Node node) {
        return columns(bind(node), node);
    }

    private Numbers columns(Bound bound, Node node) {
        if (bound instanceof Numbers n) {
            return n;
        }
        if (bound instanceof Later u) {
            throw new Waiting(List.of(u));
        }
        throw fail(
                FormulaException.Kind.TYPE,
                node.span().of(formula.source()) + " is text, a number is needed here",
                "",
                node);
    }

    /** Thrown on the way out of an expression around calls that have not seen the rows yet. */
    static final class Waiting extends RuntimeException {
        private static final long serialVersionUID = 1L;
        private final transient List<Later> unseen;

        Waiting(List<Later> unseen) {
            super(null, null, false, false);
            this.unseen = List.copyOf(unseen);
        }

        List<Later> unseen() {
            return unseen;
        }
    }

    private FormulaException fail(FormulaException.Kind kind, String problem, String help, Node at) {
        return new FormulaException(kind, problem, help, formula.source(), at.span());
    }

    private Conventions conventions() {
        return formula.conventions();
    }

    private Reading reading() {
        return conventions().reading();
    }
}
