package dev.tilde.linear;

import java.util.List;

/** What the rules of findings look at: the residuals of a fit, the checks on them, and the names of things. */
final class Evidence {
    /** Lags of the test of serial correlation, where the rows allow it. */
    private static final int LAGS = 4;

    private final Residuals residuals;
    private final String response;
    private final List<Part> parts;
    private final long[] keptRows;
    private final boolean ordered;

    private final Checks.FTest reset;
    private final List<Checks.Added> curvatures;
    private final Checks.Outlier outlier;
    private final int influential;
    private final double cook;
    private final double dffits;
    private final DroppedRow dropped;
    private final Checks.ChiSquaredTest spread;
    private final double spreadRatio;
    private final Checks.Tails tails;
    private final ShapiroWilk shapiroWilk;
    private final AndersonDarling andersonDarling;
    private final List<Collinearity.Inflation> inflation;

    private Evidence(Residuals residuals, String response, List<Part> parts, long[] keptRows, boolean ordered) {
        this.residuals = residuals;
        this.response = response;
        this.parts = List.copyOf(parts);
        this.keptRows = keptRows.clone();
        this.ordered = ordered;
        List<List<Integer>> groups = parts.stream().map(Part::columns).toList();
        this.reset = Checks.reset(residuals);
        this.curvatures = parts.stream()
                .map(p -> p.numeric() ? Checks.curvature(residuals, p.columns().get(0)) : Checks.Added.NONE)
                .toList();
        this.outlier = Checks.outlier(residuals);
        double[] cooks = residuals.deletion().cook();
        int row = -1;
        for (int i = 0; i < cooks.length; i++) {
            row = cooks[i] > (row < 0 ? -1 : cooks[row]) ? i : row;
        }
        this.influential = row;
        this.cook = row < 0 ? Double.NaN : cooks[row];
        this.dffits = row < 0 ? Double.NaN : residuals.deletion().dffits()[row];
        this.dropped = row < 0 ? new DroppedRow(-1, List.of()) : DroppedRow.of(residuals, row, groups);
        this.spread = Spread.breuschPagan(residuals);
        this.spreadRatio = Checks.spreadRatio(residuals, outlier.p() < FindingRules.STRONG ? outlier.row() : -1);
        this.tails = Checks.tails(residuals);
        this.shapiroWilk = residuals.perfect() ? ShapiroWilk.NONE : ShapiroWilk.of(residuals.raw());
        this.andersonDarling = residuals.perfect() ? AndersonDarling.NONE : AndersonDarling.of(residuals.raw());
        this.inflation = Collinearity.inflation(residuals, groups);
    }

    /**
     * A term of the model.
     *
     * @param name as the reader knows it
     * @param columns its columns of X, at least one, never the intercept; terms that contain each other, such as
     *     {@code x} and {@code x:z}, are better told as one, or they are collinear by construction
     * @param numeric whether it is one column, the values of a numeric variable itself, so that its square means a curve
     */
    record Part(String name, List<Integer> columns, boolean numeric) {
        Part {
            columns = List.copyOf(columns);
        }
    }

    /**
     * @param response as written in the formula
     * @param parts the terms without the intercept, each of at least one estimated column
     * @param keptRows the 0-based number in the data of each row of the residuals
     * @param ordered whether rows are known to stand in an order, by a date column or a lag in the formula
     */
    static Evidence of(Residuals residuals, String response, List<Part> parts, long[] keptRows, boolean ordered) {
        return new Evidence(residuals, response, parts, keptRows, ordered);
    }

    Residuals residuals() {
        return residuals;
    }

    String response() {
        return response;
    }

    List<Part> parts() {
        return parts;
    }

    boolean ordered() {
        return ordered;
    }

    /** The number of a row as people count, from 1. */
    long rowNumber(int i) {
        return keptRows[i] + 1;
    }

    Checks.FTest reset() {
        return reset;
    }

    /** One for each part, NaN in those that are not numeric. */
    List<Checks.Added> curvatures() {
        return curvatures;
    }

    Checks.Outlier outlier() {
        return outlier;
    }

    /** The row with the largest Cook distance, from 0; -1 without one. */
    int influential() {
        return influential;
    }

    /** Of the influential row. */
    double cook() {
        return cook;
    }

    /** Of the influential row. */
    double dffits() {
        return dffits;
    }

    /** The fit without the influential row. */
    DroppedRow dropped() {
        return dropped;
    }

    Checks.ChiSquaredTest spread() {
        return spread;
    }

    /** Without the row that the outlier test singles out, which is told by itself. */
    double spreadRatio() {
        return spreadRatio;
    }

    Checks.Tails tails() {
        return tails;
    }

    ShapiroWilk shapiroWilk() {
        return shapiroWilk;
    }

    AndersonDarling andersonDarling() {
        return andersonDarling;
    }

    /** One for each part; empty with fewer than two. */
    List<Collinearity.Inflation> inflation() {
        return inflation;
    }

    double conditionNumber() {
        return Collinearity.conditionNumber(residuals);
    }

    Checks.DurbinWatson durbinWatson() {
        return Checks.durbinWatson(residuals);
    }

    /** Of up to four lags, one when rows are few. */
    Checks.ChiSquaredTest breuschGodfrey() {
        return Checks.breuschGodfrey(residuals, lags(residuals));
    }

    static int lags(Residuals r) {
        return r.df() > 5 * LAGS ? LAGS : 1;
    }

    BoxCox boxCox() {
        return BoxCox.of(residuals);
    }

    /** How many fitted values are negative where the response never is; 0 for a response that is itself computed. */
    int impossible() {
        if (isCall()) {
            return 0;
        }
        double largest = 0;
        for (double v : residuals.response()) {
            if (v < 0) {
                return 0;
            }
            largest = Math.max(largest, v);
        }
        int count = 0;
        for (double f : residuals.predicted()) {
            count += f < -1e-10 * largest ? 1 : 0;
        }
        return count;
    }

    /** Whether the response is a call such as log(y): then its values are not those of the variable. */
    boolean isCall() {
        return !response.startsWith("`") && response.contains("(");
    }
}
