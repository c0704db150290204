package dev.tilde.linear;

import dev.tilde.linalg.Matrix;
import dev.tilde.linalg.Qr;
import java.util.function.IntToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * What a least squares fit leaves, row by row: residuals and leverages. See {@link Deletion} for the influence of each row.
 *
 * <p>With weights X and y are sqrt(w) times those of the data, so that e are Pearson residuals; rows of weight 0 are not here.
 * With X n by p of independent columns, e = y - X b, RSS = e'e, s&sup2; = RSS / (n - p), h the diagonal of
 * X (X'X)^-1 X', and the standardised residual r = e / (s sqrt(1 - h)), R's rstandard.
 *
 * <p>NaN, not an exception, where a number does not exist: everything but fitted value and residual of a row with h = 1,
 * since that row alone decides a coefficient; all scaled residuals without degrees of freedom, or where the fit is perfect
 * but for rounding. Arrays have one number a row and belong to this object.
 *
 * <p>With an intercept the other columns and y are solved about their means: that changes none of these numbers, and keeps the
 * digits of columns that are far from 0.
 */
final class Residuals {
    /** Leverages nearer to 1 are 1: the rest is rounding, and dividing by it would show noise. */
    private static final double NEAR_ONE = 1e-12;

    /** A residual sum of squares below this share of that of y is rounding. */
    static final double EXACT = 1e-28;

    /** Fitted values that differ by less than this share of the largest response are one number. */
    private static final double ALIKE = 1e-12;

    /** A column is new beside others if they leave more than this share of its length (R's lm tolerance). */
    static final double NEW = 1e-7;

    private final Matrix plain;
    private final Matrix x;
    /** What was taken off each column. */
    private final double[] means;

    private final double[] y;
    private final boolean intercept;
    private final Scale scale;
    /** Of the columns. */
    private final Qr columns;
    /** Of what they span. */
    private final Qr space;

    private final double @Nullable [][] rests;
    private final double[] fitted;
    private final double[] raw;
    private final double[] leverages;
    private final double rss;
    private final boolean perfect;

    private Residuals(Matrix plain, double @Nullable [][] rests, double[] response, boolean intercept, Scale scale) {
        this.rests = rests;
        this.plain = plain;
        this.y = scale.apply(response);
        this.intercept = intercept;
        this.scale = scale;
        this.means = new double[plain.columns()];
        this.x = Matrix.zeros(plain.rows(), plain.columns());
        for (int j = 0; j < means.length; j++) {
            means[j] = intercept && j > 0 ? scale.mean(plain.column(j)) : 0;
            double[] column = scale.apply(less(plain.column(j), means[j]));
            for (int i = 0; i < column.length; i++) {
                x.set(i, j, column[i]);
            }
        }
        this.columns = Qr.of(x);
        this.space = rests != null && GramSchmidt.isNeeded(columns.r())
                ? Qr.of(GramSchmidt.of(plain, rests, means, scale.roots()))
                : columns;
        this.raw = space.residuals(scale.apply(less(response, intercept ? scale.mean(response) : 0)));
        this.fitted = new double[y.length];
        double sum = 0;
        double size = 0;
        for (int i = 0; i < y.length; i++) {
            fitted[i] = y[i] - raw[i];
            sum += raw[i] * raw[i];
            size += y[i] * y[i];
        }
        this.rss = sum;
        this.perfect = sum <= size * EXACT;
        this.leverages = space.leverages();
        for (int i = 0; i < leverages.length; i++) {
            leverages[i] = 1 - leverages[i] < NEAR_ONE ? 1 : leverages[i];
        }
    }

    /**
     * @param x the estimated columns, n by p, independent; the intercept, if there is one, is the first; kept, not copied
     * @param y the response, n numbers without NaN
     * @param intercept whether the first column is constant
     */
    static Residuals of(Matrix x, double[] y, boolean intercept) {
        return of(x, y, intercept, Scale.none(y.length));
    }

    /**
     * The same of weighted rows, or with an offset.
     *
     * @param x the estimated columns, without the weights
     * @param y the response less the offset, without the weights
     * @param intercept whether the first column is constant
     * @param scale the weights and the offset
     */
    static Residuals of(Matrix x, double[] y, boolean intercept, Scale scale) {
        return of(x, null, y, intercept, scale);
    }

    /** The same, x rounded: column j is x_j + rests[j], or x_j where that is null. */
    static Residuals of(Matrix x, double @Nullable [][] rests, double[] y, boolean intercept, Scale scale) {
        return new Residuals(x, rests, y, intercept, scale);
    }

    /** The same without a row. */
    Residuals without(int row) {
        int n = n() - 1;
        double[] columns = new double[n * p()];
        for (int j = 0; j < p(); j++) {
            System.arraycopy(Scale.without(plain.column(j), row), 0, columns, j * n, n);
        }
        double[][] left = rests == null ? null : rests.clone();
        for (int j = 0; left != null && j < left.length; j++) {
            left[j] = left[j] == null ? null : Scale.without(left[j], row);
        }
        return of(Matrix.of(n, p(), columns), left, Scale.without(scale.undo(y), row), intercept, scale.without(row));
    }

    private static double[] less(double[] column, double mean) {
        double[] out = column.clone();
        for (int i = 0; mean != 0 && i < out.length; i++) {
            out[i] -= mean;
        }
        return out;
    }

    /** What was solved: sqrt(w) times the columns, those beside an intercept about their means. */
    Matrix x() {
        return x;
    }

    /** Columns of the space of what was solved: x, or its orthonormal basis where powers were rounded. */
    Matrix spanning() {
        return space == columns ? x : space.q();
    }

    /** The columns as they are in the design. */
    Matrix plain() {
        return plain;
    }

    /** An orthonormal basis of the columns without their weights, n by p. */
    Matrix unweighted() {
        return (scale.weighted() ? Qr.of(scale.undo(space.q())) : space).q();
    }

    /** R of sqrt(w) times the columns as they are: centring changes its first row alone. */
    Matrix factor() {
        Matrix r = columns.r();
        for (int j = 1; j < p(); j++) {
            r.set(0, j, r.get(0, j) + (intercept ? means[j] / plain.get(0, 0) * r.get(0, 0) : 0));
        }
        return r;
    }

    /** b of the columns as they are. */
    double[] coefficients() {
        double[] b = columns.solve(y);
        for (int j = 1; intercept && j < b.length; j++) {
            b[0] -= means[j] / plain.get(0, 0) * b[j];
        }
        return b;
    }

    /** What coefficient j of the columns as they are is of those of {@link #x}. */
    double[] combination(int j) {
        double[] c = new double[p()];
        c[j] = 1;
        for (int k = 1; intercept && j == 0 && k < c.length; k++) {
            c[k] = -means[k] / plain.get(0, 0);
        }
        return c;
    }

    /** sqrt(w) times the response less the offset. */
    double[] y() {
        return y;
    }

    boolean intercept() {
        return intercept;
    }

    /** How rows were weighted and what was taken off the response. */
    Scale scale() {
        return scale;
    }

    /** The response as it was observed. */
    double[] response() {
        return scale.observed(y);
    }

    /** The fitted values in the units of the response, the offset in them. */
    double[] predicted() {
        return scale.observed(fitted);
    }

    /** Of what was solved. */
    Qr qr() {
        return columns;
    }

    /**
     * Of an orthonormal basis of the same space, in which powers of a column that nearly depend on each other have the digits that
     * rounding takes from them; of what was solved where nothing is nearly dependent.
     */
    Qr space() {
        return space;
    }

    int n() {
        return x.rows();
    }

    int p() {
        return x.columns();
    }

    /** n - p. */
    int df() {
        return n() - p();
    }

    double[] fitted() {
        return fitted;
    }

    /** y - X b. */
    double[] raw() {
        return raw;
    }

    /** The leverage h of each row, exactly 1 where it is nearer to 1 than rounding tells. */
    double[] leverages() {
        return leverages;
    }

    /** The residual sum of squares. */
    double rss() {
        return rss;
    }

    /** Whether all fitted values are one number but for rounding, so that nothing can be told by them. */
    boolean isFlat() {
        double largest = 0;
        for (double v : response()) {
            largest = Math.max(largest, Math.abs(v));
        }
        double[] f = predicted();
        double low = Double.POSITIVE_INFINITY;
        double high = Double.NEGATIVE_INFINITY;
        for (double v : f) {
            low = Math.min(low, v);
            high = Math.max(high, v);
        }
        return f.length == 0 || high - low <= ALIKE * largest;
    }

    /** Whether the residuals are nothing but rounding, or there are none left: n = p. */
    boolean perfect() {
        return perfect || df() == 0;
    }

    /** s = sqrt(RSS / (n - p)); NaN without degrees of freedom. */
    double sigma() {
        return df() > 0 ? Math.sqrt(rss / df()) : Double.NaN;
    }

    /** The sum of squares about the mean of y, about 0 without an intercept. */
    double totalSumOfSquares() {
        double sum = 0;
        for (double v : intercept ? scale.centred(y) : y) {
            sum += v * v;
        }
        return sum;
    }

    double[] standardised() {
        double s = perfect() ? Double.NaN : sigma();
        return byRow(i -> raw[i] / (s * Math.sqrt(1 - leverages[i])));
    }

    /** What leaving out each row does. */
    Deletion deletion() {
        return new Deletion(this);
    }

    /** NaN for rows with h = 1, since they alone decide a coefficient. */
    double[] byRow(IntToDoubleFunction f) {
        double[] out = new double[n()];
        for (int i = 0; i < out.length; i++) {
            out[i] = leverages[i] == 1 ? Double.NaN : f.applyAsDouble(i);
        }
        return out;
    }
}
