package dev.tilde.linear;

import dev.tilde.design.Constraints;
import dev.tilde.linalg.Matrix;
import dev.tilde.linalg.Qr;
import dev.tilde.report.Block;
import dev.tilde.report.Document;
import dev.tilde.report.Grid;
import dev.tilde.report.Grid.Cell;
import dev.tilde.report.Grid.Column;
import dev.tilde.report.Grid.Kind;
import dev.tilde.report.Grid.Row;
import dev.tilde.report.Numbers;
import java.util.ArrayList;
import java.util.List;
import tech.tablesaw.api.Table;

/**
 * The test of a linear hypothesis R b = r with q independent rows: W = (R b - r)'(R V R')^-1 (R b - r) with the covariance
 * V of the coefficients. W is chi-squared on q, and F = W / q on q and the residual degrees of freedom.
 * R: {@code car::linearHypothesis}; statsmodels: {@code f_test}, {@code wald_test}.
 *
 * @param lines each row of the hypothesis by itself
 * @param df1 q
 * @param df2 residual degrees of freedom
 * @param f W / q; NaN where W does not exist, as with fewer clusters than rows
 * @param pValue of F
 * @param chiSquared W
 * @param chiSquaredPValue of W on q degrees of freedom
 * @param sumOfSquares q s^2 F, what RSS rises by under the hypothesis; NaN unless the covariance is classic
 * @param covariance its name
 */
