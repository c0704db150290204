package dev.tilde.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tilde.Tilde;
import dev.tilde.data.Csv;
import dev.tilde.json.Json;
import dev.tilde.rnn.Forecast;
import dev.tilde.rnn.RnnFit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code train}, {@code forecast} and {@code predict}: what is typed, what comes back. */
class SequenceCommandsTest {
    private static final String SHORT = "|--epochs|2|--restarts|1|--hidden|2";

    @TempDir
    static Path folder;

    @BeforeAll
    static void files() throws IOException {
        write("future.csv", "Month,Temp\n9,70\n12,1\n5,80\n7,82\n6,81\n8,83\n");
        write("hole.csv", "Month,Temp\n5,80\n6,81\n8,83\n9,70\n");
        write("empty.csv", "Month,Temp\n5,80\n6,\n7,80\n8,83\n9,70\n");
        write("dates.csv", "d,y,x\n" + days(1, 30));
        write("ahead.csv", "d,x\n2024-02-02,1\n2024-02-01,2\n");
        write("late.csv", "d,x\n2024-02-01,1\n2024-02-03,2\n");
        write("short.csv", "Month,Day,Temp,Ozone\n5,1,67,41\n5,2,72,36\n5,3,74,\n");
        write("other.csv", "a,b\n1,2\n");
        write("other.json.tilde", "{\"what\": \"something else\"}");
        write("text.tilde", "no model");
        Files.write(folder.resolve("bytes.tilde"), new byte[] {(byte) 0xff, (byte) 0xfe, 0, 1});
        Files.createDirectory(folder.resolve("folder"));
        train("air.tilde", "airquality|log(Ozone) ~ lag(log(Ozone)) + Temp <bar> Month");
        train("dates.tilde", "dates.csv|y ~ lag(y) + x");
        train("two.tilde", "airquality|cbind(Wind, Temp) ~ lag(Wind) + lag(Temp)");
        train("last.tilde", "chickweight|last(weight) ~ Time <bar> Chick");
        train("both.tilde", "airquality|Wind ~ Temp <bar> Month|--bidirectional");
        String model = Files.readString(folder.resolve("air.tilde"));
        write("cut.tilde", model.substring(0, model.length() / 2));
        write("newer.tilde", model.replaceFirst("\"version\":2", "\"version\":99"));
        write("changed.tilde", model.replaceFirst("\"level\":0.95", "\"level\":0.9"));
    }

    private static String days(int from, int to) {
        StringBuilder text = new StringBuilder();
        for (int i = from; i <= to; i++) {
            text.append(java.time.LocalDate.of(2024, 1, 1).plusDays(i)).append(',');
            text.append(10 + i % 7).append(',').append(i % 3).append('\n');
        }
        return text.toString();
    }

    private static void write(String name, String text) throws IOException {
        Files.writeString(folder.resolve(name), text);
    }

    private static void train(String model, String args) {
        Shell.Result result = run("train|" + args + SHORT + "|-q|-o|" + model);
        assertThat(result.err()).isEmpty();
        assertThat(result.exit()).isZero();
    }

    /** Names with a point are files of the folder. */
    private static Shell.Result run(String args) {
        return Shell.run(
                "",
                Arrays.stream(args.split("\\|", -1))
                        .map(a -> a.matches("[a-z.]+\\.(csv|tilde|state|html)|folder|nowhere/m\\.tilde")
                                ? folder.resolve(a).toString()
                                : a.replace("<bar>", "|"))
                        .toArray(String[]::new));
    }

    record Case(String args, int exit, String err) {
        @Override
        public String toString() {
            return args.length() > 80 ? args.substring(0, 77) + "..." : args;
        }
    }

    private static Case wrong(String args, int exit, String err) {
        return new Case(args, exit, err);
    }

    private static final String AIR = "train|airquality|Ozone ~ lag(Ozone) <bar> Month|-o|m.tilde|";

