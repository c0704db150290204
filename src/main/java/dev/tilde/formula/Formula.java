package dev.tilde.formula;

import dev.tilde.formula.FormulaException.Kind;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A parsed formula: source text and tree. Knows no data, immutable; two formulas are equal when their canonical texts
 * and conventions are.
 *
 * <pre>{@code
 * Formula f = Formula.parse("y ~ a*log( x )");
 * f.toString()               // y ~ a * log(x)
 * f.expand(List.of())        // response y; predictors 1, a, log(x), a:log(x)
 * }</pre>
 */
public final class Formula {
    private final String source;
    private final Conventions conventions;
    private final Limits limits;
    private final @Nullable Node response;
    private final Node predictors;

    private Formula(String source, Conventions conventions, Limits limits, @Nullable Node response, Node predictors) {
        this.source = source;
        this.conventions = conventions;
        this.limits = limits;
        this.response = response;
        this.predictors = predictors;
    }

    /**
     * Reads a formula under {@link Conventions#TILDE}; see {@link #parse(String, Conventions, Limits)}.
     *
     * @throws FormulaException if it does not parse
     */
    public static Formula parse(String text) {
        return parse(text, Conventions.TILDE, Limits.DEFAULT);
    }

    /**
     * Reads a formula within {@link Limits#DEFAULT}; see {@link #parse(String, Conventions, Limits)}.
     *
     * @throws FormulaException if it does not parse
     */
    public static Formula parse(String text, Conventions conventions) {
        return parse(text, conventions, Limits.DEFAULT);
    }

    /**
     * Reads a formula: {@code response ~ predictors}, {@code ~ predictors} or {@code predictors} alone. No part of it
     * is ever executed; what its names mean is decided when it meets data.
     *
     * @param text any text
     * @param conventions how to read it
     * @param limits how large it may be
     * @throws FormulaException if it does not parse, with the place to blame
     */
    public static Formula parse(String text, Conventions conventions, Limits limits) {
        Objects.requireNonNull(text, "formula must not be null");
        boolean r = conventions.tilde() == Conventions.Tilde.REQUIRED;
        String code = r ? RLines.withoutComments(text) : text;
        if (r) {
            RLines.check(text, code);
        }
        List<@Nullable Node> sides = Reader.sides(text, code, limits);
        Node left = sides.size() == 2 ? sides.get(0) : null;
        Node right = sides.get(sides.size() - 1);
        if (sides.size() == 1 && right != null && r) {
            throw new FormulaException(
                    Kind.SYNTAX,
                    "R's formulas need a ~",
                    "Write ~ " + text.strip() + " for predictors without a response.",
                    text,
                    new Span(0, text.length()));
        }
        boolean patsy = conventions.reading() == Conventions.Reading.PATSY;
        if (right == null) {
            int at = Math.max(0, code.lastIndexOf('~'));
            if (!(patsy && left == null && sides.size() == 1)) {
                throw new FormulaException(
                        Kind.SYNTAX,
                        sides.size() == 1 ? "the formula is empty" : "nothing stands on the right of ~",
                        sides.size() == 1
                                ? "Write the response, ~ and the predictors, as in y ~ x + a."
                                : "Write ~ 1 for the intercept alone.",
                        text,
                        new Span(at, Math.min(text.length(), at + 1)));
            }
            right = new Node.Numeral(1, "1", new Span(0, 0));
        }
        if (patsy) {
            left = left == null ? null : Regroup.patsy(left, text, limits);
            right = Regroup.patsy(right, text, limits);
        }
        return new Formula(text, conventions, limits, left, right);
    }

    /**
     * A formula from trees, as {@link Expressions} makes them; brackets are set where precedence needs them. Equal to
     * the one parsed from its text.
     *
     * @param response the left side, or null
     * @param predictors the right side
     * @throws FormulaException if its text would not parse, as a name with a line break in it
     */
    public static Formula of(@Nullable Node response, Node predictors) {
        return of(response, predictors, Conventions.TILDE, Limits.DEFAULT);
    }

    /** A formula from trees in other conventions; see {@link #of(Node, Node)}. */
    public static Formula of(@Nullable Node response, Node predictors, Conventions conventions, Limits limits) {
        String right = Canonical.text(Grouping.of(predictors), conventions.spelling());
        String left = response == null ? "" : Canonical.text(Grouping.of(response), conventions.spelling()) + " ";
        return parse(left + "~ " + right, conventions, limits);
    }

    /**
     * The formula with changes, as R's {@code update}: in {@code changes} a dot stands for what is on that side now.
     * Without a left side the response stays. What is left is written as a plain sum of terms.
     *
     * <pre>{@code
     * Formula.parse("y ~ a*b + x").update(". ~ . - a:b")     // y ~ a + b + x
     * Formula.parse("y ~ a + x").update("log(.) ~ . + z")    // log(y) ~ a + x + z
     * }</pre>
     *
     * @throws FormulaException if the changes do not parse; its source is the text of the changes
     */
    public Formula update(String changes) {
        return Update.of(this, changes);
    }

