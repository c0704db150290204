package dev.tilde.linear;

import dev.tilde.data.Dataset;
import java.util.LinkedHashMap;
import java.util.Map;
import tech.tablesaw.api.Table;

/** Results of a generalised linear model as tables, with the names of R's broom. */
final class GlmTables {
    private GlmTables() {}

    static Table glance(GlmFit fit) {
        return Dataset.named("glance")
                .with("null.deviance", fit.nullDeviance())
                .with(LinearTables.count("df.null"), new double[] {fit.dfNull()})
                .with("logLik", fit.logLikelihood())
                .with("AIC", fit.aic())
                .with("BIC", fit.bic())
                .with("deviance", fit.deviance())
                .with(LinearTables.count("df.residual"), new double[] {fit.dfResidual()})
                .with(LinearTables.count("nobs"), new double[] {fit.rows()})
                .table();
    }

    static Table augment(GlmFit fit) {
        Map<String, double[]> columns = new LinkedHashMap<>();
        double[] d = fit.residuals(GlmFit.Residual.DEVIANCE);
        double[] h = fit.leverages();
        columns.put(".fitted", fit.linearPredictor());
        columns.put(".resid", d);
        columns.put(".hat", h);
        columns.put(".sigma", sigmaWithout(d, h, fit.rowValues().priorWeights(), fit.dfResidual()));
        columns.put(".cooksd", fit.cook());
        columns.put(".std.resid", fit.standardised());
        return LinearTables.augment(fit.source(), fit.design(), fit.keptRows(), columns);
    }

    /**
     * sqrt((sum d^2 - d_i^2 / (1 - h_i)) / (n - r - 1)): about what sqrt(deviance / df) would be without row i. R:
     * {@code influence(fit)$sigma}.
     */
    private static double[] sigmaWithout(double[] d, double[] h, double[] w, long df) {
        double sum = 0;
        for (int i = 0; i < d.length; i++) {
            sum += w[i] > 0 ? d[i] * d[i] : 0;
        }
        double[] sigma = new double[d.length];
        for (int i = 0; i < d.length; i++) {
            double own = w[i] > 0 && h[i] < 1 ? d[i] * d[i] / (1 - h[i]) : 0;
            sigma[i] = Math.sqrt(Math.max(0, sum - own) / (df - 1));
        }
        return sigma;
    }
}
