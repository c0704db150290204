package dev.tilde.linear;

import dev.tilde.linear.Diagnostic.Question;
import dev.tilde.report.Document;
import java.util.List;
import java.util.Locale;
import java.util.function.IntFunction;
import tech.tablesaw.api.Table;

/**
 * Tests of what a linear model assumes, each by its name; {@link #all} has the usual ones.
 *
 * <p>Symbols: n rows, X of rank r, e the residuals, f the fitted values, RSS = e'e. With weights e are the Pearson residuals
 * sqrt(w) (y - f), which have one variance if the weights are right: spread and normality are asked of them, spread by the
 * predictors and fitted values themselves; shape and order of the model in sqrt(w) y and sqrt(w) X. Rows of weight 0 take no
 * part. An offset belongs to f.
 *
 * <p>A test that does not exist for a fit (no degrees of freedom, an exact fit, too few rows) has a NaN and says why.
 *
 * <pre>{@code
 * Diagnostics d = fit.diagnostics();
 * d.breuschPagan().pValue();
 * d.document();                      // all of them by question
 * }</pre>
 */
public final class Diagnostics {
    private static final String NO_ROOM = "too few residual degrees of freedom";
    private static final String ALIKE = "the fitted values are all alike";
    private static final String FLAT = "there is nothing to explain them with";

    private final RowDetail detail;
    private final Residuals r;

    private Diagnostics(RowDetail detail) {
        this.detail = detail;
        this.r = detail.residuals();
    }

    static Diagnostics of(LinearFit fit) {
        return new Diagnostics(RowDetail.whole(fit));
    }

    /**
     * Ramsey's RESET: the F test of adding f^2 and f^3 to the model. R: {@code lmtest::resettest(power = 2:3)}.
     * Source: Ramsey (1969), JRSS B 31(2), 350-371.
     */
    public Diagnostic reset() {
        return reset("RESET, f^2 and f^3", Checks.reset(r));
    }

    /** RESET with f^2 alone. R: {@code lmtest::resettest(power = 2)}. */
    public Diagnostic resetSquare() {
        return reset("RESET, f^2", Checks.reset(r, 2, 2));
    }

    private Diagnostic reset(String name, Checks.FTest t) {
        String why = r.isFlat() ? ALIKE : r.df() > 2 ? "the powers of f are part of the model" : NO_ROOM;
        return test(name, Question.SHAPE, "F", t.statistic(), List.of(t.df1(), t.df2()), t.p(), "", why);
    }

    /**
     * Harvey and Collier: whether recursive residuals, of rows in the order of f, have the mean 0. They start behind the first
     * rows of full rank; R and statsmodels take the first r rows, and the order of the data, unless told otherwise.
     * Source: Harvey and Collier (1977), doi:10.1016/0304-4076(77)90055-8.
     */
    public Diagnostic harveyCollier() {
        HarveyCollier t = HarveyCollier.of(r);
        return test(
                "Harvey-Collier",
                Question.SHAPE,
                "t",
                t.t(),
                List.of(t.df()),
                t.p(),
                "rows by fitted value",
                r.isFlat() ? ALIKE : NO_ROOM);
    }

    /**
     * Breusch and Pagan in Koenker's form, for errors of any distribution: n R^2 of e^2 on X, chi-squared with r - 1 degrees
     * of freedom. R: {@code lmtest::bptest}. Source: Koenker (1981), doi:10.1016/0304-4076(81)90062-2.
     */
    public Diagnostic breuschPagan() {
        return spread("Breusch-Pagan, Koenker", Spread.breuschPagan(r), "", FLAT);
    }

    /**
     * Breusch and Pagan for normal errors: half the explained sum of squares of e^2 / (RSS / n) on X.
     * R: {@code lmtest::bptest(studentize = FALSE)}. Source: Breusch and Pagan (1979), doi:10.2307/1911963.
     */
    public Diagnostic breuschPaganClassic() {
        return spread("Breusch-Pagan, classic", Spread.classic(r), "normal errors", FLAT);
    }

    /** The classic form on f alone. R: {@code car::ncvTest}. Source: Cook and Weisberg (1983), doi:10.1093/biomet/70.1.1. */
    public Diagnostic ncv() {
        return spread("Non-constant variance", Spread.ofFitted(r), "normal errors", r.isFlat() ? ALIKE : FLAT);
    }

