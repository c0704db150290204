package dev.tilde.formula;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * How a formula is read and its columns are named: independent choices, of which R's and patsy's are two sets and
 * {@link #TILDE} is a third that gives what both give where they agree. Immutable.
 *
 * <pre>{@code
 * Conventions mine = Conventions.TILDE.with(Conventions.Spelling.R).with(Conventions.TermOrder.BUCKETS);
 * }</pre>
 */
public final class Conventions {
    /** One choice: a constant of one of the enums below. */
    public sealed interface Choice
            permits Spelling,
                    Reading,
                    Intercept,
                    Response,
                    ResponseOnTheRight,
                    PowerOrder,
                    EmptyLeft,
                    Sign,
                    Tilde,
                    Dot,
                    Removed,
                    Bars,
                    RoleCalls,
                    Extras,
                    TermOrder,
                    FactorOrder,
                    Coding,
                    FullForm,
                    UnusedLevels,
                    Comparison,
                    Infinite,
                    OneLevel,
                    OrderedFactors {
        /** The name of the constant, as {@link Enum#name}. */
        String name();

        /** The name of its axis: {@code Spelling}. */
        default String axis() {
            return getClass().getSimpleName();
        }

        /** All choices on its axis. */
        default List<Choice> others() {
            return List.of((Choice[]) getClass().getEnumConstants());
        }
    }

    /** What both engines give where they agree; an error that names both readings where they silently differ. */
    public static final Conventions TILDE = new Conventions("tilde", Presets.tilde());

    /** As patsy 0.5.3 and 1.0.2 read and name. */
    public static final Conventions PATSY = new Conventions("patsy", Presets.patsy());

    /** As R 4.2.2 with {@code lm} reads and names. */
    public static final Conventions R = new Conventions("r", Presets.r());

    private final String name;
    private final List<Choice> choices;
    private final Spelling spelling;
    private final Reading reading;
    private final Intercept intercept;
    private final Response response;
    private final ResponseOnTheRight responseOnTheRight;
    private final PowerOrder power;
    private final EmptyLeft emptyLeft;
    private final Sign sign;
    private final Tilde tilde;
    private final Dot dot;
    private final Removed removed;
    private final Bars bars;
    private final RoleCalls roleCalls;
    private final Extras extras;
    private final TermOrder termOrder;
    private final FactorOrder factorOrder;
    private final Coding coding;
    private final FullForm fullForm;
    private final UnusedLevels unusedLevels;
    private final Comparison comparison;
    private final Infinite infinite;
    private final OneLevel oneLevel;
    private final OrderedFactors orderedFactors;

    private Conventions(String name, List<Choice> choices) {
        this.name = name;
        this.choices = List.copyOf(choices);
        this.spelling = pick(Spelling.class);
        this.reading = pick(Reading.class);
        this.intercept = pick(Intercept.class);
        this.response = pick(Response.class);
        this.responseOnTheRight = pick(ResponseOnTheRight.class);
        this.power = pick(PowerOrder.class);
        this.emptyLeft = pick(EmptyLeft.class);
        this.sign = pick(Sign.class);
        this.tilde = pick(Tilde.class);
        this.dot = pick(Dot.class);
        this.removed = pick(Removed.class);
        this.bars = pick(Bars.class);
        this.roleCalls = pick(RoleCalls.class);
        this.extras = pick(Extras.class);
        this.termOrder = pick(TermOrder.class);
        this.factorOrder = pick(FactorOrder.class);
        this.coding = pick(Coding.class);
        this.fullForm = pick(FullForm.class);
        this.unusedLevels = pick(UnusedLevels.class);
        this.comparison = pick(Comparison.class);
        this.infinite = pick(Infinite.class);
        this.oneLevel = pick(OneLevel.class);
        this.orderedFactors = pick(OrderedFactors.class);
    }

    private <C extends Choice> C pick(Class<C> axis) {
        return choices.stream()
                .filter(axis::isInstance)
                .map(axis::cast)
                .findFirst()
                .orElseThrow();
    }

    /** The same with another choice on one axis. */
    public Conventions with(Choice choice) {
        List<Choice> others = new ArrayList<>();
        for (Choice c : choices) {
            others.add(c.getClass() == choice.getClass() ? choice : c);
        }
        return new Conventions(name, others);
    }

    /** Of the set it was made from: {@code tilde}, {@code patsy} or {@code r}. */
    public String name() {
        return name;
    }

    /** All choices, one for each axis. */
    public List<Choice> choices() {
        return choices;
    }

    /** The set of this name with its choices, in any case; empty if there is none. */
    public static Optional<Conventions> named(String name) {
        return Arrays.asList(TILDE, PATSY, R).stream()
                .filter(c -> c.name.equals(name.toLowerCase(Locale.ROOT)))
                .findFirst();
    }

    /** How expressions and columns are written. */
    public Spelling spelling() {
        return spelling;
    }

    /** Precedence of operators. */
    public Reading reading() {
        return reading;
    }

    /** Which algebra decides on the intercept. */
    public Intercept intercept() {
        return intercept;
    }

    /** What the left side is. */
    public Response response() {
        return response;
    }

    /** What {@code y ~ y} does. */
    public ResponseOnTheRight responseOnTheRight() {
        return responseOnTheRight;
    }

    /** The order of the terms of {@code (a + b)^n}. */
    public PowerOrder power() {
        return power;
    }

    /** What {@code (a - a)*b} is. */
    public EmptyLeft emptyLeft() {
        return emptyLeft;
    }

    /** What a minus sign before a term does. */
    public Sign sign() {
        return sign;
    }

    /** Whether {@code x + a} without a tilde is an error. */
    public Tilde tilde() {
        return tilde;
    }

    /** What {@code .} stands for. */
    public Dot dot() {
        return dot;
    }

    /** Whether missing values in a removed term drop rows. */
    public Removed removed() {
        return removed;
    }

    /** What {@code |} means. */
    public Bars bars() {
        return bars;
    }

    /** Which calls give a column a role. */
    public RoleCalls roleCalls() {
        return roleCalls;
    }

    /** Whether aliases, selectors and several models in one line are known. */
    public Extras extras() {
        return extras;
    }

    /** Order of the terms in the design. */
    public TermOrder termOrder() {
        return termOrder;
    }

    /** Order of the factors inside a term. */
    public FactorOrder factorOrder() {
        return factorOrder;
    }

    /** How redundancy is avoided. */
    public Coding coding() {
        return coding;
    }

    /** Columns of a factor that is coded in full. */
    public FullForm fullForm() {
        return fullForm;
    }

    /** Whether a level that no kept row has keeps its column. */
    public UnusedLevels unusedLevels() {
        return unusedLevels;
    }

    /** What a comparison with a missing number is. */
    public Comparison comparison() {
        return comparison;
    }

    /** Whether an infinite value is data. */
    public Infinite infinite() {
        return infinite;
    }

    /** What a factor with one level is. */
    public OneLevel oneLevel() {
        return oneLevel;
    }

    /** How a factor whose levels have an order is coded unless something else is asked for. */
    public OrderedFactors orderedFactors() {
        return orderedFactors;
    }

    /** Equal when every choice is. */
    @Override
    public boolean equals(Object o) {
        return o instanceof Conventions c && choices.equals(c.choices);
    }

    @Override
    public int hashCode() {
        return choices.hashCode();
    }

    /** The name, and behind it where the choices differ from those of that set. */
    @Override
    public String toString() {
        List<Choice> usual = named(name).orElse(this).choices;
        List<String> other = new ArrayList<>();
        for (int i = 0; i < choices.size(); i++) {
            if (choices.get(i) != usual.get(i)) {
                other.add(choices.get(i).axis() + "." + choices.get(i).name());
            }
        }
        return other.isEmpty() ? name : name + " with " + String.join(", ", other);
    }

    /** Spelling of expressions, names of columns. */
    public enum Spelling implements Choice {
        /** {@code Intercept, a[T.a2], I(x^2)}. */
        TILDE,
        /** {@code Intercept, a[T.a2], I(x ** 2)}. */
        PATSY,
        /** {@code (Intercept), aa2, I(x^2)}. */
        R
    }

    /** Precedence. */
    public enum Reading implements Choice {
        /** R's levels; what patsy would read otherwise, silently, is an error. */
        STRICT,
        /** Comparisons and Python's operators bind tighter than the operators of formulas. */
        PATSY,
        /** A comparison takes the whole sum. */
        R
    }

    /** Who decides on the intercept. */
    public enum Intercept implements Choice {
        /** Both algebras; an error where they differ. */
        BOTH,
        /** The marks of patsy's algebra: the last {@code 0} or {@code 1} wins. */
        PATSY,
        /** R's flag and its parity under minus signs. */
        R
    }

    /** The left side. */
    public enum Response implements Choice {
        /** One column or several joined by {@code +}; other arithmetic needs {@code I()}. */
        COLUMNS,
        /** Term algebra, as on the right. */
        TERMS,
        /** One expression, calculated. */
        EXPRESSION
    }

    /** The response among the predictors. */
    public enum ResponseOnTheRight implements Choice {
        /** An error. */
        REFUSED,
        /** A predictor like any other, as patsy. */
        KEPT,
        /** A term without columns, as R. */
        DROPPED
    }

    /** Terms of a power. */
    public enum PowerOrder implements Choice {
        /** L, then L:L, then L:L:L appended, as patsy. */
        SUCCESSIVE,
        /** Lexicographic product, as R. */
        PRODUCT
    }

    /** An empty left operand of {@code *} and {@code /}. */
    public enum EmptyLeft implements Choice {
        /** An error. */
        REFUSED,
        /** The right operand remains. */
        IGNORED,
        /** Nothing remains. */
        NOTHING
    }

    /** Order of terms. */
    public enum TermOrder implements Choice {
        /** By number of factors, stable. */
        DEGREE,
        /** Terms without numeric factors, then by set of numeric factors; inside by number of factors. */
        BUCKETS
    }

    /** Order of factors inside a term. */
    public enum FactorOrder implements Choice {
        /** As the term is written. */
        WRITTEN,
        /** By first appearance of each variable in the formula. */
        VARIABLE
    }

    /** Avoiding redundant columns. */
    public enum Coding implements Choice {
        /** Full rank, and the span of all indicators. */
        EXACT,
        /** R's rule, term by term. */
        LOCAL
    }

    /** A factor coded in full. */
    public enum FullForm implements Choice {
        /** One indicator for each level, whatever the contrast. */
        INDICATORS,
        /** What the contrast defines; mostly a constant beside its columns. */
        CONTRAST
    }

    /** A factor of which only one level is left. */
    public enum OneLevel implements Choice {
        /** A term without columns beside an intercept. */
        NO_COLUMN,
        /** An error, as R's contrasts. */
        REFUSED
    }

    /** A factor whose levels have an order. */
    public enum OrderedFactors implements Choice {
        /** Coded like any other. */
        TREATMENT,
        /** Coded by orthonormal polynomials, as in R. */
        POLYNOMIAL
    }

    /** A minus sign before a term. */
    public enum Sign implements Choice {
        /** May stand on 0 and 1 alone. */
        MARKS,
        /** Removes the term, as in R. */
        REMOVES
    }

    /** A formula without a tilde. */
    public enum Tilde implements Choice {
        /** {@code x + a} is {@code ~ x + a}. */
        OPTIONAL,
        /** An error. */
        REQUIRED
    }

    /** {@code .} and what else stands for columns. */
    public enum Dot implements Choice {
        /** An error. */
        REFUSED,
        /** All other columns that do not merely name rows and have no role; selectors choose among them. */
        OTHERS,
        /** All columns that are not on the left side. */
        ALL
    }

    /** Missing values in a term that the formula removes. */
    public enum Removed implements Choice {
        /** Do not matter. */
        FORGOTTEN,
        /** Drop their rows, as in R. */
        DROPS_ROWS
    }

    /** A level that no kept row has. */
    public enum UnusedLevels implements Choice {
        /** Has no column. */
        DROPPED,
        /** Keeps its column of zeros. */
        KEPT
    }

    /** A comparison with a missing number. */
    public enum Comparison implements Choice {
        /** Is missing. */
        MISSING,
        /** Is false, as in NumPy. */
        FALSE
    }

    /** An infinite value. */
    public enum Infinite implements Choice {
        /** An error that names the row. */
        REFUSED,
        /** A value like any other. */
        DATA
    }

    /** {@code y ~ x | z}. */
    public enum Bars implements Choice {
        /** Logical or, as in plain R and Python. */
        LOGICAL,
        /** Parts, each with its own intercept and coding, as in R's package Formula. */
        PARTS
    }

    /** Calls that give a column a {@link Role} instead of making a term. */
    public enum RoleCalls implements Choice {
        /** None. */
        NONE,
        /** {@code offset()}, found anywhere, as in R. */
        OFFSET,
        /** All of {@link Role}, each a summand of the right side. */
        ALL
    }

    /** Functions that are no arithmetic: {@code as sw csw starts_with ...}. */
    public enum Extras implements Choice {
        /** Unknown. */
        NONE,
        /** Known. */
        ALL
    }
}
