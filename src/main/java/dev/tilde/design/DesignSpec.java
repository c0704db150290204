package dev.tilde.design;

import dev.tilde.data.DataException;
import dev.tilde.data.Schema;
import dev.tilde.data.Source;
import dev.tilde.formula.Factor;
import dev.tilde.formula.Formula;
import dev.tilde.formula.FormulaException;
import dev.tilde.formula.Limits;
import dev.tilde.formula.Role;
import dev.tilde.formula.Term;
import dev.tilde.json.Json;
import dev.tilde.linalg.Matrix;
import dev.tilde.report.Document;
import dev.tilde.text.Names;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A learned design: everything that is needed to turn new rows into the same columns, and nothing of the rows it was
 * learned from. Immutable.
 */
public final class DesignSpec {
    private final Formula formula;
    private final DesignOptions options;
    private final Map<String, Transform> learned;
    private final Sequencing sequencing;
    private final List<FactorInfo> factors;
    private final Sides sides;
    private final Coded coded;
    private final Map<Role, List<Integer>> roles;
    private final Rows rows;
    private final List<String> notes;
    private final Schema schema;
    private final Build build;

    /** Both sides with their columns. */
    record Coded(Side response, Side predictors, List<Side> further) {
        Coded {
            further = List.copyOf(further);
        }
    }

    private DesignSpec(
            Formula formula,
            DesignOptions options,
            Map<String, Transform> learned,
            List<FactorInfo> factors,
            Sides sides,
            Coded coded,
            Rows rows,
            List<String> notes,
            Schema schema) {
        this.formula = formula;
        this.options = options;
        this.learned = Collections.unmodifiableMap(new LinkedHashMap<>(learned));
        this.sequencing = Sequencing.of(formula, sides.terms().roles(), options);
        this.factors = List.copyOf(factors);
        this.sides = sides;
        this.coded = coded;
        this.roles = sides.layout().roles();
        this.rows = rows;
        this.notes = List.copyOf(notes);
        this.schema = schema;
        this.build = new Build(this);
    }

    /**
     * What was learned from rows.
     *
     * @param columns those of the schema that are read
     */
    static DesignSpec learned(
            Formula formula,
            DesignOptions options,
            Map<String, Transform> learned,
            List<FactorInfo> factors,
            Sides sides,
            Rows rows,
            List<String> notes,
            Schema schema,
            Set<String> columns) {
        Schema needed = new Schema(schema.columns().stream()
                .filter(c -> columns.contains(c.name()))
                .map(c -> Schema.Column.of(c.name(), c.kind()).withLevels(c.levels(), c.ordered()))
                .toList());
        Coded coded = new Coded(sides.response(), sides.predictors(), sides.further());
        return new DesignSpec(formula, options, learned, factors, sides, coded, rows, notes, needed);
    }

    /** What was put together otherwise, coding and all. */
    static DesignSpec of(
            Formula formula,
            DesignOptions options,
            Map<String, Transform> learned,
            List<FactorInfo> factors,
            SavedSides saved,
            Rows rows,
            List<String> notes,
            Schema schema) {
        return new DesignSpec(
                formula,
                options,
                learned,
                factors,
                saved.sides(formula, factors, options.coding()),
                saved.coded(),
                rows,
                notes,
                schema);
    }

    /**
     * Reads a design that {@link #toJson} wrote, with the functions of {@link Vocabulary#STANDARD}.
     *
     * @throws DataException as {@link #fromJson(Json, Vocabulary, Limits)}
     */
    public static DesignSpec fromJson(Json json) {
        return fromJson(json, Vocabulary.STANDARD, Limits.DEFAULT);
    }

    /**
     * Reads the text of a saved design.
     *
     * @throws DataException as {@link #fromJson(Json, Vocabulary, Limits)}, and if the text is no JSON
     */
    public static DesignSpec fromJson(String text, Vocabulary vocabulary) {
        try {
            return fromJson(Json.parse(text), vocabulary, Limits.DEFAULT);
        } catch (Json.Malformed e) {
            throw Saved.damaged("it is " + e.getMessage());
        }
    }

