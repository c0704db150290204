package dev.tilde.rnn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;
import static org.assertj.core.api.Assertions.within;

import dev.tilde.data.DataException;
import dev.tilde.data.Dataset;
import dev.tilde.design.Vocabulary;
import dev.tilde.json.Json;
import dev.tilde.model.Fitted;
import dev.tilde.model.SavedFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SavedFitsTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "y ~ x + size | by(id) + order(date); gru",
                "log(y) ~ lag(log(y), 1:2)*kind + rolling(mean, x, 3) + size | id; layers",
                "diff(log(y)) ~ lag(y) + scale(x) + kind | id; leaky",
                "y ~ lag(y) + x | id; esn",
                "y ~ lag(y) + x | id; tdnn",
                "y ~ x | id; skip",
                "y ~ x + feedback(y) | id; output",
                "y ~ lag(y) + x | id; double",
                "y ~ lag(y) + x | id; quantile",
                "y ~ lag(y) + x | by(id) + horizon(3); gru",
                "cbind(y, log(z)) ~ lag(y) + x | id; clockwork",
            })
    void comesBackToTheLastBit(String formula, String words) {
        Dataset data = StreamsTest.shop(40);
        RnnFit fit = StreamsTest.fit(formula, StreamsTest.model(words), data);
        Path file = folder.resolve("fit.json");
        fit.save(file);
        RnnFit read = RnnFit.load(file);
        assertThat(read.predict(data)).isEqualTo(fit.predict(data));
        assertThat(read.predictIntervals(data)
                        .numbers(read.predictIntervals(data).schema().names().get(1)))
                .isEqualTo(fit.predictIntervals(data)
                        .numbers(fit.predictIntervals(data).schema().names().get(1)));
        Dataset future = ForecastsTest.future(40, 5);
        assertThat(read.forecast(5, future).rows())
                .isEqualTo(fit.forecast(5, future).rows());
        assertThat(read.forecast(5, future).notes())
                .isEqualTo(fit.forecast(5, future).notes());
        assertThat(read.stream("north").state()).isEqualTo(fit.stream("north").state());
        assertThat(read.scores()).isEqualTo(fit.scores());
        assertThat(read.notes()).isEqualTo(fit.notes());
        assertThat(read.history()).isEqualTo(fit.history());
        assertThat(RnnSummary.network(read)).isEqualTo(RnnSummary.network(fit));
        assertThat(read.toString()).contains(fit.layout.formula().source());
        assertThat(read.toJson()).isEqualTo(fit.toJson());
        assertThatThrownBy(read::fitted).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> read.update(". ~ . + x")).isInstanceOf(IllegalStateException.class);
    }

    @ParameterizedTest
    @CsvSource({
        "y ~ lag(y) + x | id, gru",
        "y ~ lag(y) + x | id, esn",
        "y ~ x + feedback(y) | id, output",
        "y ~ lag(y) + x | id, double"
    })
    void hasTheSameBytesForAnyNumberOfThreads(String formula, String words) {
        Dataset data = StreamsTest.shop(40);
        RnnRegression one = StreamsTest.model(words);
        String bytes = StreamsTest.fit(formula, one, data).toJson().compact();
        for (int threads : new int[] {2, 5}) {
            RnnRegression more = one.training(one.training().threads(threads));
            assertThat(StreamsTest.fit(formula, more, data).toJson().compact()).isEqualTo(bytes);
        }
    }

    @Test
    void aFitThatLooksAheadIsSavedToo() {
        Dataset data = StreamsTest.shop(40);
        Fitted fit = StreamsTest.fit("y ~ x | id", StreamsTest.QUICK.bidirectional(), data);
        RnnFit read = RnnFit.fromJson(((RnnFit) fit).toJson(), Vocabulary.STANDARD);
        assertThat(read.predict(data)).isEqualTo(fit.predict(data));
    }

    @Test
    void keepsOfTheRowsOnlyTheLast() {
        Dataset data = StreamsTest.shop(40);
        RnnFit fit = StreamsTest.fit("y ~ lag(y, 2) + x | id", StreamsTest.QUICK, data);
        Json ends = fit.toJson().get("ends").get("rows").get("columns");
        assertThat(ends.items().get(0).get("texts").items()).hasSize(2);
        assertThat(ends.items().get(0).get("cells").items()).hasSize(2 * 3);
    }

    private static String text() {
        Dataset data = StreamsTest.shop(16);
        RnnFit fit = StreamsTest.fit("y ~ lag(y) + kind | id", StreamsTest.QUICK.hidden(2), data);
        return fit.toJson().compact();
    }

    @Test
    void refusesOtherFiles() throws IOException {
        String text = text();
        Map<String, String> wrong = new LinkedHashMap<>();
        wrong.put("", "empty");
        wrong.put("{}", "no saved sequence model");
        wrong.put("[1, 2]", "no saved sequence model");
        wrong.put(text.substring(0, text.length() / 2), "not JSON");
        wrong.put(text.replace("\"version\":2", "\"version\":3"), "newer version");
        wrong.put(text.replace("\"level\":0.95", "\"level\":0.9"), "not those that were saved");
        for (Map.Entry<String, String> w : wrong.entrySet()) {
            Path file = folder.resolve("wrong.json");
            Files.writeString(file, w.getKey(), StandardCharsets.UTF_8);
            assertThatThrownBy(() -> RnnFit.load(file))
                    .isInstanceOf(DataException.class)
                    .hasMessageStartingWith("cannot read a model from ")
                    .hasMessageContaining(w.getValue());
        }
        assertThatThrownBy(() -> RnnFit.load(folder.resolve("none.json"))).isInstanceOf(UncheckedIOException.class);
        Path bytes = folder.resolve("bytes.json");
        Files.write(bytes, new byte[] {'"', (byte) 0xff, '"'});
        assertThatThrownBy(() -> RnnFit.load(bytes)).hasMessageContaining("not text in UTF-8");
    }

    /** Version 1 had each number by itself. */
    @Test
    void filesOfVersionOneAreRead() throws URISyntaxException {
        URL url = Objects.requireNonNull(SavedFitsTest.class.getResource("/rnn/saved-version-1.json"));
        RnnFit fit = RnnFit.load(Path.of(url.toURI()));
        List<Forecast.Row> rows = fit.forecast(1).rows();
        assertThat(rows.stream().map(Forecast.Row::group)).containsExactly("north", "south");
        assertThat(rows.stream().map(Forecast.Row::time)).containsExactly("2016-01-13", "2016-01-13");
        assertThat(rows.get(0).prediction()).isCloseTo(2.696893103208432, within(1e-9));
        assertThat(rows.get(1).prediction()).isCloseTo(2.699428927674896, within(1e-9));
        assertThat(rows.get(1).high()).isCloseTo(7.527311069624809, within(1e-9));
        assertThat(fit.means().forecast(1).predictions()[0]).isCloseTo(2.2800865932712036, within(1e-9));
        assertThat(fit.history().get(0)).hasSize(5);
        RnnFit again = RnnFit.fromJson(fit.toJson(), Vocabulary.STANDARD);
        assertThat(again.forecast(1).rows()).isEqualTo(fit.forecast(1).rows());
        assertThat(again.means().forecast(1).rows())
                .isEqualTo(fit.means().forecast(1).rows());
    }

    /** Numbers of many groups take about as many characters as a third of what their decimals would. */
    @Test
    void groupsTakeLittleRoom() {
        int groups = 400;
        String[] id = new String[3 * groups];
        double[] y = new double[id.length];
        for (int i = 0; i < id.length; i++) {
            id[i] = "g" + i / 3;
            y[i] = Math.sin(i);
        }
        Dataset data = Dataset.named("many").with("id", id).with("y", y);
        RnnRegression model = StreamsTest.QUICK
                .hidden(64)
                .training(Training.DEFAULTS.epochs(1).restarts(1));
        RnnFit fit = StreamsTest.fit("y ~ lag(y) | id", model, data);
        int characters = fit.toJson().get("ends").compact().length();
        // 64 floats of state, a prediction and a response.
        assertThat(characters).isLessThan(groups * (64 * 5 + 60));
        RnnFit read = RnnFit.fromJson(fit.toJson(), Vocabulary.STANDARD);
        assertThat(read.forecast(2).rows()).isEqualTo(fit.forecast(2).rows());
    }

    /** Before grids there were no axes in a file. */
    @Test
    void filesWithoutAxesAreRead() {
        String old = text().replace(",\"axes\":null", "");
        assertThat(old).isNotEqualTo(text());
        Json repaired = SavedFile.checked(((Json.Obj) Json.parse(old)).fields());
        assertThat(RnnFit.fromJson(repaired, Vocabulary.STANDARD).scores())
                .isEqualTo(
                        RnnFit.fromJson(Json.parse(text()), Vocabulary.STANDARD).scores());
    }

    /** Changes one value somewhere and repairs the check, so that only the parts themselves can complain. */
    @Test
    void forgedFilesAreDataExceptionsToo() {
        Json json = Json.parse(text());
        SplittableRandom random = new SplittableRandom(7);
        int refused = 0;
        for (int i = 0; i < 400; i++) {
            Json forged =
                    SavedFile.checked(((Json.Obj) changed(json, random, new int[] {random.nextInt(300)})).fields());
            try {
                RnnFit.fromJson(forged, Vocabulary.STANDARD);
            } catch (DataException e) {
                refused++;
            } catch (RuntimeException | Error e) {

                fail("forgery " + i + ": " + e, e);
            }
        }
        assertThat(refused).isGreaterThan(100);
    }

    /** Another value in place of the one that the count leads to. */
    private static Json changed(Json json, SplittableRandom random, int[] left) {
        if (json instanceof Json.Obj o) {
            Map<String, Json> fields = new LinkedHashMap<>();
            o.fields().forEach((k, v) -> fields.put(k, changed(v, random, left)));
            if (left[0]-- == 0 && !fields.isEmpty()) {
                fields.remove(fields.keySet().iterator().next());
            }
            return new Json.Obj(fields);
        }
        if (json instanceof Json.Arr a) {
            var items = new java.util.ArrayList<Json>();
            a.items().forEach(v -> items.add(changed(v, random, left)));
            if (left[0]-- == 0 && !items.isEmpty()) {
                items.remove(random.nextInt(items.size()));
            }
            return new Json.Arr(items);
        }
        if (left[0]-- != 0) {
            return json;
        }
        Json[] others = {
            Json.none(), Json.of(-1), Json.of(1e300), Json.of(2_000_000_000), Json.of("~"), Json.of(true), Json.of("")
        };
        return others[random.nextInt(others.length)];
    }

    @Test
    void lossesOfOnesOwnAreRefused() {
        Loss own = new Loss() {
            @Override
            public double value(double[] f, int at, double y, double[] d) {
                return Losses.MSE.value(f, at, y, d);
            }

            @Override
            public String name() {
                return "mse";
            }
        };
        RnnFit fit = StreamsTest.fit("y ~ x | id", StreamsTest.QUICK.loss(own), StreamsTest.shop(20));
        assertThatThrownBy(fit::toJson).isInstanceOf(DataException.class).hasMessageContaining("cannot be saved");
    }

    @Test
    void updateFitsTheSameRows() {
        Dataset data = StreamsTest.shop(40);
        RnnFit fit = StreamsTest.fit("y ~ lag(y) + x | id", StreamsTest.QUICK, data);
        RnnFit less = fit.update(". ~ . - x");
        RnnFit same = StreamsTest.fit("y ~ lag(y) | id", StreamsTest.QUICK, data);
        assertThat(less.fitted()).isEqualTo(same.fitted());
        assertThat(less.sequences().by()).containsExactly("id");
    }

    @Test
    void comparesOnlyFitsWithRows() {
        RnnFit fit = StreamsTest.fit("y ~ lag(y) | id", StreamsTest.QUICK, StreamsTest.shop(40));
        RnnFit read = RnnFit.fromJson(fit.toJson(), Vocabulary.STANDARD);
        assertThatThrownBy(() -> read.compare(fit)).hasMessage("a fit from a file has no rows; predict those you have");
        assertThatThrownBy(() -> fit.compare(read)).hasMessage("a fit from a file has no rows; predict those you have");
    }
}
