package dev.tilde.bench;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/**
 * Formula and a million rows in memory to the text of the summary: Tilde, Smile, R and statsmodels on the same rows, in turns,
 * each turn in a process of its own. Least squares of 20 numeric columns and two factors with their interaction; logistic
 * regression of 15 numeric columns. The rows are read before the clock starts, and calls that are not timed come first: 40 of Tilde,
 * two of Smile, one of R, one of statsmodels on the first thousand rows. The processors of this process are those
 * of all but {@code tilde1}, which has one; what has not been installed is left out with the reason.
 */
public final class LinearPeers {
    private static final int ROWS = 1_000_000;

    private static final String PYTHON = System.getProperty("python", "python3");

    private static final String R_SCRIPT = """
            arg <- commandArgs(TRUE)
            linear <- arg[1] == "ols"
            q <- if (linear) 20 else 15
            n <- file.size(arg[2]) / 8 / (q + if (linear) 3 else 1)
            con <- file(arg[2], "rb")
            d <- as.data.frame(lapply(1:q, function(j) readBin(con, "double", n, 8, endian = "little")))
            names(d) <- paste0("x", 1:q)
            d$y <- readBin(con, "double", n, 8, endian = "little")
            if (linear) {
              d$a <- factor(paste0("a", readBin(con, "double", n, 8, endian = "little")))
              d$b <- factor(paste0("b", readBin(con, "double", n, 8, endian = "little")))
            }
            f <- reformulate(c(paste0("x", 1:q), if (linear) "a*b"), "y")
            for (i in 1:(1 + as.integer(arg[3]))) {
              gc()
              t <- system.time({
                s <- summary(if (linear) lm(f, d) else glm(f, binomial, d))
                text <- capture.output(print(s))
              })
              v <- coef(s)["x1", 1:2]
              if (i > 1) cat("time", t[[3]], t[[1]] + t[[2]], format(v, digits = 15), "\\n")
            }
            """;

    private static final String PYTHON_SCRIPT = """
            import sys, time
            import numpy as np, pandas as pd, statsmodels.api as sm, statsmodels.formula.api as smf
            linear = sys.argv[1] == "ols"
            q = 20 if linear else 15
            z = np.fromfile(sys.argv[2], "<f8").reshape(q + (3 if linear else 1), -1)
            d = pd.DataFrame({f"x{j + 1}": z[j] for j in range(q)})
            d["y"] = z[q]
            if linear:
                for i, (c, k) in enumerate((("a", 5), ("b", 4))):
                    d[c] = pd.Categorical.from_codes(z[q + 1 + i].astype(int), [f"{c}{l}" for l in range(k)])
            f = "y ~ " + " + ".join(f"x{j + 1}" for j in range(q)) + (" + a*b" if linear else "")
            def fit(d):
                m = smf.ols(f, d) if linear else smf.glm(f, d, family=sm.families.Binomial())
                r = m.fit()
                str(r.summary())
                return r
            fit(d.head(1000))
            for i in range(int(sys.argv[3])):
                t, p = time.perf_counter(), time.process_time()
                r = fit(d)
                print("time", time.perf_counter() - t, time.process_time() - p, r.params["x1"], r.bse["x1"])
            """;

    private LinearPeers() {}

    /**
     * A call: seconds, seconds of the processors, estimate and standard error of x1, processor time of all threads over that
     * of the busiest: what as many free processors could bring; 1 where it is not known.
     */
    private record Call(double wall, double processor, double estimate, double error, double sharing) {}

    /**
     * @param args rounds (3), models ({@code ols,logistic}), programs ({@code tilde,tilde1,smile,r,statsmodels}, where
     *     {@code tilde1} is Tilde on one thread and one processor, which {@code taskset} holds it to: collectors and compilers
     *     would otherwise lend it the second)
     */
    public static void main(String[] args) throws IOException, InterruptedException {
        int rounds = args.length > 0 ? Integer.parseInt(args[0]) : 3;
        String[] models = (args.length > 1 ? args[1] : "ols,logistic").split(",");
        String[] programs = (args.length > 2 ? args[2] : "tilde,tilde1,smile,r,statsmodels").split(",");
        Path room = Files.createTempDirectory("peers");
        Path r = Files.writeString(room.resolve("peer.R"), R_SCRIPT);
        Path python = Files.writeString(room.resolve("peer.py"), PYTHON_SCRIPT);
        for (String model : models) {
            Path rows = room.resolve(model);
            (model.equals("ols") ? PeerRows.leastSquares(ROWS) : PeerRows.logistic(ROWS)).write(rows);
            Map<String, List<Call>> calls = new LinkedHashMap<>();
            Map<String, String> missing = new LinkedHashMap<>();
            for (int round = 0; round < rounds; round++) {
                for (String program : programs) {
                    if (!missing.containsKey(program)) {
                        run(program, model, rows, r, python, calls, missing);
                    }
                }
            }
            print(System.out, model, rounds, calls, missing);
            Files.delete(rows);
        }
        Files.delete(r);
        Files.delete(python);
        Files.delete(room);
    }