    /**
     * Reads a design that {@link #toJson} wrote. It builds the same columns, to the last bit, in another JVM too.
     *
     * @param vocabulary the functions its formula may call; those it was learned with
     * @param most how large its formula and design may be, so that a file from a stranger costs no more than it should
     * @throws DataException if it is damaged, was changed, comes from a newer version, is larger than {@code most}, or
     *     calls functions that the vocabulary does not have
     */
    public static DesignSpec fromJson(Json json, Vocabulary vocabulary, Limits most) {
        return SavedSpec.of(json, vocabulary, most);
    }

    /**
     * Everything that was learned, as a file can hold it: formula and conventions, kinds of columns, levels and coding of
     * factors, what functions have learned, terms and columns, the report on rows. Contrasts from outside the language
     * are saved as the numbers they gave.
     *
     * @throws FormulaException if a function from outside the standard vocabulary has learned something that is no
     *     {@link StorableTransform}
     */
    public Json toJson() {
        return SavedSpec.json(this);
    }

    /** The columns of the data that both sides read: names, kinds and declared levels as they were while learning. */
    public Schema schema() {
        return schema;
    }

    /** The right side of one record at a time. */
    public Rowwise rowwise() {
        return Rowwise.of(this);
    }

    /**
     * The right side of one record; for many of them keep a {@link #rowwise}.
     *
     * @param values by name of column, as {@link Rowwise#row} takes them
     * @return one number for each column of the right side
     * @throws DataException if a value is not there at all or of another type
     * @throws FormulaException if a level was not seen while learning, or a function refuses its value
     */
    public double[] row(Map<String, ? extends @Nullable Object> values) {
        return rowwise().row(values);
    }

    /**
     * Linear constraints on the coefficients of the right side, read from a text as {@code "a[T.a2] = a[T.a3], x1 = 2"};
     * see {@link Constraints}, which has the other forms too.
     *
     * @throws FormulaException with the place to blame if the text is no constraint
     */
    public Constraints constraints(String text) {
        return Constraints.of(coded.predictors().columns(), text);
    }

    /**
     * Linear constraints on the coefficients of the right side, from several texts.
     *
     * @throws FormulaException with the place to blame if a text is no constraint
     */
    public Constraints constraints(List<String> texts) {
        return Constraints.of(coded.predictors().columns(), texts);
    }

    /**
     * Values that coefficients of the right side are to have.
     *
     * @param values by name of column
     * @throws FormulaException if no column has one of the names
     */
    public Constraints constraints(Map<String, Double> values) {
        return Constraints.of(coded.predictors().columns(), values);
    }

    /**
     * Linear constraints on the coefficients of the right side, from numbers.
     *
     * @param matrix a row for each constraint, a column for each coefficient
     * @param values one for each row; none = 0 everywhere
     * @throws IllegalArgumentException if the sizes do not fit
     */
    public Constraints constraints(Matrix matrix, double... values) {
        return Constraints.of(coded.predictors().columns(), matrix, values);
    }

    Map<String, Transform> learned() {
        return learned;
    }

    Sides sides() {
        return sides;
    }

    Sequencing sequencing() {
        return sequencing;
    }

    Map<Role, List<Integer>> roles() {
        return roles;
    }

    Build build() {
        return build;
    }

    /**
     * Learns a design from rows: levels, the state of functions that must see the data first, columns. R's
     * {@code model.frame} and {@code terms}, patsy's {@code incr_dbuilder}.
     *
     * @param source rows; replayable when the formula has functions that must see the data first
     * @throws FormulaException if the formula does not fit the columns
     */
    public static DesignSpec learn(Formula formula, Source source, DesignOptions options) {
        return DesignFit.learn(formula, source, options);
    }

