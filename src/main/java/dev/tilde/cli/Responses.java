package dev.tilde.cli;

import dev.tilde.json.Json;
import dev.tilde.linalg.Matrix;
import dev.tilde.linear.Coefficient;
import dev.tilde.linear.LinearFit;
import dev.tilde.linear.MultivariateFit;
import java.io.IOException;
import java.io.Writer;
import java.util.ArrayList;
import java.util.List;

/** Several responses fitted together, for programs to read. */
record Responses(MultivariateFit fit, Input input) {
    /** Each response as a fit by itself has it, and the covariance of the residuals. */
    Json json() {
        List<Json> fits = new ArrayList<>();
        for (int r = 0; r < fit.responses().size(); r++) {
            fits.add(Json.object(
                    "response", Json.of(fit.responses().get(r)),
                    "fit", FitJson.of(fit.fits().get(r), input)));
        }
        Matrix covariance = fit.residualCovariance();
        List<Json> rows = new ArrayList<>();
        for (int r = 0; r < covariance.rows(); r++) {
            rows.add(Json.of(covariance.row(r)));
        }
        return Json.object(
                "schema",
                Json.of(FitJson.SCHEMA),
                "formula",
                Json.of(fit.design().formula().toString()),
                "responses",
                new Json.Arr(fits),
                "residual_covariance",
                new Json.Arr(rows));
    }

    void csv(Writer out) throws IOException {
        CsvLine.write(
                out,
                "response",
                "term",
                "estimate",
                "std_error",
                "statistic",
                "df",
                "p_value",
                "conf_low",
                "conf_high");
        for (int r = 0; r < fit.responses().size(); r++) {
            LinearFit own = fit.fits().get(r);
            for (Coefficient c : own.coefficients()) {
                CsvLine.write(
                        out,
                        fit.responses().get(r),
                        c.name(),
                        CsvLine.number(c.estimate()),
                        CsvLine.number(c.stdError()),
                        CsvLine.number(c.statistic()),
                        c.isAliased() ? "" : CsvLine.number(own.dfResidual()),
                        CsvLine.number(c.pValue()),
                        CsvLine.number(c.low()),
                        CsvLine.number(c.high()));
            }
        }
    }
}
