package dev.tilde.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The first touch of a table costs a second, so commands never do. */
class StartUpTest {
    @TempDir
    Path folder;

    /** Runs every command in a JVM of its own, so that its classes are all that is loaded. */
    static final class Commands {
        private Commands() {}

        public static void main(String[] args) {
            String csv = args[0];
            String page = args[1];
            String model = args[2];
            String[][] all = {
                {"--help"},
                {"fit", "--help"},
                {"explain", "y ~ a * b"},
                {"explain", "y ~ x * g", csv},
                {"fit", csv, "y ~ x + g"},
                {"fit", csv, "y ~ x + z"},
                {"fit", "airquality", "Ozone ~ Wind + C(Month)", "-f", "json"},
                {"fit", "airquality", "Ozone ~ Wind", "--robust", "hc3"},
                {"fit", "airquality", "Ozone ~ Wind", "--family", "poisson"},
                {"anova", "airquality", "Ozone ~ Wind * C(Month)"},
                {"diagnose", "airquality", "Ozone ~ Wind"},
                {"report", "airquality", "Ozone ~ Wind", "-o", page, "-q"},
                {"matrix", csv, "y ~ g", "-f", "csv"},
                {"matrix", csv, "y ~ g", "--type", "x=factor", "--levels", "g=b,a"},
                {"data"},
                {"data", csv},
                {"data", "airquality"},
                {"train", csv, "y ~ lag(y)", "-o", model, "--epochs", "1", "--restarts", "1", "--hold-out", "none"},
                {"forecast", model, "-n", "2"},
                {"predict", model, csv, "--interval", "0.5"},
            };
            for (String[] command : all) {
                int exit = Main.run(System.in, System.out, System.out, command);
                System.out.println("exit " + exit);
            }
        }
    }

    @Test
    void neverLoadsTablesaw() throws IOException, InterruptedException {
        Path csv = Files.writeString(folder.resolve("s.csv"), "y,x,g\n1,2,a\n2,3,b\n3,4,a\n4,6,b\n6,7,a\n");
        Path log = folder.resolve("out.txt");
        Process java = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xshare:auto",
                        "-verbose:class",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Commands.class.getName(),
                        csv.toString(),
                        folder.resolve("page.html").toString(),
                        folder.resolve("m.tilde").toString()))
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        java.getOutputStream().close();
        assertThat(java.waitFor()).isZero();
        List<String> exits = new ArrayList<>();
        List<String> tables = new ArrayList<>();
        boolean classes = false;
        for (String line : Files.readString(log, StandardCharsets.UTF_8).lines().toList()) {
            classes |= line.contains("dev.tilde.linear.LinearFit ");
            if (line.contains("tech.tablesaw")) {
                tables.add(line);
            }
            if (line.startsWith("exit ")) {
                exits.add(line.substring(5));
            }
        }
        assertThat(classes).as("the log lists classes").isTrue();
        assertThat(tables).isEmpty();
        assertThat(exits)
                .containsExactly(
                        "0", "0", "0", "0", "0", "4", "0", "0", "0", "0", "0", "0", "0", "0", "0", "0", "0", "0", "0",
                        "0");
    }
}