    /** The formula. */
    public Formula formula() {
        return formula;
    }

    /**
     * How many rows before a row, of its group and in its order, its values depend on: 3 for {@code lag(x, 1:3)}, 13
     * for {@code diff(diff(x, 12))}, 0 when every row stands alone.
     */
    public int rowsBefore() {
        return reach().before();
    }

    /** How many rows behind a row its values depend on: 2 for {@code lead(y, 0:2)}. */
    public int rowsAfter() {
        return reach().after();
    }

    private Reach reach() {
        return factors.stream()
                .map(f -> Reach.of(formula, f.factor().expression(), options.vocabulary()))
                .reduce(Reach.NONE, Reach::and);
    }

    /** Names of the columns that both sides read, in order of the formula; those a dot stands for are among them. */
    public List<String> variables() {
        return Variables.of(this, factors);
    }

    /** Names of the columns that one side reads, in order of its factors. */
    public List<String> variables(Side side) {
        return Variables.of(this, Factors.used(side).stream().map(factors::get).toList());
    }

    /**
     * Names of the columns that one term reads.
     *
     * @throws IllegalArgumentException if a factor of the term is none of this design
     */
    public List<String> variables(Term term) {
        return Variables.of(
                this, term.factors().stream().map(f -> factor(f.name())).toList());
    }

