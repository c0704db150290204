package dev.tilde.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import dev.tilde.Tilde;
import dev.tilde.design.DesignOptions;
import dev.tilde.formula.Formula;
import dev.tilde.rnn.Forecast;
import dev.tilde.rnn.RnnFit;
import dev.tilde.rnn.RnnRegression;
import dev.tilde.rnn.Training;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Commands as processes of their own. */
class OtherJvmTest {
    private static final String FORMULA = "Wind ~ lag(Wind, 1:2) | Month";

    @TempDir
    Path folder;

    private Process start(String name, String... args) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName()));
        command.addAll(List.of(args));
        Process java = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectOutput(folder.resolve(name + ".out").toFile())
                .redirectError(folder.resolve(name + ".err").toFile())
                .start();
        java.getOutputStream().close();
        return java;
    }

    private String read(String file) throws IOException {
        return Files.readString(folder.resolve(file));
    }

    private List<String> run(String name, String... args) throws IOException, InterruptedException {
        int exit = start(name, args).waitFor();
        assertThat(read(name + ".err")).as(name).doesNotContain("error:");
        assertThat(exit).isZero();
        return read(name + ".out").lines().toList();
    }

    @Test
    @Timeout(300)
    void regressionsSayTheSameInAnotherJvm() throws IOException, InterruptedException {
        String formula = "log(Ozone) ~ ns(Temp, df=3) + C(Month)";
        run("fit", "fit", "airquality", formula, "--save", "air.json");
        List<String> lines = run("predict", "predict", "air.json", "airquality", "-f", "csv");
        double[] expected = Tilde.ols(formula, Tilde.dataset("airquality")).predict(Tilde.dataset("airquality"));
        assertThat(lines).hasSize(expected.length + 1);
        for (int i = 0; i < expected.length; i++) {
            String cell = lines.get(i + 1).replace("\"\"", "");
            assertThat(cell.isEmpty() ? Double.NaN : Double.parseDouble(cell)).isEqualTo((Double) expected[i]);
        }
    }

    /** Trained in one JVM, read in a second one, compared with a fit of this one: the same bits. */
    @Test
    @Timeout(300)
    void saysTheSameInAnotherJvm() throws IOException, InterruptedException {
        String data = "airquality";
        run("train", "train", data, FORMULA, "-o", "m.tilde", "--epochs", "3", "--restarts", "2", "--hidden", "3");
        List<String> predictions = run("predict", "predict", "m.tilde", data, "-f", "csv");
        List<String> forecasts = run("forecast", "forecast", "m.tilde", "-n", "3", "-f", "csv");
        RnnFit fit = RnnRegression.DEFAULTS
                .hidden(3)
                .training(Training.DEFAULTS.epochs(3).restarts(2))
                .fit(Formula.parse(FORMULA), Tilde.dataset(data).source(), DesignOptions.DEFAULTS);
        double[] expected = fit.predict(Tilde.dataset(data));
        assertThat(predictions).hasSize(154);
        for (int i = 0; i < expected.length; i++) {
            String cell = predictions.get(i + 1).replace("\"\"", "");
            assertThat(cell.isEmpty() ? Double.NaN : Double.parseDouble(cell)).isEqualTo((Double) expected[i]);
        }
        List<Forecast.Row> rows = fit.forecast(3).rows();
        assertThat(forecasts).hasSize(rows.size() + 1);
        for (int i = 0; i < rows.size(); i++) {
            String[] cells = forecasts.get(i + 1).split(",");
            assertThat(Double.parseDouble(cells[2])).isEqualTo(rows.get(i).prediction());
            assertThat(Double.parseDouble(cells[3])).isEqualTo(rows.get(i).low());
            assertThat(Double.parseDouble(cells[4])).isEqualTo(rows.get(i).high());
        }
    }

    /** Ctrl-C keeps the best epoch; the same command without it then goes on from the checkpoint. */
    @Test
    @Timeout(300)
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "no process can send another SIGINT there")
    void keepsTheBestEpochWhenInterrupted() throws IOException, InterruptedException {
        assumeFalse(ignoresInterrupts(), "what started these tests ignores SIGINT, and so does all they start");
        Process train = start(
                "train",
                "train",
                "airquality",
                FORMULA,
                "-o",
                "m.tilde",
                "--epochs",
                "10000000",
                "--patience",
                "10000000",
                "--restarts",
                "1",
                "--hidden",
                "3",
                "--checkpoint",
                "state");
        Path state = folder.resolve("state");
        while (train.isAlive() && !Files.exists(state)) {
            Thread.sleep(50);
        }
        assertThat(train.isAlive()).as(read("train.err")).isTrue();
        new ProcessBuilder("kill", "-INT", Long.toString(train.pid())).start().waitFor();
        assertThat(train.waitFor(200, TimeUnit.SECONDS)).isTrue();
        assertThat(train.exitValue()).isEqualTo(130);
        assertThat(read("train.err"))
                .matches("(?s).*stopped at epoch \\d+; kept epoch \\d+ in m\\.tilde \\(RMSE held out .*\\); "
                        + "the same command goes on from state\n");
        assertThat(read("train.out")).startsWith("Sequence regression: GRU");
        RnnFit fit = RnnFit.load(folder.resolve("m.tilde"));
        assertThat(fit.history().get(0)).hasSizeGreaterThan(2);
        assertThat(fit.forecast(1).rows()).hasSize(5);
        assertThat(Files.exists(folder.resolve("m.tilde.part"))).isFalse();
    }

    /** A shell runs what stands before {@code &} in a script so. Only Linux tells. */
    private static boolean ignoresInterrupts() throws IOException {
        Path status = Path.of("/proc/self/status");
        return Files.exists(status)
                && Files.readAllLines(status).stream()
                        .filter(line -> line.startsWith("SigIgn:"))
                        .anyMatch(line ->
                                (Long.parseUnsignedLong(line.substring(7).strip(), 16) & 1L << 1) != 0);
    }
}
