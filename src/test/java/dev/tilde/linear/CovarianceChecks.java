package dev.tilde.linear;

import dev.tilde.formula.Conventions;
import dev.tilde.json.Json;
import dev.tilde.linalg.Matrix;
import java.util.Map;

/** Cases of covariances that are not classic. */
final class CovarianceChecks {
    private static final Map<String, Covariance> CLUSTERED = Map.of(
            "HC0_adj", Covariances.clustered(true, false),
            "HC1_adj", Covariances.clustered(true, true),
            "HC0_noadj", Covariances.clustered(false, false),
            "HC1_noadj", Covariances.clustered(false, true));

    private CovarianceChecks() {}

    static void unequalSpread(FitCase c) {
        LinearFit fit = c.fit(Conventions.R);
        ((Json.Obj) c.expect.get("hc"))
                .fields()
                .forEach((name, want) -> same(c, name, fit.with(Covariances.of(name)), want));
    }

    static void clusters(FitCase c) {
        LinearFit fit = c.fit(Conventions.R);
        c.same("default", fit.covarianceType(), Covariances.CLUSTERED);
        ((Json.Obj) c.expect.get("cl"))
                .fields()
                .forEach((name, want) -> same(c, name, fit.with(CLUSTERED.get(name)), want));
    }

    static void neighbours(FitCase c) {
        LinearFit fit = c.fit(Conventions.R);
        for (Json want : ((Json.Obj) c.expect.get("nw")).fields().values()) {
            int lag = (int) want.get("lag").number();
            same(c, "lag " + lag, fit.with(Covariances.neweyWest(lag, false)), want.get("plain"));
            same(c, "lag " + lag + " adjusted", fit.with(Covariances.neweyWest(lag, true)), want.get("adjusted"));
        }
        c.near("bandwidth", NeweyWest.bandwidth(fit), c.expect.get("auto_lag_bwNeweyWest"), 1e-8);
    }

    private static void same(FitCase c, String what, LinearFit own, Json want) {
        double rtol = c.hasTag("ill-conditioned") ? 1e-6 : 1e-8;
        Matrix v = own.covariance();
        int p = v.rows();
        double[] wanted = new double[p * p];
        double largest = 0;
        for (int i = 0; i < p; i++) {
            for (int j = 0; j < p; j++) {
                wanted[i + j * p] =
                        want.get("vcov").items().get(i).items().get(j).number();
                largest = Math.max(largest, Math.abs(wanted[i + j * p]));
            }
        }
        for (int k = 0; k < p * p; k++) {
            boolean same = Double.isNaN(wanted[k])
                    ? Double.isNaN(v.data()[k])
                    : Math.abs(v.data()[k] - wanted[k]) <= 1e-10 * largest + rtol * Math.abs(wanted[k]);
            if (!same) {
                c.problems.add(what + " vcov " + k + " " + v.data()[k] + ", expected " + wanted[k]);
            }
        }
        c.near(
                what + " se",
                own.coefficients().stream().mapToDouble(Coefficient::stdError).toArray(),
                want.get("se"),
                rtol);
        c.near(
                what + " t",
                own.coefficients().stream().mapToDouble(Coefficient::statistic).toArray(),
                want.get("t"),
                rtol);
        c.near(
                what + " p",
                own.coefficients().stream().mapToDouble(Coefficient::pValue).toArray(),
                want.get("p"),
                1e-7);
    }
}