    /**
     * What was learned about a factor; patsy's {@code factor_infos}.
     *
     * @param name as in the table of terms: {@code C(a, Sum)}
     * @throws IllegalArgumentException naming the factors there are
     */
    public FactorInfo factor(String name) {
        return factors.stream()
                .filter(f -> f.factor().name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no factor is called " + name + "; there are "
                        + Names.list(
                                factors.stream().map(f -> f.factor().name()).toList(), 20)));
    }

    /**
     * A design of some terms of the right side with the columns they have here, not coded anew; it has no response and
     * needs the columns of its own terms only. patsy's {@code DesignInfo.subset}: of {@code 1 + a + x1} the subset
     * {@code "0 + a"} has {@code a[T.a2]} and {@code a[T.a3]}.
     *
     * @param formula a right side: {@code "0 + x1"}; without {@code 0} the intercept is one of the terms
     * @throws FormulaException if it names a term that is not there
     */
    public DesignSpec subset(String formula) {
        return Subset.of(this, formula);
    }

    /**
     * The same of terms, in the order given.
     *
     * @param terms the intercept too if it is to be there
     * @throws FormulaException if a term is not there
     */
    public DesignSpec subset(List<Term> terms) {
        return Subset.of(this, terms);
    }

    /**
     * The derivative of every column of the right side with respect to a column of the data, row by row: what marginal
     * effects are made of. Exact by the rules of calculus, through arithmetic, functions, splines and polynomials at any
     * depth and through products of terms. Steps are flat: comparisons, {@code cut}, {@code floor}, {@code round} and
     * factors made of the column, as {@code C(x)}, have derivative 0. The slope at a corner, as that of {@code abs} or of
     * a spline of degree 1 at its knot, is 0 or that above it. patsy and R have none; the formulaic package's is
     * {@code differentiate}.
     *
     * @param column a column of numbers that the right side reads
     * @param source as for {@link #predictors(Source)}
     * @return rows and columns of {@code predictors(source)}; NaN where the column's function misses a value
     * @throws IllegalArgumentException if the right side does not read the column or it holds no numbers
     * @throws FormulaException if a function from outside the vocabulary is no {@link DifferentiableTransform}, or as
     *     {@link #predictors(Source)}
     */
    public DesignMatrix derivative(String column, Source source) {
        return DerivedDesign.of(this, source, column);
    }

    /** How it was learned, beside what the formula says. */
    public DesignOptions options() {
        return options;
    }

    /** All factors of both sides. */
    public List<FactorInfo> factors() {
        return factors;
    }

    /** The left side; without terms when the formula has none. */
    public Side response() {
        return coded.response();
    }

    /** The right side. */
    public Side predictors() {
        return coded.predictors();
    }

    /**
     * The right side with some of its terms only, coded anew: the columns that a formula of just these terms has.
     *
     * @param terms of the right side, the intercept too if it is to be there
     */
    public Side predictors(List<Term> terms) {
        return sides.predictors(terms);
    }

    /** How many columns the exact coding gives the right side: the dimension of the span of all indicators. */
    public int exactColumns() {
        return sides.exact().columns().size();
    }

    /** The further parts of the right side: of {@code y ~ x | z} that of z. Most formulas have none. */
    public List<Side> parts() {
        return coded.further();
    }

    /** The factors with a role, as {@code offset(log(n))} gives it to {@code log(n)}; empty if none has it. */
    public List<Factor> role(Role role) {
        return roles.getOrDefault(role, List.of()).stream()
                .map(f -> factors.get(f).factor())
                .toList();
    }

    /** What became of the rows it was learned from. */
    public Rows rows() {
        return rows;
    }

    /** What a reader may want to know: levels that no row has, columns that a dot left out. */
    public List<String> notes() {
        return notes;
    }

    /** The design in words: rows, levels, and the columns of each term with the coding of its factors and why. */
    public Document describe() {
        return Description.of(this);
    }

    /**
     * The right side of new rows, all of them in order; a row that misses a needed value is NaN in the columns that
     * need it.
     *
     * @param source must have the columns of the right side, of the same kinds; others do not matter
     * @throws FormulaException if a column is missing or of another kind, or a level was not seen while learning
     */
    public DesignMatrix predictors(Source source) {
        return build.predictors(source);
    }

    /**
     * Both sides of the rows that miss no value of any factor; patsy's {@code build_design_matrices}.
     *
     * @param source must have the columns of both sides, of the same kinds
     * @throws FormulaException if a column is missing or of another kind, or a kept row has a level that was not seen
     *     while learning
     */
    public DesignMatrices matrices(Source source) {
        return build.matrices(source);
    }

    /**
     * Learns a design and builds its matrices on the same rows, in one pass less than one after the other takes.
     *
     * @param source rows; replayable when the formula has functions that must see the data first
     * @throws FormulaException if the formula does not fit the columns
     */
    public static DesignMatrices matrices(Formula formula, Source source, DesignOptions options) {
        return DesignFit.matrices(formula, source, options);
    }

    /**
     * Both sides of the rows that miss no value of any factor, block by block, so that any number of rows can go through:
     * together what {@link #matrices(Source)} gives at once.
     *
     * @param source must have the columns of both sides, of the same kinds
     * @param sink gets the blocks in order, from one thread; {@link DesignMatrix#keptRows} counts from the first row of
     *     the source. A block of which no row is left is handed on with 0 rows
     * @throws FormulaException as {@link #matrices(Source)}, when the row is met
     */
    public void matrices(Source source, Consumer<DesignMatrices> sink) {
        build.matrices(source, sink);
    }

    /**
     * The right side of new rows, block by block; see {@link #predictors(Source)}.
     *
     * @param sink gets the blocks in order, from one thread
     * @throws FormulaException as {@link #predictors(Source)}
     */
    public void predictors(Source source, Consumer<DesignMatrix> sink) {
        build.predictors(source, sink);
    }

    /**
     * The sum of the offsets of new rows, one value for each, NaN where one is missing; zeros if the formula has none.
     * A model adds it to X b.
     *
     * @throws FormulaException if a column is missing or of another kind
     */
    public double[] offset(Source source) {
        return build.offset(source);
    }

    /** The formula and the columns of its right side; {@link #describe} says more. */
    @Override
    public String toString() {
        return formula + "\n  columns  " + Names.list(coded.predictors().columns(), 12);
    }
}
