package dev.tilde.linear;

import dev.tilde.data.Dataset;
import dev.tilde.data.Schema;
import dev.tilde.data.Source;
import dev.tilde.design.DesignMatrices;
import dev.tilde.design.DesignSpec;
import dev.tilde.design.NaAction;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import tech.tablesaw.api.Table;

/** Results of a fit as tables, with the names of R's broom. */
final class LinearTables {
    private LinearTables() {}

    static Table tidy(List<Coefficient> all) {
        return Tidy.of("tidy")
                .text("term", all, Coefficient::name)
                .number("estimate", all, Coefficient::estimate)
                .number("std.error", all, Coefficient::stdError)
                .number("statistic", all, Coefficient::statistic)
                .number("p.value", all, Coefficient::pValue)
                .number("conf.low", all, Coefficient::low)
                .number("conf.high", all, Coefficient::high)
                .table();
    }

    static Table glance(LinearFit fit) {
        TermTest f = fit.overall();
        return Dataset.named("glance")
                .with("r.squared", fit.rSquared())
                .with("adj.r.squared", fit.adjustedRSquared())
                .with("sigma", fit.sigma())
                .with("statistic", f.statistic())
                .with("p.value", f.pValue())
                .with(count("df"), new double[] {f.df()})
                .with("logLik", fit.logLikelihood())
                .with("AIC", fit.aic())
                .with("BIC", fit.bic())
                .with("deviance", fit.residualSumOfSquares())
                .with(count("df.residual"), new double[] {fit.dfResidual()})
                .with(count("nobs"), new double[] {fit.rows()})
                .table();
    }

    static Schema.Column count(String name) {
        return Schema.Column.of(name, Schema.Kind.INTEGER);
    }

    static Table augment(LinearFit fit) {
        Influence influence = fit.influence();
        Map<String, double[]> columns = new LinkedHashMap<>();
        columns.put(".fitted", influence.fitted());
        columns.put(".resid", influence.residuals());
        columns.put(".hat", influence.leverages());
        columns.put(".sigma", influence.sigmaWithout());
        columns.put(".cooksd", influence.cook());
        columns.put(".std.resid", influence.standardised());
        return augment(fit.source(), fit.design(), influence.rows(), columns);
    }

    /**
     * The data with more columns.
     *
     * @param used the rows that the columns are of
     */
    static Table augment(Source source, DesignSpec spec, long[] used, Map<String, double[]> columns) {
        Dataset data = Dataset.of(source);
        boolean all = used.length == data.rows() || spec.options().naAction() == NaAction.EXCLUDE;
        int[] at = all
                ? IntStream.range(0, data.rows()).toArray()
                : Arrays.stream(used).mapToInt(Math::toIntExact).toArray();
        Dataset rows = all ? data : numbered(data.subset(at), at);
        int[] position = IntStream.range(0, used.length)
                .map(i -> all ? (int) used[i] : i)
                .toArray();
        for (Map.Entry<String, double[]> c : columns.entrySet()) {
            rows = rows.with(c.getKey(), padded(c.getValue(), position, at.length));
        }
        return rows.renamed("augment").table();
    }

    /** With the numbers of the rows as the first column. */
    private static Dataset numbered(Dataset rows, int[] at) {
        List<String> names = new ArrayList<>(List.of(".rownames"));
        names.addAll(rows.schema().names());
        double[] numbers = Arrays.stream(at).mapToDouble(i -> i + 1).toArray();
        return rows.with(count(".rownames"), numbers).select(names);
    }

    private static double[] padded(double[] values, int[] position, int n) {
        double[] out = new double[n];
        Arrays.fill(out, Double.NaN);
        for (int i = 0; i < values.length; i++) {
            out[position[i]] = values[i];
        }
        return out;
    }

    static Table augment(LinearFit fit, Dataset rows) {
        double[] fitted = fit.predict(rows);
        Dataset out = rows.with(".fitted", fitted);
        DesignSpec spec = fit.design();
        if (rows.schema().names().containsAll(spec.variables())) {
            DesignMatrices m = spec.matrices(rows.source());
            double[] y = m.response().orElseThrow().matrix().column(fit.response());
            double[] e = new double[fitted.length];
            Arrays.fill(e, Double.NaN);
            long[] kept = m.predictors().keptRows();
            for (int i = 0; i < kept.length; i++) {
                e[(int) kept[i]] = y[i] - fitted[(int) kept[i]];
            }
            out = out.with(".resid", e);
        }
        return out.renamed("augment").table();
    }
}
