package dev.tilde.design;

import dev.tilde.formula.FormulaException;
import dev.tilde.formula.FormulaException.Kind;
import dev.tilde.formula.Span;
import dev.tilde.linalg.Matrix;
import dev.tilde.text.Decimals;
import dev.tilde.text.Names;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * Linear constraints {@code R b = r} on the coefficients of named columns: what a test of hypotheses or a restricted fit
 * needs. Immutable, as long as nobody writes into its matrix. patsy's {@code linear_constraint}, R's
 * {@code car::linearHypothesis}.
 *
 * <p>As text: sums, differences, products with and quotients by numbers, brackets and {@code =}. Names of columns stand
 * as they are, {@code a[T.a2]} and {@code C(a, Sum)[S.a1]} too, the longest that fits; a comma stacks constraints; an
 * expression without {@code =} is meant to be 0; {@code e1 = e2 = e3} gives {@code e1 - e2 = 0} and {@code e2 - e3 = 0}.
 *
 * <pre>{@code
 * Constraints.of(List.of("Intercept", "x1", "x2"), "2*(x1 + x2) - 1 = x1/2")
 * // 1.5 x1 + 2 x2 = 1
 * }</pre>
 */
public final class Constraints {
    private static final long MOST_NUMBERS = 50_000_000;

    private final List<String> columns;
    private final Matrix matrix;
    private final double[] values;

    private Constraints(List<String> columns, Matrix matrix, double[] values) {
        this.columns = List.copyOf(columns);
        this.matrix = matrix;
        this.values = values;
    }

    /**
     * Reads constraints.
     *
     * @param columns names of the coefficients, in their order
     * @param text one constraint or several separated by commas
     * @throws FormulaException with the place to blame if the text is no constraint: not linear, without a column, an
     *     inequality, a name that no column has
     */
    public static Constraints of(List<String> columns, String text) {
        return of(columns, List.of(text));
    }

    /**
     * Reads several texts of constraints, one below the other.
     *
     * @throws FormulaException as {@link #of(List, String)}
     * @throws IllegalArgumentException if there is none
     */
    public static Constraints of(List<String> columns, List<String> texts) {
        List<ConstraintText.Linear> rows = new ArrayList<>();
        ConstraintText.Words words = new ConstraintText.Words(columns);
        for (String text : texts) {
            rows.addAll(ConstraintText.read(text, words));
        }
        if (rows.isEmpty()) {
            throw new IllegalArgumentException("there is no constraint");
        }
        if ((long) rows.size() * columns.size() > MOST_NUMBERS) {
            throw new FormulaException(
                    Kind.LIMIT,
                    rows.size() + " constraints on " + columns.size() + " columns are too many",
                    "",
                    texts.get(0),
                    new Span(0, texts.get(0).length()));
        }
        Matrix m = Matrix.zeros(rows.size(), columns.size());
        double[] values = new double[rows.size()];
        for (int i = 0; i < values.length; i++) {
            double[] row = rows.get(i).coefficients();
            for (int j = 0; j < row.length; j++) {
                m.set(i, j, row[j]);
            }
            // Subtracting from 0 keeps -0 out.
            values[i] = 0 - rows.get(i).constant();
        }
        return new Constraints(columns, m, values);
    }

    /**
     * Coefficients that are to have these values, one constraint for each.
     *
     * @param wanted by name of column, in the order of the map
     * @throws FormulaException if no column has one of the names
     * @throws IllegalArgumentException if there is none, or a value is not finite
     */
    public static Constraints of(List<String> columns, Map<String, Double> wanted) {
        Matrix m = Matrix.zeros(wanted.size(), columns.size());
        double[] values = new double[wanted.size()];
        int i = 0;
        for (Map.Entry<String, Double> one : wanted.entrySet()) {
            int at = columns.indexOf(one.getKey());
            if (at < 0) {
                throw ConstraintText.unknown(one.getKey(), one.getKey(), 0, columns);
            }
            m.set(i, at, 1);
            values[i++] = one.getValue();
        }
        return of(columns, m, values);
    }

    /**
     * Constraints as numbers.
     *
     * @param matrix R, one row for each constraint and one column for each coefficient; shared
     * @param values r, one for each row; none = 0 everywhere
     * @throws IllegalArgumentException if the sizes do not fit, there is no row, or a number is not finite
     */
    public static Constraints of(List<String> columns, Matrix matrix, double... values) {
        if (matrix.rows() == 0) {
            throw new IllegalArgumentException("there is no constraint");
        }
        if (matrix.columns() != columns.size()) {
            throw new IllegalArgumentException("constraints on " + columns.size()
                    + " columns need as many numbers, got " + matrix.columns() + " in each row");
        }
        if (values.length != 0 && values.length != matrix.rows()) {
            throw new IllegalArgumentException(
                    matrix.rows() + " constraints need as many values, got " + values.length);
        }
        boolean finite = Arrays.stream(matrix.data()).allMatch(Double::isFinite)
                && Arrays.stream(values).allMatch(Double::isFinite);
        if (!finite) {
            throw new IllegalArgumentException("the numbers of constraints must be finite");
        }
        return new Constraints(columns, matrix, values.length == 0 ? new double[matrix.rows()] : values.clone());
    }

    /**
     * These, and others on the same columns below them.
     *
     * @throws IllegalArgumentException if the others are on other columns
     */
    public Constraints and(Constraints others) {
        if (!columns.equals(others.columns)) {
            throw new IllegalArgumentException(
                    "constraints on other columns: " + Names.list(columns, 10) + "; " + Names.list(others.columns, 10));
        }
        int own = count();
        Matrix m = Matrix.zeros(own + others.count(), columns.size());
        for (int j = 0; j < columns.size(); j++) {
            for (int i = 0; i < m.rows(); i++) {
                m.set(i, j, i < own ? matrix.get(i, j) : others.matrix.get(i - own, j));
            }
        }
        double[] r = Arrays.copyOf(values, m.rows());
        System.arraycopy(others.values, 0, r, own, others.values.length);
        return new Constraints(columns, m, r);
    }

    /** Names of the coefficients, in the order of the matrix. */
    public List<String> columns() {
        return columns;
    }

    /** How many constraints there are. */
    public int count() {
        return values.length;
    }

    /** R: a row for each constraint; do not modify. */
    public Matrix matrix() {
        return matrix;
    }

    /** r: the value each row of {@code R b} is to have; a copy. */
    public double[] values() {
        return values.clone();
    }

    /** A line for each constraint: {@code 1.5 x1 + 2 x2 = 1}. */
    @Override
    public String toString() {
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < values.length; i++) {
            StringBuilder line = new StringBuilder();
            for (int j = 0; j < columns.size(); j++) {
                double v = matrix.get(i, j);
                if (v != 0) {
                    line.append(line.isEmpty() ? (v < 0 ? "-" : "") : v < 0 ? " - " : " + ");
                    line.append(Math.abs(v) == 1 ? "" : Decimals.shortest(Math.abs(v)) + " ")
                            .append(columns.get(j));
                }
            }
            lines.add((line.isEmpty() ? "0" : line) + " = " + Decimals.shortest(values[i]));
        }
        return String.join("\n", lines);
    }
}