    /**
     * White: n R^2 of e^2 on all products of two columns of X and a constant. The special form where these leave no degree
     * of freedom, or are too many to try; the remark says so. Source: White (1980), doi:10.2307/1912934.
     */
    public Diagnostic white() {
        Checks.ChiSquaredTest full = Spread.white(r);
        return Double.isNaN(full.statistic()) && !r.perfect() ? whiteSpecial() : spread("White", full, "", FLAT);
    }

    /** White in his special form: n R^2 of e^2 on 1, f and f^2. */
    public Diagnostic whiteSpecial() {
        return spread("White, special", Spread.specialWhite(r), "on f and f^2", r.isFlat() ? ALIKE : FLAT);
    }

    private Diagnostic spread(String name, Checks.ChiSquaredTest t, String remark, String why) {
        return chiSquared(name, Question.SPREAD, t, remark, why);
    }

    /**
     * Durbin and Watson's d = sum (e_t - e_(t-1))^2 / RSS over rows in their order, with a two-sided p of the normal
     * approximation. R: {@code lmtest::dwtest(exact = FALSE, alternative = "two.sided")}.
     * Source: Durbin and Watson (1950), doi:10.1093/biomet/37.3-4.409.
     */
    public Diagnostic durbinWatson() {
        Checks.DurbinWatson t = Checks.durbinWatson(r);
        return test("Durbin-Watson", Question.ORDER, "d", t.d(), List.of(), t.p(), "two-sided, approximate", NO_ROOM);
    }

    /**
     * The same d with the exact probability of a smaller one, for normal errors: a small p says that neighbours are alike, one
     * near 1 that they are opposed. R: {@code lmtest::dwtest(exact = TRUE)}. Its p is NaN where n r^2 is beyond 2e6.
     */
    public Diagnostic durbinWatsonExact() {
        Checks.DurbinWatson t = Checks.durbinWatson(r);
        double p = Double.isNaN(t.d()) ? Double.NaN : SerialCorrelation.durbinWatsonBelow(r, t.d());
        return test("Durbin-Watson, exact", Question.ORDER, "d", t.d(), List.of(), p, "alike, exact", NO_ROOM);
    }

    /**
     * Breusch and Godfrey: n R^2 of e on X and the e of 1 to {@code lags} rows before, 0 before the first row; chi-squared.
     * R: {@code lmtest::bgtest(order = lags)}. Source: Godfrey (1978), doi:10.2307/1913829.
     *
     * @throws IllegalArgumentException if lags is below 1
     */
    public Diagnostic breuschGodfrey(int lags) {
        return lagged("Breusch-Godfrey", lags, q -> Checks.breuschGodfrey(r, q));
    }

    /**
     * Ljung and Box: n(n + 2) times the sum of rho_j^2 / (n - j), chi-squared with as many degrees of freedom as lags.
     * R: {@code Box.test(type = "Ljung-Box")}. Source: Ljung and Box (1978), doi:10.1093/biomet/65.2.297.
     *
     * @throws IllegalArgumentException if lags is below 1
     */
    public Diagnostic ljungBox(int lags) {
        return lagged("Ljung-Box", lags, q -> SerialCorrelation.ljungBox(r, q));
    }

    private Diagnostic lagged(String name, int lags, IntFunction<Checks.ChiSquaredTest> test) {
        if (lags < 1) {
            throw new IllegalArgumentException("the number of lags must be at least 1, got " + lags);
        }
        String title = name + ", " + lags + (lags == 1 ? " lag" : " lags");
        return chiSquared(title, Question.ORDER, test.apply(lags), "", NO_ROOM);
    }

    /**
     * Jarque and Bera: n / 6 (S^2 + (K - 3)^2 / 4) with skewness S and kurtosis K of e about its mean, chi-squared with 2
     * degrees of freedom in large samples. Source: Jarque and Bera (1987), doi:10.2307/1403192.
     */
    public Diagnostic jarqueBera() {
        Checks.Tails t = Checks.tails(r);
        String remark = String.format(Locale.ROOT, "skew %.2f, kurtosis %.2f", t.skewness(), t.kurtosis());
        return test(
                "Jarque-Bera", Question.NORMALITY, "chi2", t.jarqueBera(), List.of(2.0), t.p(), remark, "too few rows");
    }

    /** D'Agostino and Pearson: Z(S)^2 + Z(K)^2, chi-squared with 2 degrees of freedom. statsmodels: {@code omni_normtest}. */
    public Diagnostic omnibus() {
        double k2 = Omnibus.of(Checks.tails(r), r.n()).statistic();
        double p = Distributions.chiSquaredTail(k2, 2);
        return test("Omnibus", Question.NORMALITY, "chi2", k2, List.of(2.0), p, "", "fewer than 8 rows");
    }