    static Stream<Case> options() {
        return Stream.of(
                wrong("train|airquality|Ozone ~ Wind", 2, "error: missing required option: '--output=MODEL'\n..."),
                wrong(AIR + "-m|foo", 2, "error: no network is called foo; there are rnn, lstm, ... and esn\n"),
                wrong(AIR + "-m|esn|--layers|2", 2, """
                        error: --layers changes nothing for --model esn
                            Leave it out.
                        """),
                wrong(
                        AIR + "-m|esn|--loss|mae|--rate|1",
                        2,
                        "error: --loss, --rate change nothing for --model esn\n..."),
                wrong(AIR + "--radius|2", 2, "error: --radius changes nothing for a network that is no esn\n..."),
                wrong(
                        AIR + "-m|esn|--radius|-1",
                        2,
                        "error: ...the spectral radius must be above 0 and at most 1000000, got -1\n"),
                wrong(AIR + "-m|esn|--leak-rate|2", 2, "error: ...leak rate must be above 0 and at most 1, got 2\n"),
                wrong(AIR + "--taps|2", 2, "error: --taps is for tdnn; add --model\n"),
                wrong(AIR + "-m|lstm|--alpha|0.5", 2, "error: --alpha is for leaky, not for --model lstm\n"),
                wrong(AIR + "-m|gru|--delays|1,2", 2, "error: --delays, ... are for skip, clockwork, tdnn, not ...\n"),
                wrong(AIR + "-m|skip|--delays|1;2", 2, "error: --delays, ... are whole numbers ..., not \"1;2\"\n"),
                wrong(AIR + "-m|clockwork|--hidden|7", 2, "error: 7 units do not divide into the 4 groups ...\n"),
                wrong(
                        AIR + "-m|clockwork|--periods|4,1",
                        2,
                        "error: periods ascend, the fastest group first, got [4, 1]\n"),
                wrong(AIR + "-m|tdnn|--bidirectional", 2, "error: a TDNN has no two directions\n"),
                wrong(AIR + "--dropout|2", 2, "error: shares of dropout lie in [0, 1), got 2.0 and 0.0\n"),
                wrong(AIR + "--layers|0", 2, "error: a network has 1 or more layers ...\n"),
                wrong(AIR + "--epochs|0", 2, "error: epochs, patience and batch must be 1 or more, got 0, ...\n"),
                wrong(AIR + "--epochs|x", 2, "error: invalid value for option '--epochs': 'x' is no whole number\n..."),
                wrong(AIR + "--restarts|0", 2, "error: restarts must be 1 or more, got 0\n"),
                wrong(AIR + "--rate|-1", 2, "error: the learning rate must be positive and finite, got -1.0\n"),
                wrong(
                        AIR + "--loss|huber(0)",
                        2,
                        "error: the delta of Huber's loss must be positive and finite, got 0.0\n"),
                wrong(AIR + "--loss|x", 2, "error: no loss is called x; there are mse, ...\n"),
                wrong(AIR + "--optimizer|x", 2, "error: no optimiser is called x; there are sgd, ...\n"),
                wrong(
                        AIR + "--schedule|x",
                        2,
                        "error: no schedule is called x; there are plateau, constant, cosine(0) and step(0.5, 100)\n"),
                wrong(AIR + "--hold-out|x", 2, "error: --hold-out is one of auto, time, groups, none, ...\n"),
                wrong(AIR + "--precision|half", 2, "error: --precision is one of single, double, and not \"half\"\n"),
                wrong(AIR + "--engine|x", 2, "error: --engine is one of auto, java, vector, blas, and not \"x\"\n"),
                wrong(
                        AIR + "--engine|vector|--precision|double",
                        2,
                        "error: the engine vector computes in floats: ...\n"),
                wrong(AIR + "-m|esn|--engine|java", 2, "error: --engine changes nothing for --model esn\n..."),
                wrong(
                        AIR + "--sampling|x",
                        2,
                        "error: no sampling is called x; there are teacher, closed, linear(0, 100), exponential(0.99) and"
                                + " inverse-sigmoid(20)\n"),
                wrong(AIR + "--sampling|linear(2)", 2, "error: the least share of the truth lies in [0, 1], got 2\n"),
                wrong(AIR + "--sampling|closed(2)", 2, "error: the sampling closed takes no number, got 1\n"),
                wrong(AIR + "--loss|huber(a)", 2, "error: not numbers in the loss huber(a)\n"),
                wrong(AIR + "--level|95", 2, "error: the level of intervals must lie between 0 and 1, got 95.0\n"),
                wrong(AIR + "--window|-1", 2, "error: window must be 1 or more steps, not -1\n"),
                wrong(AIR + "--groups|Day", 2, "error: the formula has by [Month], the options have [Day]; ...\n"),
                wrong(AIR + "--unseen|x", 2, "error: --unseen is one of error, na, other, reference, and not \"x\"\n"),
                wrong(AIR + "--checkpoint|m.tilde", 2, "error: --checkpoint and -o name the same file\n"),
                wrong(AIR + "-f|xml", 2, "error: ...is none of text, json, csv, md and html\n..."),
                wrong("train|dates.csv|y ~ x|-o|dates.csv", 1, "error: dates.csv would overwrite the data; ...\n"),
                wrong("train|dates.csv|y ~ x|-o|folder", 1, "error: cannot write folder: it is a folder\n"),
                wrong(
                        "train|dates.csv|y ~ x|-o|nowhere/m.tilde",
                        1,
                        "error: cannot write nowhere/m.tilde: there ...\n"),
                wrong("forecast|air.tilde", 2, "error: missing required option: '--steps=N'\n..."),
                wrong("forecast|air.tilde|-n|0", 2, "error: --steps must be 1 or more, got 0\n"),
                wrong("forecast|air.tilde|-|-n|1|--future|-", 2, "error: DATA and --future cannot both be ...\n"),
                wrong("forecast|air.tilde|-n|1|--level|2", 2, "error: the level of intervals must lie ... got 2\n"),
                wrong("predict|air.tilde|airquality|--interval|0", 2, "error: the level of intervals ... got 0\n"),
                wrong("predict|air.tilde", 2, "error: DATA missing\n..."));
    }