public record LinearTest(
        List<Line> lines,
        int df1,
        long df2,
        double f,
        double pValue,
        double chiSquared,
        double chiSquaredPValue,
        double sumOfSquares,
        String covariance) {
    /**
     * A row of the hypothesis, tested alone.
     *
     * @param hypothesis {@code x1 - x2 = 0}
     * @param estimate of the left side
     * @param stdError of the estimate
     * @param value the right side
     * @param statistic t = (estimate - value) / stdError
     * @param pValue of t, two-sided
     * @param low lower end of the confidence interval of the left side
     * @param high upper end
     */
    public record Line(
            String hypothesis,
            double estimate,
            double stdError,
            double value,
            double statistic,
            double pValue,
            double low,
            double high) {}

    public LinearTest {
        lines = List.copyOf(lines);
    }

    static LinearTest of(LinearFit fit, Constraints hypothesis) {
        check(fit, hypothesis);
        Matrix rows = hypothesis.matrix();
        double[] values = hypothesis.values();
        int q = hypothesis.count();
        double[] estimates = rows.times(fit.estimates());
        Matrix l = fit.coordinates().of(rows);
        Matrix m = fit.inCoordinates().covariance();
        List<Line> lines = lines(fit, hypothesis, estimates, l, m);
        double[] d = new double[q];
        for (int i = 0; i < q; i++) {
            d[i] = estimates[i] - values[i];
        }
        Qr qr = Qr.of(l);
        double[] v = forward(qr.r(), d);
        List<double[]> b = Wald.columns(qr.q());
        double w = Wald.last(b, v, q, m);
        double f = w / q;
        double ss = fit.isClassic() ? Coordinates.dot(v, v) : Double.NaN;
        return new LinearTest(
                lines,
                q,
                fit.dfResidual(),
                f,
                Distributions.fTail(f, q, fit.dfResidual()),
                w,
                Distributions.chiSquaredTail(w, q),
                ss,
                fit.covarianceType().name());
    }

    /** Solves R'v = d for an upper triangular R. */
    private static double[] forward(Matrix r, double[] d) {
        double[] v = d.clone();
        for (int i = 0; i < v.length; i++) {
            for (int j = 0; j < i; j++) {
                v[i] -= r.get(j, i) * v[j];
            }
            v[i] /= r.get(i, i);
        }
        return v;
    }

    private static List<Line> lines(LinearFit fit, Constraints hypothesis, double[] estimates, Matrix l, Matrix m) {
        String[] texts = hypothesis.toString().split("\n", -1);
        double width = Distributions.tQuantile((1 - fit.model().level()) / 2, fit.dfResidual());
        List<Line> lines = new ArrayList<>();
        for (int i = 0; i < estimates.length; i++) {
            double se = Math.sqrt(Coordinates.variance(l.column(i), m));
            double t = (estimates[i] - hypothesis.values()[i]) / se;
            lines.add(new Line(
                    texts[i],
                    estimates[i],
                    se,
                    hypothesis.values()[i],
                    t,
                    Distributions.tTwoSided(t, fit.dfResidual()),
                    estimates[i] - width * se,
                    estimates[i] + width * se));
        }
        return lines;
    }

    private static void check(LinearFit fit, Constraints hypothesis) {
        List<String> columns = fit.design().predictors().columns();
        if (!hypothesis.columns().equals(columns)) {
            throw new IllegalArgumentException("the hypothesis is on other coefficients than those of this fit");
        }
        String[] texts = hypothesis.toString().split("\n", -1);
        List<double[]> basis = new ArrayList<>();
        for (int i = 0; i < hypothesis.count(); i++) {
            double[] row = hypothesis.matrix().row(i);
            for (int j = 0; j < row.length; j++) {
                if (row[j] != 0 && !fit.isEstimated(j)) {
                    throw new IllegalArgumentException("\"" + texts[i] + "\" cannot be tested: " + columns.get(j)
                            + " is aliased, it " + alias(fit, j));
                }
            }
            List<double[]> more = Wald.extension(basis, List.of(row), 1);
            if (more.isEmpty()) {
                throw new IllegalArgumentException(
                        "the hypotheses are not independent: the others before it say already" + " what \"" + texts[i]
                                + "\" says of the coefficients; leave it out");
            }
            basis.addAll(more);
        }
    }

    private static String alias(LinearFit fit, int column) {
        return fit.relations().stream()
                .filter(r -> r.column() == column)
                .map(r -> r.text(fit.design().predictors().columns()))
                .findFirst()
                .orElse("adds nothing");
    }

    /** A line for each row of the hypothesis: {@code term, null.value, estimate, std.error, statistic, p.value, conf.low, conf.high}. */
    public Table table() {
        return Tidy.of("hypothesis")
                .text("term", lines, Line::hypothesis)
                .number("null.value", lines, Line::value)
                .number("estimate", lines, Line::estimate)
                .number("std.error", lines, Line::stdError)
                .number("statistic", lines, Line::statistic)
                .number("p.value", lines, Line::pValue)
                .number("conf.low", lines, Line::low)
                .number("conf.high", lines, Line::high)
                .table();
    }

    /** The tests to print or to render. */
    public Document document() {
        List<Row> rows = new ArrayList<>();
        for (Line l : lines) {
            rows.add(Row.of(
                    Kind.PLAIN,
                    Cell.of(l.hypothesis()),
                    Cell.of(Numbers.estimate(l.estimate(), l.stdError()), l.estimate()),
                    Cell.of(Numbers.interval(l.low(), l.high(), l.stdError())),
                    Cell.of(Numbers.error(l.stdError()), l.stdError()),
                    Cell.of(Numbers.fixed(l.statistic(), 2), l.statistic()),
                    Cell.of(Numbers.p(l.pValue()), l.pValue())));
        }
        Grid grid = new Grid(
                "",
                List.of(
                        Column.left(""),
                        Column.right("Left side").tone(Grid.Tone.STRONG),
                        Column.interval("interval"),
                        Column.right("Std. err"),
                        Column.right("t"),
                        Column.right("p")),
                rows);
        List<Block.Entry> facts = new ArrayList<>(List.of(
                Block.Entry.of(
                        "Together",
                        "F(" + df1 + ", " + df2 + ") = " + Numbers.fixed(f, 2) + ", " + Numbers.pSentence(pValue)),
                Block.Entry.of(
                        "Large n",
                        "chi-squared(" + df1 + ") = " + Numbers.fixed(chiSquared, 2) + ", "
                                + Numbers.pSentence(chiSquaredPValue))));
        if (!covariance.equals(Covariances.CLASSIC.name())) {
            facts.add(Block.Entry.of("Errors", covariance));
        }
        return AnovaText.document("Linear hypothesis", "", List.of(new Block.Definitions(facts), grid));
    }

    /** {@link #document} as text. */
    @Override
    public String toString() {
        return document().toString();
    }
}
