package dev.tilde.linear;

import dev.tilde.design.Corpus;
import dev.tilde.formula.Conventions;
import dev.tilde.formula.Formula;
import dev.tilde.json.Json;

/** Cases of glmnet, with the active set solved exactly, and of MASS::lm.ridge. */
final class PenalizedChecks {
    private PenalizedChecks() {}

    static void all(FitCase c) {
        Json options = c.json.get("options");
        boolean ridge = c.json.get("method").text("").equals("lm.ridge");
        double[] lambdas =
                options.get("lambda").items().stream().mapToDouble(Json::number).toArray();
        PenalizedRegression model = ridge
                ? PenalizedRegression.RIDGE.scale(PenalizedRegression.Scale.SUM)
                : PenalizedRegression.elasticNet(options.get("alpha").number())
                        .standardize(options.get("standardize").isTrue());
        PenalizedFit fit = model.folds(1)
                .lambdas(lambdas)
                .fit(Formula.parse(c.formula(), Conventions.R), c.rows().source(), c.options());
        c.same("names", fit.design().predictors().columns(), Corpus.texts(c.expect.get("names")));
        for (int l = 0; l < lambdas.length; l++) {
            int at = position(fit.lambdas(), lambdas[l]);
            Json wanted = c.expect.get("coef_by_lambda").items().get(l);
            c.near("lambda " + lambdas[l], fit.coefficients(at), wanted, 1e-7, 1e-8);
            if (ridge) {
                c.near("gcv", fit.gcv(at), c.expect.get("gcv").items().get(l), 1e-9);
            }
        }
    }

    private static int position(double[] path, double lambda) {
        for (int l = 0; l < path.length; l++) {
            if (path[l] == lambda) {
                return l;
            }
        }
        throw new IllegalStateException("lambda " + lambda + " is not on the path");
    }
}
