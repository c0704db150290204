package dev.tilde.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.tilde.json.Json;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The JSON of a fit; numbers of R 4.2.2, {@code summary(lm(...))}, {@code confint}, {@code car::Anova}. */
class FitJsonTest {
    private static Json fit(String stdin, String... args) {
        Shell.Result result = Shell.run(stdin, args);
        assertThat(result.err()).isEmpty();
        assertThat(result.exit()).isZero();
        return Json.parse(result.out());
    }

    @Test
    void holdsEveryNumberInFull() {
        Json json = fit("", "fit", "airquality", "Ozone ~ Solar.R + Wind + Temp + C(Month)", "-f", "json");
        assertThat(((Json.Obj) json).fields().keySet())
                .containsExactly(
                        "schema",
                        "formula",
                        "convention",
                        "level",
                        "covariance",
                        "rows",
                        "glance",
                        "terms",
                        "coefficients",
                        "aliased",
                        "notes",
                        "findings",
                        "provenance");
        assertThat(json.get("rows").compact())
                .isEqualTo("{\"used\":111,\"total\":153,\"dropped\":{\"Ozone\":37,\"Solar.R\":7}}");
        Object[][] glance = {
            {"r_squared", 0.636861345196604},
            {"adj_r_squared", 0.612182019142004},
            {"sigma", 20.722620658662056},
            {"statistic", 25.805459346322166},
            {"df", 7.0},
            {"df_residual", 103.0},
            {"log_lik", -489.8167835451292},
            {"aic", 997.6335670902585},
            {"bic", 1022.0193389020694},
            {"deviance", 44230.98171716917},
            {"nobs", 111.0},
        };
        for (Object[] g : glance) {
            near(json.get("glance").get((String) g[0]).number(), (double) g[1]);
        }
        Json wind = json.get("coefficients").items().get(2);
        Object[][] coefficient = {
            {"estimate", -3.108720122687796},
            {"std_error", 0.6600863608029497},
            {"statistic", -4.709565758798973},
            {"df", 103.0},
            {"p_value", 7.77765897028004e-06},
            {"conf_low", -4.41784573452228},
            {"conf_high", -1.7995945108533107},
        };
        for (Object[] c : coefficient) {
            near(wind.get((String) c[0]).number(), (double) c[1]);
        }
        assertThat(wind.get("term").text("")).isEqualTo("Wind");
        assertThat(json.get("terms").items()).hasSize(4);
        assertThat(json.get("provenance").get("data").text("")).isEqualTo("airquality");
    }

    private static void near(double actual, double expected) {
        assertThat(actual).isCloseTo(expected, within(1e-12 * Math.abs(expected)));
    }

    @Test
    void saysWhatIsAliased() {
        Json json = fit("y,x,z\n1,1,2\n3,2,4\n2,3,6\n5,4,8\n", "fit", "-", "y ~ x + z", "-f", "json");
        assertThat(json.get("aliased").compact()).isEqualTo("[{\"term\":\"z\",\"relation\":\"z equals 2 \u00d7 x\"}]");
        Json z = json.get("coefficients").items().get(2);
        assertThat(z.compact())
                .isEqualTo("{\"term\":\"z\",\"estimate\":null,\"std_error\":null,\"statistic\":null,\"df\":null,"
                        + "\"p_value\":null,\"conf_low\":null,\"conf_high\":null}");
    }

    @Test
    void hasNoNumberWithoutDegreesOfFreedom() {
        Json json = fit("y,x\n1,1\n3,2\n", "fit", "-", "y ~ x", "-f", "json");
        for (String key : List.of("std_error", "statistic", "p_value", "conf_low")) {
            assertThat(json.get("coefficients").items().get(1).get(key)).isEqualTo(Json.none());
        }
        assertThat(json.get("glance").get("sigma")).isEqualTo(Json.none());
    }
}