    private static void run(
            String program,
            String model,
            Path rows,
            Path r,
            Path python,
            Map<String, List<Call>> calls,
            Map<String, String> missing)
            throws IOException, InterruptedException {
        List<String> command = switch (program) {
            case "r" -> List.of("Rscript", "--vanilla", r.toString(), model, rows.toString(), "3");
            case "statsmodels" -> List.of(PYTHON, python.toString(), model, rows.toString(), "1");
            default -> java(program, model, rows);
        };
        if (program.equals("smile") && !model.equals("ols")) {
            missing.put(program, "its logistic regression has neither a formula nor standard errors");
            return;
        }
        Path errors = Files.createTempFile("peer", ".err");
        try {
            Process process =
                    new ProcessBuilder(command).redirectError(errors.toFile()).start();
            String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            List<Call> own = out.lines()
                    .filter(l -> l.startsWith("time "))
                    .map(LinearPeers::call)
                    .toList();
            if (process.waitFor() != 0 || own.isEmpty()) {
                List<String> said = Files.readAllLines(errors);
                missing.put(
                        program,
                        "ended with " + process.exitValue() + ": " + (said.isEmpty() ? "" : said.get(said.size() - 1)));
                return;
            }
            calls.computeIfAbsent(program, p -> new ArrayList<>()).add(median(own));
        } catch (IOException e) {
            missing.put(program, String.valueOf(e.getMessage()));
        } finally {
            Files.delete(errors);
        }
    }

    private static List<String> java(String program, String model, Path rows) {
        List<String> command = new ArrayList<>();
        if (program.equals("tilde1")) {
            command.addAll(List.of("taskset", "-c", "0"));
        }
        command.addAll(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx6g"));
        if (program.equals("tilde1")) {
            command.add("-Djava.util.concurrent.ForkJoinPool.common.parallelism=0");
        }
        boolean smile = program.equals("smile");
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), PeerJvm.class.getName()));
        command.addAll(
                List.of(smile ? "smile" : "tilde", model, rows.toString(), smile ? "2" : "40", smile ? "3" : "11"));
        return command;
    }

    private static Call call(String line) {
        double[] v = Arrays.stream(line.substring(5).strip().split("\\s+"))
                .mapToDouble(Double::parseDouble)
                .toArray();
        return new Call(v[0], v[1], v[2], v[3], v.length > 4 ? v[4] : 1);
    }

    private static Call median(List<Call> calls) {
        Call last = calls.get(calls.size() - 1);
        return new Call(
                median(calls, Call::wall),
                median(calls, Call::processor),
                last.estimate,
                last.error,
                median(calls, Call::sharing));
    }

    private static double median(List<Call> calls, ToDoubleFunction<Call> of) {
        double[] sorted = calls.stream().mapToDouble(of).sorted().toArray();
        return (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2;
    }

    /** Medians over rounds of the medians of the calls of a process. */
    private static void print(
            PrintStream out, String model, int rounds, Map<String, List<Call>> calls, Map<String, String> missing) {
        out.printf(
                "%n%s, %d rows, %d rounds, %d processors%n",
                model, ROWS, rounds, Runtime.getRuntime().availableProcessors());
        out.println(
                "| | seconds | over the first | processor seconds | over the first | threads | x1 | standard error |");
        out.println("|---|---|---|---|---|---|---|---|");
        Call first = null;
        for (Map.Entry<String, List<Call>> e : calls.entrySet()) {
            Call own = median(e.getValue());
            first = first == null ? own : first;
            out.printf(
                    Locale.ROOT,
                    "| %s | %.3f | %.2f | %.3f | %.2f | %.2f | %.12f | %.12f |%n",
                    e.getKey(),
                    own.wall,
                    own.wall / first.wall,
                    own.processor,
                    own.processor / first.processor,
                    own.sharing,
                    own.estimate,
                    own.error);
        }
        missing.forEach((program, why) -> out.println(program + " left out: " + why));
        out.flush();
    }
}
