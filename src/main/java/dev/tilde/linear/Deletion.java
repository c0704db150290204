package dev.tilde.linear;

/**
 * What leaving out each row does to a least squares fit; with the letters of {@link Residuals}:
 *
 * <pre>
 *   without row i  s(i)^2 = (RSS - e^2 / (1 - h)) / (n - p - 1)                   R: lm.influence()$sigma
 *   studentised t  = e / (s(i) sqrt(1 - h)), also called deleted                  R: rstudent
 *   Cook         D = r^2 h / (p (1 - h))                                          R: cooks.distance
 *   DFFITS         = t sqrt(h / (1 - h))                                          R: dffits
 *   COVRATIO       = 1 / (((n - p - 1 + t^2) / (n - p))^p (1 - h))                R: covratio
 *   DFBETAS      j = ((X'X)^-1 x)_j e / ((1 - h) s(i) sqrt((X'X)^-1_jj))           R: dfbetas
 * </pre>
 *
 * <p>NaN where the standardised residual is, and for what leaves a row out where n - p - 1 = 0.
 *
 * <p>Source: Belsley, Kuh and Welsch (1980), Regression Diagnostics, chapter 2; Cook (1977), Technometrics 19(1), 15-18.
 */
final class Deletion {
    private final Residuals fit;
    private final double[] raw;
    private final double[] leverages;
    private final double rss;

    Deletion(Residuals fit) {
        this.fit = fit;
        this.raw = fit.raw();
        this.leverages = fit.leverages();
        this.rss = fit.rss();
    }

    /** s(i), the residual standard error of the fit without row i. */
    double[] sigmaWithout() {
        int rest = fit.df() - 1;
        return fit.byRow(i -> {
            double left = rss - raw[i] * raw[i] / (1 - leverages[i]);
            // A row that holds all of RSS leaves a perfect fit behind; what is left is rounding of either sign.
            return fit.perfect() || rest <= 0 ? Double.NaN : Math.sqrt(left > 1e-13 * rss ? left / rest : 0);
        });
    }

    /** Residuals against the fit without their own row; infinite where that fit is perfect. */
    double[] studentised() {
        double[] s = sigmaWithout();
        return fit.byRow(i -> raw[i] / (s[i] * Math.sqrt(1 - leverages[i])));
    }

    double[] cook() {
        double[] r = fit.standardised();
        return fit.byRow(i -> r[i] * r[i] * leverages[i] / (fit.p() * (1 - leverages[i])));
    }

    double[] dffits() {
        double[] t = studentised();
        return fit.byRow(i -> t[i] * Math.sqrt(leverages[i] / (1 - leverages[i])));
    }

    /** How many standard errors the coefficient of column j moves by each row. R: {@code dfbetas}. */
    double[] dfbetas(int j) {
        double[] c = fit.combination(j);
        double[] column = fit.qr().inverseGram().times(c);
        double[] toCoefficient = fit.x().times(column);
        double[] s = sigmaWithout();
        double unit = Math.sqrt(Checks.dot(c, column));
        return fit.byRow(i -> toCoefficient[i] * raw[i] / ((1 - leverages[i]) * s[i] * unit));
    }

    /** What each row does to the determinant of the covariance, 1 for nothing. R: {@code covratio}. */
    double[] covarianceRatio() {
        double[] t = studentised();
        return fit.byRow(i -> 1 / (Math.pow((fit.df() - 1 + t[i] * t[i]) / fit.df(), fit.p()) * (1 - leverages[i])));
    }

    /** The sum of squares of the errors of predicting each row from the others; NaN if a row has leverage 1. */
    double press() {
        double sum = 0;
        for (int i = 0; i < raw.length; i++) {
            double e = leverages[i] == 1 ? Double.NaN : raw[i] / (1 - leverages[i]);
            sum += e * e;
        }
        return sum;
    }
}