    /** Shapiro and Wilk's W of e, for 3 to 5,000 rows. R: {@code shapiro.test}. Source: Royston (1995), doi:10.2307/2986146. */
    public Diagnostic shapiroWilk() {
        ShapiroWilk t = r.perfect() ? ShapiroWilk.NONE : ShapiroWilk.of(r.raw());
        return test("Shapiro-Wilk", Question.NORMALITY, "W", t.w(), List.of(), t.p(), "", "not 3 to 5,000 rows");
    }

    /** Anderson and Darling's A^2 of e, from 8 rows on. R: {@code nortest::ad.test}. Source: Stephens (1986), table 4.9. */
    public Diagnostic andersonDarling() {
        AndersonDarling t = r.perfect() ? AndersonDarling.NONE : AndersonDarling.of(r.raw());
        return test(
                "Anderson-Darling", Question.NORMALITY, "A2", t.statistic(), List.of(), t.p(), "", "fewer than 8 rows");
    }

    /**
     * Box and Cox: twice what the log likelihood loses with the response as it is against the best power of it, chi-squared
     * with one degree of freedom; {@link #power} has the power. R: {@code MASS::boxcox}.
     * Source: Box and Cox (1964), doi:10.1111/j.2517-6161.1964.tb00553.x.
     */
    public Diagnostic boxCox() {
        BoxCox t = BoxCox.of(r);
        String remark = String.format(Locale.ROOT, "power %.2f (%.2f to %.2f)", t.lambda(), t.low(), t.high())
                .replace("NaN", "beyond 2");
        String why = r.scale().shifted()
                ? "the response has an offset"
                : r.df() < 2 ? NO_ROOM : "the response is not always above 0";
        double p = Distributions.chiSquaredTail(t.ratio(), 1);
        return test("Box-Cox", Question.NORMALITY, "chi2", t.ratio(), List.of(1.0), p, remark, why);
    }

    /**
     * The power of a positive response that fits best, 0 for its logarithm, and its 95 % likelihood interval.
     *
     * @param best the power, from -2 to 2
     * @param low lower end, NaN below -2
     * @param high upper end, NaN above 2
     */
    public record Power(double best, double low, double high) {}

    /** The best power of the response; NaN where {@link #boxCox} does not exist. */
    public Power power() {
        BoxCox t = BoxCox.of(r);
        return new Power(t.lambda(), t.low(), t.high());
    }

    /**
     * The usual tests, by question. Breusch-Godfrey has 4 lags, or 1 with at most 20 residual degrees of freedom; Ljung-Box has 10,
     * or n / 5 if that is less.
     */
    public List<Diagnostic> all() {
        return List.of(
                reset(),
                harveyCollier(),
                breuschPagan(),
                breuschPaganClassic(),
                ncv(),
                white(),
                durbinWatson(),
                durbinWatsonExact(),
                breuschGodfrey(Evidence.lags(r)),
                ljungBox(Math.max(1, Math.min(10, r.n() / 5))),
                jarqueBera(),
                omnibus(),
                shapiroWilk(),
                andersonDarling(),
                boxCox());
    }

    /** {@link #all} as a table: test, question, symbol, statistic, df1, df2, p.value, remark. */
    public Table table() {
        return DiagnosticTable.table(all());
    }

    /** {@link #all} as a document, one group for each question. */
    public Document document() {
        return DiagnosticTable.document(detail, all());
    }

    /** The document as text. */
    @Override
    public String toString() {
        return document().toString();
    }

    private Diagnostic chiSquared(String name, Question asks, Checks.ChiSquaredTest t, String remark, String why) {
        return test(name, asks, "chi2", t.statistic(), List.of(t.df()), t.p(), remark, why);
    }

    private Diagnostic test(
            String name,
            Question asks,
            String symbol,
            double statistic,
            List<Double> df,
            double p,
            String remark,
            String why) {
        if (!Double.isNaN(statistic)) {
            return new Diagnostic(name, asks, symbol, statistic, df, p, remark);
        }
        String reason = r.df() == 0 ? "no residual degrees of freedom" : r.perfect() ? "the fit is exact" : why;
        return new Diagnostic(name, asks, symbol, Double.NaN, List.of(), Double.NaN, reason);
    }
}
