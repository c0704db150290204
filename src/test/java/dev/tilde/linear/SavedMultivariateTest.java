package dev.tilde.linear;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.tilde.Tilde;
import dev.tilde.data.DataException;
import dev.tilde.data.Dataset;
import dev.tilde.data.Datasets;
import dev.tilde.design.DesignOptions;
import dev.tilde.design.Vocabulary;
import dev.tilde.formula.Conventions;
import dev.tilde.formula.Formula;
import dev.tilde.json.Json;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Fits of several responses in a file say and predict what they do in memory, to the last bit. */
class SavedMultivariateTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "airquality; Ozone + log(Solar.R) ~ bs(Wind, df=4) + C(Month); tilde; none",
                "mtcars; mpg + disp + qsec ~ wt*C(cyl) + I(2 * wt); tilde; none",
                "mtcars; cbind(mpg, disp) ~ 0 + wt + qsec; R; weights",
                "mtcars; cbind(mpg, log(hp)) ~ wt + poly(qsec, 2); R; offset",
                "mtcars; mpg + hp ~ wt + am; tilde; cluster",
            })
    void fitsKeepEveryBit(String data, String text, String conventions, String role) {
        Dataset rows = Datasets.find(data);
        DesignOptions none = DesignOptions.DEFAULTS;
        DesignOptions options = switch (role) {
            case "weights" -> none.weights("gear");
            case "offset" -> none.offset("drat");
            case "cluster" -> none.cluster("gear");
            default -> none;
        };
        Formula formula = Formula.parse(text, conventions.equals("R") ? Conventions.R : Conventions.TILDE);
        MultivariateFit fit = MultivariateRegression.OLS.fit(formula, rows.source(), options);
        SavedMultivariate read =
                SavedMultivariate.fromJson(Json.parse(fit.saved().toJson().compact()), Vocabulary.STANDARD);
        assertThat(read.responses()).isEqualTo(fit.responses());
        assertThat(read.residualProducts().data())
                .isEqualTo(fit.residualProducts().data());
        assertThat(read.residualCovariance().data())
                .isEqualTo(fit.residualCovariance().data());
        assertThat(read.toString()).isEqualTo(fit.toString());
        Dataset predicted = fit.predict(rows);
        for (String y : fit.responses()) {
            LinearFit own = fit.fit(y);
            assertThat(predicted.numbers(y)).isEqualTo(own.predict(rows));
            assertThat(read.predict(rows).numbers(y)).isEqualTo(own.predict(rows));
            assertThat(read.fit(y).coefficients()).isEqualTo(own.coefficients());
            for (Interval interval : Interval.values()) {
                Predictions p = own.predict(rows, interval).level(0.9);
                Dataset q = read.predictions(rows.source(), interval, 0.9);
                assertThat(q.numbers(y + ".fitted")).isEqualTo(p.fit());
                assertThat(q.numbers(y + ".se.fit")).isEqualTo(p.stdError());
                assertThat(q.numbers(y + ".lower")).isEqualTo(p.low());
                assertThat(q.numbers(y + ".upper")).isEqualTo(p.high());
            }
        }
        assertThatThrownBy(() -> read.fit("zzz")).hasMessageContaining("no response is called zzz; there are ");
    }

    /** The design and the coordinates of its columns stand in the file once. */
    @Test
    void filesKeepTheDesignOnce() {
        String text = Tilde.multivariate("mpg + disp + hp + qsec ~ wt*C(cyl)", Tilde.dataset("mtcars"))
                .saved()
                .toJson()
                .compact();
        assertThat(text.split("\"design\":", -1)).hasSize(2);
        assertThat(text.split("\"coordinates\":\\{", -1)).hasSize(2);
    }

    @Test
    void summariesShowResponsesBesideEachOther() {
        MultivariateFit fit = Tilde.multivariate("mpg + disp ~ wt + hp", Tilde.dataset("mtcars"));
        assertThat(fit.summary().toString())
                .contains("Linear regression of 2 responses", "wt ", "disp", "Typical error")
                .doesNotContain("without its rows");
        assertThat(fit.saved().summary().toString()).contains("without its rows");
        assertThat(Tilde.multivariate("mpg ~ wt", Tilde.dataset("mtcars")).toString())
                .contains("1 response, 32 rows");
        assertThat(fit.with(Covariances.HC3).summary().toString()).contains("HC3");
    }

    @Test
    void errorsOfAnotherKindReachEveryResponse() {
        MultivariateFit fit = Tilde.multivariate("mpg + disp ~ wt + hp", Tilde.dataset("mtcars"));
        for (String y : fit.responses()) {
            LinearFit alone =
                    Tilde.ols(y + " ~ wt + hp", Tilde.dataset("mtcars")).with(Covariances.HC3);
            assertThat(fit.with(Covariances.HC3).fit(y).coefficients().get(1).stdError())
                    .isCloseTo(alone.coefficients().get(1).stdError(), within(1e-12));
        }
    }

    /** A report is of the response of its fit, not of the first. */
    @Test
    void reportsNameTheirOwnResponse() {
        MultivariateFit fit = Tilde.multivariate("mpg + disp ~ wt + hp", Tilde.dataset("mtcars"));
        assertThat(fit.fit("disp").report().title()).isEqualTo("disp explained by wt, hp");
        assertThat(fit.fit("disp").report().toString())
                .contains("Change in disp")
                .doesNotContain("Change in mpg");
    }

    /** Predicts in this JVM what another one saved. */
    public static void main(String[] args) {
        System.out.println(bits(SavedMultivariate.load(Path.of(args[0])).predict(Datasets.find("airquality"))));
    }

    private static String bits(Dataset predicted) {
        List<long[]> all = predicted.schema().names().stream()
                .map(n -> Arrays.stream(predicted.numbers(n))
                        .mapToLong(Double::doubleToLongBits)
                        .toArray())
                .toList();
        return all.stream().map(Arrays::hashCode).toList().toString();
    }

    @Test
    void anotherJvmPredictsTheSameBits() throws Exception {
        Path file = folder.resolve("air.json");
        MultivariateFit fit =
                Tilde.multivariate("log(Ozone) + Solar.R ~ ns(Temp, df=3)*C(Month)", Tilde.dataset("airquality"));
        fit.save(file);
        Process other = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        SavedMultivariateTest.class.getName(),
                        file.toString())
                .redirectErrorStream(true)
                .start();
        assertThat(new String(other.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip())
                .isEqualTo(bits(fit.predict(Datasets.find("airquality"))));
    }

    @Test
    void refusesWhatIsNotWhole() throws Exception {
        Dataset cars = Tilde.dataset("mtcars");
        String text = Tilde.multivariate("mpg + disp ~ wt + hp", cars)
                .saved()
                .toJson()
                .compact();
        Map<String, String> wrong = new LinkedHashMap<>();
        wrong.put(text.substring(0, text.length() / 2), "end-of-input");
        wrong.put(text.replace("\"version\":1", "\"version\":2"), "newer version");
        wrong.put(text.replaceFirst("\"level\":0.95", "\"level\":0.9"), "not those that were saved");
        wrong.put(Tilde.ols("mpg ~ wt", cars).saved().toJson().compact(), "no saved multivariate regression");
        wrong.put("hello", "");
        for (Map.Entry<String, String> w : wrong.entrySet()) {
            Path file = folder.resolve("wrong.json");
            Files.writeString(file, w.getKey());
            assertThatThrownBy(() -> SavedMultivariate.load(file))
                    .isInstanceOf(DataException.class)
                    .hasMessageStartingWith("cannot read a model from ")
                    .hasMessageContaining(w.getValue());
        }
    }
}