    static Stream<Case> formulasAndData() {
        return Stream.of(
                wrong("train|airquality|Ozone ~ lag(Ozone +|-o|m.tilde", 3, """
                        error: this "(" is never closed

                            Ozone ~ lag(Ozone +
                                       ^
                            Add ")".
                        """),
                wrong("train|airquality|Ozone ~ Ozone|-o|m.tilde", 3, "error: ...\n\n    Ozone ~ Ozone\n..."),
                wrong("train|airquality|Ozone ~ Tmp|-o|m.tilde", 4, """
                        error: no column named "Tmp" in airquality

                            Ozone ~ Tmp
                                    ^^^
                        ...
                        """),
                wrong("train|airquality|Ozone ~ Temp <bar> Moth|-o|m.tilde", 4, "error: ...Moth...\n..."),
                wrong(
                        "train|nosuch.csv|y ~ x|-o|m.tilde",
                        4,
                        "error: there is no file nosuch.csv and no data set ...\n..."),
                wrong("train|other.csv|b ~ lag(a, 3)|-o|m.tilde", 4, "error: no row can be used: ...\n..."),
                wrong("predict|nosuch.tilde|airquality", 4, """
                        error: there is no model nosuch.tilde
                            The model comes first, then the data; tilde train DATA FORMULA -o FILE or tilde fit DATA FORMULA --save FILE makes one.
                        """),
                wrong("predict|folder|airquality", 4, "error: folder is a folder, not a model\n"),
                wrong("predict|air.tilde|air.tilde", 4, """
                        error: air.tilde is a saved model, not data
                            tilde predict MODEL DATA and tilde forecast MODEL read models.
                        """),
                wrong("report|air.tilde|y ~ x", 4, "error: air.tilde is a saved model, not data\n..."),
                wrong("train|airquality|Ozone ~ Temp|-o|", 2, "error: the name of a file is empty\n"),
                wrong("predict|other.csv|air.tilde", 4, "error: other.csv is no saved model\n..."),
                wrong("predict|other.json.tilde|airquality", 4, "error: other.json.tilde is no saved model\n..."),
                wrong("predict|text.tilde|airquality", 4, "error: text.tilde is no saved model\n..."),
                wrong("predict|bytes.tilde|airquality", 4, "error: bytes.tilde is no saved model\n..."),
                wrong(
                        "predict|cut.tilde|airquality",
                        4,
                        "error: cannot read a model from cut.tilde: it is cut short\n"),
                wrong("predict|newer.tilde|airquality", 4, "error: ...comes from a newer version of Tilde; ...\n"),
                wrong("forecast|changed.tilde|-n|1", 4, "error: ...the saved model is damaged: ...\n"),
                wrong("predict|air.tilde|other.csv", 4, "error: the new rows have no column Month, Temp, ...\n"),
                wrong("forecast|air.tilde|-n|2", 4, """
                        error: the forecast needs Temp of the 2 steps ahead; give rows of the future with it
                            --future FILE: rows in any order, with the columns of groups and order.
                        """),
                wrong("forecast|air.tilde|-n|1", 4, "error: the forecast needs Temp of the step ahead; ...\n..."),
                wrong("forecast|air.tilde|-n|1|--future|hole.csv", 4, """
                        error: the future has no row at Month = 7, step 1; a forecast of 1 step needs it
                        """),
                wrong("forecast|air.tilde|-n|1|--future|empty.csv", 4, """
                        error: the future misses Temp at Month = 6, step 1; a forecast of 1 step needs it
                        """),
                wrong("forecast|dates.tilde|-n|2|--future|late.csv", 4, """
                        error: the future has no row at d = 2024-02-02; a forecast of 2 steps needs all of them
                        """),
                wrong("forecast|dates.tilde|-n|2|--future|other.csv", 4, "error: ...have no column x, d; ...\n"),
                wrong("forecast|last.tilde|-n|1", 3, "error: a sequence with one response has no next one ...\n..."),
                wrong("forecast|both.tilde|-n|1", 3, "error: a network that looks ahead cannot go on ...\n..."));
    }