    /**
     * The formulas of a line with {@code sw csw sw0 csw0}: {@code y ~ x + sw(a, b)} is {@code y ~ x + a} and
     * {@code y ~ x + b}. A formula without them is the only one of its list.
     *
     * @throws FormulaException if a choice is empty, or there are more models than the limit of terms
     */
    public List<Formula> models() {
        return Models.of(this);
    }

    /** What is allowed in it and probably not meant, as far as the text alone tells. */
    public List<Lint> lints() {
        return Lints.of(this);
    }

    /** The text as given. */
    public String source() {
        return source;
    }

    /** How it was read. */
    public Conventions conventions() {
        return conventions;
    }

    /** How large it, its terms and its design may be. */
    public Limits limits() {
        return limits;
    }

    /** The tree left of ~. */
    public Optional<Node> response() {
        return Optional.ofNullable(response);
    }

    /** The tree right of ~. */
    public Node predictors() {
        return predictors;
    }

    /**
     * The parts of the left side: {@code y1 | y2 ~ x} has two, most formulas one or none. Nobody has looked into them;
     * {@link #expand} does.
     */
    public List<Node> responseParts() {
        return response == null ? List.of() : Parts.of(response, conventions);
    }

    /**
     * The parts of the right side: {@code y ~ x | z} has two, most formulas one. A part of {@code by() order() window()
     * horizon()} tells what a sequence is; only the model that reads it knows more.
     */
    public List<Node> parts() {
        return Parts.of(predictors, conventions);
    }

    /**
     * The terms of both sides.
     *
     * @param columns the names that {@code .} may stand for, in order; may be empty when the formula has no dot
     * @throws FormulaException if an operator is used on what it cannot take, or the terms are too many
     */
    public Terms expand(Collection<String> columns) {
        return Expander.expand(this, columns);
    }

    /** Every name of a column that is written in the formula, in order; R's {@code all.vars}. */
    public List<String> variables() {
        Set<String> names = new LinkedHashSet<>();
        response().ifPresent(side -> names.addAll(names(side)));
        names.addAll(names(predictors));
        return List.copyOf(names);
    }

    /** Whether a dot stands for all other columns somewhere. */
    public boolean hasDot() {
        return some(predictors, Node.Dot.class::isInstance);
    }

    /** Whether the terms depend on the names of the columns: it has a dot, or selectors such as {@code matches("x")}. */
    public boolean needsColumns() {
        return some(
                predictors,
                n -> n instanceof Node.Dot
                        || conventions.extras() == Conventions.Extras.ALL && Selectors.isSelector(n));
    }

    private static boolean some(Node node, Predicate<Node> test) {
        return test.test(node) || children(node).stream().anyMatch(n -> some(n, test));
    }

    /** The names of the columns below a node, each once, in order; contrasts and words like {@code TRUE} are none. */
    public static Set<String> names(Node node) {
        Set<String> names = new LinkedHashSet<>();
        for (Node.Name name : Columns.of(node)) {
            if (!Columns.isWord(name)) {
                names.add(name.name());
            }
        }
        return names;
    }

    /** Every place below a node where a column is named, or a word like {@code TRUE}, in order of the text. */
    public static List<Node.Name> places(Node node) {
        return List.copyOf(Columns.of(node));
    }

    /** The nodes directly below a node, in order of the text. */
    public static List<Node> children(Node node) {
        if (node instanceof Node.Chain c) {
            return c.operands();
        }
        if (node instanceof Node.Prefix p) {
            return List.of(p.operand());
        }
        if (node instanceof Node.Power p) {
            return List.of(p.base(), p.exponent());
        }
        if (node instanceof Node.Group g) {
            return List.of(g.inner());
        }
        if (node instanceof Node.Sequence s) {
            return s.items();
        }
        if (node instanceof Node.Stage s) {
            return s.sides();
        }
        if (node instanceof Node.Call c) {
            List<Node> values = new ArrayList<>();
            c.arguments().forEach(a -> values.add(a.value()));
            return values;
        }
        return List.of();
    }

    /** The canonical text of a node of a formula, in the spelling of these conventions. */
    public String text(Node node) {
        return Canonical.text(node, conventions.spelling());
    }

    /** The canonical text: one spelling for all formulas that read the same, {@code ~ x} for {@code x} alone. */
    @Override
    public String toString() {
        String right = Canonical.text(predictors, conventions.spelling());
        return response == null ? "~ " + right : Canonical.text(response, conventions.spelling()) + " ~ " + right;
    }

    @Override
    public boolean equals(Object o) {
        return o instanceof Formula f
                && conventions.equals(f.conventions)
                && toString().equals(f.toString());
    }

    @Override
    public int hashCode() {
        return toString().hashCode();
    }
}
