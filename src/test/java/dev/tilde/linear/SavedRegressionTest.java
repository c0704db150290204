package dev.tilde.linear;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tilde.Tilde;
import dev.tilde.data.DataException;
import dev.tilde.data.Dataset;
import dev.tilde.data.Datasets;
import dev.tilde.design.DesignOptions;
import dev.tilde.design.Vocabulary;
import dev.tilde.formula.Conventions;
import dev.tilde.formula.Formula;
import dev.tilde.json.Json;
import dev.tilde.model.Fitted;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A fit in a file says and predicts what the fit does, to the last bit; a file that is not whole is refused. */
class SavedRegressionTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "airquality; Ozone ~ Solar.R + bs(Wind, df=4) + C(Month)",
                "mtcars; mpg ~ wt*C(cyl) + poly(hp, 2)",
                "mtcars; mpg ~ 0 + wt + qsec",
                "mtcars; mpg ~ wt + I(2 * wt) + hp",
                "mtcars; mpg ~ wt + offset(hp / 100)",
                "warpbreaks; breaks ~ wool*tension",
            })
    void linearFitsKeepEveryBit(String data, String formula) {
        Dataset rows = Datasets.find(data);
        for (Covariance covariance : List.of(Covariances.CLASSIC, Covariances.HC3)) {
            LinearFit fit = LinearRegression.OLS
                    .with(covariance)
                    .fit(Formula.parse(formula), rows.source(), DesignOptions.DEFAULTS);
            SavedRegression read =
                    SavedRegression.fromJson(Json.parse(fit.saved().toJson().compact()), Vocabulary.STANDARD);
            assertThat(read.predict(rows)).isEqualTo(fit.predict(rows));
            assertThat(read.coefficients()).isEqualTo(fit.coefficients());
            assertThat(read.glance().get("r.squared")).isEqualTo(fit.rSquared());
            for (Interval interval : Interval.values()) {
                Predictions p = fit.predict(rows, interval);
                Dataset q = read.predictions(rows.source(), interval, 0.95);
                assertThat(q.numbers(".lower")).isEqualTo(p.low());
                assertThat(q.numbers(".se.fit")).isEqualTo(p.stdError());
            }
            assertThat(read.toString()).hasSizeLessThan(1000);
            assertThat(read.summary().toString()).contains("without its rows");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "mtcars; am ~ wt; binomial; probit",
                "quine; Days ~ Eth*Sex + offset(log(Days + 1)); quasipoisson; log",
                "mtcars; mpg ~ wt + I(2 * wt); Gamma; inverse",
            })
    void generalisedFitsKeepEveryBit(String data, String formula, String family, String link) {
        Dataset rows = Datasets.find(data);
        GlmFit fit = GlmRegression.of(Families.of(family))
                .link(Links.of(link))
                .fit(Formula.parse(formula), rows.source(), DesignOptions.DEFAULTS);
        fit.save(folder.resolve("m.json"));
        SavedRegression read = SavedRegression.load(folder.resolve("m.json"));
        assertThat(read.predict(rows)).isEqualTo(fit.predict(rows));
        GlmPredictions p = fit.predictions(rows.source());
        Dataset q = read.predictions(rows.source(), Interval.CONFIDENCE, 0.95);
        assertThat(q.numbers(".lower")).isEqualTo(p.low());
        assertThat(q.numbers(".se.fit")).isEqualTo(p.responseErrors());
        assertThat(read.family()).contains(fit.model().family().label());
        assertThatThrownBy(() -> read.predictions(rows.source(), Interval.PREDICTION, 0.9))
                .isInstanceOf(IllegalArgumentException.class);
    }

    /** Roles that options give, under both conventions; fits of as many coefficients as rows have no errors. */
    @ParameterizedTest
    @CsvSource({
        "lm, weights, false",
        "lm, offset, false",
        "lm, cluster, false",
        "lm, none, true",
        "glm, weights, false",
        "glm, offset, false",
        "glm, cluster, false",
        "glm, none, true",
        "glm, cluster, true",
    })
    void fitsOfAllOptionsComeBack(String kind, String role, boolean saturated) {
        Dataset all = Datasets.find("mtcars");
        Dataset rows = saturated ? all.subset(0, 1, 2) : all;
        DesignOptions none = DesignOptions.DEFAULTS;
        DesignOptions options = switch (role) {
            case "weights" -> none.weights("qsec");
            case "offset" -> none.offset("drat");
            case "cluster" -> none.cluster("gear");
            default -> none;
        };
        for (Conventions c : List.of(Conventions.TILDE, Conventions.R)) {
            Formula formula = Formula.parse("mpg ~ wt + hp", c);
            Fitted fit = kind.equals("lm")
                    ? LinearRegression.OLS.fit(formula, rows.source(), options)
                    : GlmRegression.of(Families.GAMMA).link(Links.LOG).fit(formula, rows.source(), options);
            SavedRegression saved = fit instanceof LinearFit l ? l.saved() : ((GlmFit) fit).saved();
            saved.save(folder.resolve("options.json"));
            SavedRegression read = SavedRegression.load(folder.resolve("options.json"));
            assertThat(read.predict(all)).isEqualTo(fit.predict(all));
            assertThat(read.coefficients()).isEqualTo(saved.coefficients());
            Dataset one = saved.predictions(all.source(), Interval.CONFIDENCE, 0.95);
            Dataset two = read.predictions(all.source(), Interval.CONFIDENCE, 0.95);
            for (String column : one.schema().names()) {
                assertThat(two.numbers(column)).isEqualTo(one.numbers(column));
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"0, Ridge", "0.5, Elastic net", "1, Lasso"})
    void penalisedFitsKeepEveryBit(double alpha, String name) {
        Dataset rows = Datasets.find("mtcars");
        PenalizedFit fit = PenalizedRegression.elasticNet(alpha)
                .fit(
                        Formula.parse("mpg ~ wt*C(cyl) + scale(hp) + offset(drat)"),
                        rows.source(),
                        DesignOptions.DEFAULTS);
        fit.save(folder.resolve("penalised.json"));
        SavedRegression read = SavedRegression.load(folder.resolve("penalised.json"));
        assertThat(read.predict(rows)).isEqualTo(fit.predict(rows));
        assertThat(read.coefficients().stream().mapToDouble(Coefficient::estimate))
                .containsExactly(Arrays.stream(fit.coefficients()).boxed().toArray(Double[]::new));
        assertThat(read.glance()).containsEntry("lambda", fit.lambda());
        assertThat(read.summary().toString()).contains(name + " regression");
        assertThat(read.toString()).contains("lambda");
        assertThatThrownBy(() -> read.predictions(rows.source(), Interval.CONFIDENCE, 0.9))
                .hasMessageContaining("no intervals");
    }

    /** Predicts in this JVM what another one saved. */
    public static void main(String[] args) {
        SavedRegression read = SavedRegression.load(Path.of(args[0]));
        double[] y = read.predict(Datasets.find("airquality"));
        long[] bits = Arrays.stream(y).mapToLong(Double::doubleToLongBits).toArray();
        System.out.println(Arrays.hashCode(bits) + " " + Arrays.toString(bits).length());
    }

    @Test
    void anotherJvmPredictsTheSameBits() throws Exception {
        Path file = folder.resolve("air.json");
        LinearFit fit = Tilde.ols("log(Ozone) ~ ns(Temp, df=3)*C(Month) + scale(Wind)", Tilde.dataset("airquality"));
        fit.save(file);
        Process other = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        SavedRegressionTest.class.getName(),
                        file.toString())
                .redirectErrorStream(true)
                .start();
        String said = new String(other.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        long[] bits = Arrays.stream(fit.predict(Datasets.find("airquality")))
                .mapToLong(Double::doubleToLongBits)
                .toArray();
        assertThat(said)
                .isEqualTo(Arrays.hashCode(bits) + " " + Arrays.toString(bits).length());
    }

    @Test
    void refusesWhatIsNotWhole() throws Exception {
        String text = Tilde.ols("mpg ~ wt + hp", Tilde.dataset("mtcars"))
                .saved()
                .toJson()
                .compact();
        Map<String, String> wrong = Map.of(
                text.substring(0, text.length() / 2),
                "end-of-input",
                text.replace("\"version\":1", "\"version\":2"),
                "newer version",
                text.replaceFirst("\"level\":0.95", "\"level\":0.9"),
                "not those that were saved",
                "{\"what\":\"something\"}",
                "no saved regression",
                "hello",
                "");
        for (Map.Entry<String, String> w : wrong.entrySet()) {
            Path file = folder.resolve("wrong.json");
            Files.writeString(file, w.getKey());
            assertThatThrownBy(() -> SavedRegression.load(file))
                    .isInstanceOf(DataException.class)
                    .hasMessageStartingWith("cannot read a model from ")
                    .hasMessageContaining(w.getValue());
        }
    }
}