    @ParameterizedTest
    @MethodSource({"options", "formulasAndData"})
    void refuses(Case c) {
        Shell.Result result = run(c.args);
        assertThat(result.err().replace(folder + "/", "")).matches(TranscriptTest.pattern(c.err));
        assertThat(result.out()).isEmpty();
        assertThat(result.exit()).isEqualTo(c.exit);
        assertThat(folder.resolve("m.tilde")).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "-m|gru|--layers|2|--dropout|0.1|--recurrent-dropout|0.1",
                "-m|lstm|--bidirectional|--engine|java",
                "-m|rnn|--relu|--optimizer|lbfgs",
                "-m|peephole|--loss|huber(2)|--clip|5",
                "-m|coupled|--loss|quantile(0.1,0.5,0.9)|--rate|0.01",
                "-m|layer-norm|--precision|double|--schedule|cosine",
                "-m|reset-before|--batch|2|--truncate|5|--vary-lengths",
                "-m|leaky|--alpha|0.5|--hold-out|none",
                "-m|skip|--delays|1,3|--refit|--patience|1",
                "-m|clockwork|--periods|1,2|--window|8",
                "-m|tdnn|--dilations|1,2|--taps|2|--horizon|2",
                "-m|output|--sampling|closed",
                "-m|output|--sampling|linear(0.2, 3)|--schedule|step(0.9, 2)",
                "-m|esn|--radius|0.8|--leak-rate|0.5|--input-scale|0.2|--connections|3|--washout|2",
            })
    void trainsEveryKind(String options) {
        String few = options.contains("esn") ? "|--hidden|10" : SHORT;
        Shell.Result result =
                run("train|airquality|Wind ~ Temp|--groups|Month|--seed|7|-f|csv|-o|kind.tilde|" + options + few);
        assertThat(result.err()).endsWith("wrote " + folder.resolve("kind.tilde") + "\n");
        assertThat(result.exit()).isZero();
        assertThat(result.out()).startsWith("model,rows,count,rmse,mae,r_squared,mase\n");
        assertThat(run("predict|kind.tilde|airquality|-f|csv|-q").out().lines()).hasSize(154);
    }

    @Test
    void printsTheSummaryAndSaysWhereTheModelIs() throws IOException {
        Shell.Result result =
                run("train|airquality|Wind ~ lag(Wind)|-o|sum.tilde|--report|page.html|--no-progress" + SHORT);
        RnnFit fit = RnnFit.load(folder.resolve("sum.tilde"));
        assertThat(result.out()).startsWith("Sequence regression: GRU   Wind ~ lag(Wind)\n");
        assertThat(result.out()).contains("best epoch", "Verdict");
        assertThat(result.err())
                .isEqualTo("wrote " + folder.resolve("sum.tilde") + " and " + folder.resolve("page.html") + "\n");
        assertThat(fit.history().get(0)).hasSize(3);
        assertThat(Files.readString(folder.resolve("page.html"))).startsWith("<!doctype html>");
    }

    @Test
    void givesJsonOfATraining() {
        Json json = Json.parse(run("train|airquality|Wind ~ lag(Wind) <bar> Month|-o|j.tilde|-q|-f|json" + SHORT)
                .out());
        assertThat(((Json.Obj) json).fields().keySet())
                .containsExactly(
                        "schema",
                        "formula",
                        "convention",
                        "model",
                        "parameters",
                        "level",
                        "seed",
                        "interrupted",
                        "sequences",
                        "scores",
                        "restarts",
                        "notes",
                        "provenance");
        RnnFit fit = RnnFit.load(folder.resolve("j.tilde"));
        assertThat(json.get("formula").text("")).isEqualTo("Wind ~ lag(Wind) | Month");
        assertThat(json.get("parameters").number()).isEqualTo(fit.parameters());
        assertThat(json.get("scores").items()).hasSize(fit.scores().size());
        assertThat(json.get("scores").items().get(1).get("rmse").number())
                .isEqualTo(fit.scores().get(1).rmse());
        assertThat(json.get("restarts").items().get(0).get("held_out").items()).hasSize(3);
        assertThat(json.get("interrupted").isTrue()).isFalse();
    }

    @Test
    void goesOnFromACheckpoint() {
        String train = "train|airquality|Wind ~ lag(Wind)|-q|-f|csv|--epochs|4|--hidden|2|--restarts|1";
        String whole = run(train + "|-o|whole.tilde").out();
        assertThat(run(train + "|-o|first.tilde|--checkpoint|air.state").out()).isEqualTo(whole);
        assertThat(run(train + "|-o|second.tilde|--checkpoint|air.state").out()).isEqualTo(whole);
        Shell.Result other = run(train + "|-o|third.tilde|--seed|2|--checkpoint|air.state");
        assertThat(other.exit()).isEqualTo(4);
        assertThat(other.err()).contains("is of another fit");
    }

    @Test
    void saysThatATrainingDiverged() {
        Shell.Result result = run("train|airquality|Wind ~ Temp + Solar.R|-o|m.tilde|--optimizer|sgd|--rate|1e300"
                + "|--clip|1e300|--hold-out|none|-q|--epochs|5|--restarts|1|--hidden|2|-m|rnn|--relu");
        assertThat(result.err()).startsWith("error: training diverged: after epoch 5 the loss is no number; ");
        assertThat(result.exit()).isEqualTo(5);
        assertThat(folder.resolve("m.tilde")).doesNotExist();
    }

    @Test
    void forecastsEveryGroup() {
        RnnFit fit = RnnFit.load(folder.resolve("air.tilde"));
        Forecast forecast = fit.level(0.8).forecast(1, Csv.read(folder.resolve("future.csv")));
        Shell.Result csv = run("forecast|air.tilde|-n|1|--future|future.csv|--level|0.8|-f|csv");
        List<String> lines = new ArrayList<>(List.of("Month,step,prediction,low,high,level"));
        for (Forecast.Row r : forecast.rows()) {
            // Month 6 ends with responses that are missing, further back than errors were measured.
            String level = Double.isNaN(r.level()) ? "" : Double.toString(r.level());
            lines.add(r.group() + ",1," + r.prediction() + "," + r.low() + "," + r.high() + "," + level);
        }
        assertThat(csv.out().lines()).containsExactlyElementsOf(lines);
        assertThat(csv.err()).startsWith("note: 1 sequence of the future without a past left out\nnote: intervals ");
        assertThat(run("forecast|air.tilde|-n|1|--future|future.csv|--level|0.8")
                        .out())
                .matches(TranscriptTest.pattern("""
                        Forecast of 1 step ahead   log(Ozone) ~ lag(log(Ozone)) + Temp | Month

                          Month   Step   Forecast   ...80% interval
                          ...
                          5          1 ... to ...
                          9          1 ... to ...
                          Note    1 sequence of the future without a past left out
                        ...
                        """));
        Json json = Json.parse(
                run("forecast|air.tilde|-n|1|--future|future.csv|-f|json").out());
        assertThat(json.get("level").number()).isEqualTo(0.95);
        assertThat(json.get("rows").items().get(4).get("Month").number()).isEqualTo(9);
        assertThat(json.get("rows").items().get(4).get("prediction").number())
                .isEqualTo(forecast.rows().get(4).prediction());
        assertThat(json.get("notes").items())
                .hasSameSizeAs(
                        fit.forecast(1, Csv.read(folder.resolve("future.csv"))).notes());
    }

    @Test
    void forecastsBehindOtherRows() {
        assertThat(run("forecast|dates.tilde|-n|2|--future|ahead.csv|-f|csv|-q").out())
                .startsWith("d,step,prediction,low,high,level\n2024-02-01,1,")
                .contains("\n2024-02-02,2,");
        assertThat(run("forecast|air.tilde|short.csv|-n|1|--future|future.csv|-f|csv|-q")
                        .out()
                        .lines())
                .hasSize(2)
                .element(1)
                .asString()
                .startsWith("5,1,");
    }

    @Test
    void predictsRowByRow() {
        double[] expected = RnnFit.load(folder.resolve("air.tilde")).predict(Tilde.dataset("airquality"));
        Shell.Result csv = run("predict|air.tilde|airquality|-f|csv");
        List<String> lines = csv.out().lines().toList();
        assertThat(lines).hasSize(154).startsWith("prediction");
        for (int i = 0; i < 153; i++) {
            String cell = lines.get(i + 1).replace("\"\"", "");
            assertThat(cell.isEmpty() ? Double.NaN : Double.parseDouble(cell)).isEqualTo((Double) expected[i]);
        }
        long missing = Arrays.stream(expected).filter(Double::isNaN).count();
        assertThat(csv.err())
                .isEqualTo("note: " + missing
                        + " of 153 rows have no prediction: the rows before them miss what their lags need\n");
        Json json = Json.parse(
                run("predict|air.tilde|airquality|-f|json|--interval|0.5|-q").out());
        assertThat(((Json.Obj) json.get("predictions")).fields().keySet()).containsExactly("prediction", "low", "high");
        assertThat(json.get("predictions").get("prediction").items().get(1).number())
                .isEqualTo(expected[1]);
        assertThat(json.get("predictions").get("prediction").items().get(0)).isEqualTo(Json.none());
        assertThat(run("predict|air.tilde|airquality|-q").out()).startsWith("""
                        Predictions   log(Ozone) ~ lag(log(Ozone)) + Temp | Month

                          Rows    153; the first 10 are shown, -f csv has all
                        """);
    }

    @Test
    void saysWhichResponseLagsMiss() {
        assertThat(run("predict|air.tilde|future.csv|-f|csv").err())
                .matches("note: (\\d+) of \\1 rows have no prediction: there is no column Ozone, which lags read\n");
        assertThat(run("predict|dates.tilde|dates.csv|-f|csv").err()).doesNotContain("no column");
    }

    @Test
    void predictsSeveralResponsesAndWholeSequences() {
        assertThat(run("predict|two.tilde|airquality|-f|csv|-q").out()).startsWith("Wind,Temp\n,\n");
        assertThat(run("predict|two.tilde|airquality|-f|csv|-q|--interval|0.9").out())
                .startsWith("Wind,Wind low,Wind high,Temp,Temp low,Temp high\n");
        assertThat(run("predict|last.tilde|chickweight|-f|csv").err())
                .isEqualTo("note: 528 of 578 rows have no prediction: a sequence has one, on its last row\n");
    }

    @Test
    void isListedInTheHelp() {
        assertThat(run("--help").out())
                .contains("\n  train ", "\n  forecast ", "\n  predict ", "130 or 143 interrupted");
        for (String command : List.of("train", "forecast", "predict")) {
            assertThat(run(command + "|--help").out()).contains("Usage: tilde " + command + " ");
        }
    }
}
