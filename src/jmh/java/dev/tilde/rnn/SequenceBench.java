package dev.tilde.rnn;

import dev.tilde.linalg.Engine;
import dev.tilde.linalg.Kernels;
import dev.tilde.linalg.Precision;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;

/**
 * A step of training and a prediction, timed beside PyTorch: forward, squared error of the last step, backpropagation
 * through all steps, global norm clipped, Adam, float. Each figure is the median of some seconds in a JVM of its own;
 * the two take turns, so that what else the machine does falls on both.
 */
public final class SequenceBench {
    private static final List<Shape> SHAPES = List.of(
            new Shape(32, 50, 8, 32),
            new Shape(64, 100, 16, 64),
            new Shape(64, 100, 16, 128),
            new Shape(32, 50, 32, 512));
    private static final long WARM = 3_000_000_000L;
    private static final long MEASURE = 2_000_000_000L;

    /** {@code -Dprocessor=true}: the mean processor time of a call, for machines that others use much. */
    private static final boolean PROCESSOR = Boolean.getBoolean("processor");

    private SequenceBench() {}

    /** Sequences of a batch, steps, inputs and hidden size. */
    record Shape(int rows, int steps, int inputs, int hidden) {}

    /** What is timed. */
    interface Work extends AutoCloseable {
        void train();

        void infer();

        @Override
        void close();
    }

    /**
     * Rounds for all shapes, or those of a hidden size. PyTorch and the engines take turns in each round.
     *
     * @param args rounds (3), hidden sizes with commas (all), cells (lstm,gru), threads (1,2), work (train,infer),
     *     engines (java,vector and, from Java 22 on, blas)
     */
    public static void main(String[] args) throws IOException, InterruptedException {
        if (args.length > 0 && args[0].equals("one")) {
            one(args);
            return;
        }
        int rounds = args.length > 0 ? Integer.parseInt(args[0]) : 3;
        List<String> sizes = words(args, 1, "32,64,128,512");
        boolean foreign = Runtime.version().feature() >= 22;
        List<String> engines = words(args, 5, foreign ? "java,vector,blas" : "java,vector");
        System.out.println("Java " + Runtime.version() + ", " + rounds + " rounds, ms: "
                + (PROCESSOR ? "median processor time (least)" : "median of medians (best)")
                + "; behind / PyTorch's time over it");
        System.out.println("| work | cell | B,T,I,H | threads | PyTorch | " + String.join(" | / | ", engines)
                + " | / |\n|---|---|---|---|---|" + "---|---|".repeat(engines.size()));
        for (String work : words(args, 4, "train,infer")) {
            for (String cell : words(args, 2, "lstm,gru")) {
                for (Shape shape : SHAPES) {
                    for (String threads : words(args, 3, "1,2")) {
                        if (sizes.contains("" + shape.hidden())) {
                            row(rounds, work, cell, shape, threads, engines);
                        }
                    }
                }
            }
        }
    }

    private static List<String> words(String[] args, int i, String otherwise) {
        return List.of((args.length > i ? args[i] : otherwise).split(","));
    }

    private static void row(int rounds, String work, String cell, Shape shape, String threads, List<String> engines)
            throws IOException, InterruptedException {
        List<String> peers = new ArrayList<>(List.of("torch"));
        peers.addAll(engines);
        double[][][] times = new double[peers.size()][rounds][];
        for (int r = 0; r < rounds; r++) {
            for (int p = 0; p < peers.size(); p++) {
                times[p][r] = fork(peers.get(p), work, cell, shape, threads);
            }
        }
        StringBuilder line = new StringBuilder(String.format(
                Locale.ROOT,
                "| %s | %s | %d,%d,%d,%d | %s |",
                work,
                cell,
                shape.rows(),
                shape.steps(),
                shape.inputs(),
                shape.hidden(),
                threads));
        double[] torch = summary(times[0]);
        line.append(String.format(Locale.ROOT, " %.2f (%.2f) |", torch[0], torch[1]));
        for (int p = 1; p < peers.size(); p++) {
            double[] ours = summary(times[p]);
            line.append(String.format(
                    Locale.ROOT,
                    " %.2f (%.2f) | %.2f (%.2f) |",
                    ours[0],
                    ours[1],
                    torch[0] / ours[0],
                    torch[1] / ours[1]));
        }
        System.out.println(line);
    }

    /** The median of the medians and the best of all. */
    private static double[] summary(double[][] rounds) {
        double[] medians = Arrays.stream(rounds).mapToDouble(r -> r[0]).sorted().toArray();
        double best = Arrays.stream(rounds).mapToDouble(r -> r[1]).min().orElse(Double.NaN);
        return new double[] {medians[medians.length / 2], best};
    }

    private static double[] fork(String peer, String work, String cell, Shape shape, String threads)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                "taskset",
                "-c",
                threads.equals("1") ? "1" : "0,1",
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Dprocessor=" + PROCESSOR,
                "-cp",
                System.getProperty("java.class.path")));
        switch (peer) {
            case "torch" ->
                command.addAll(List.of(
                        "-Dai.djl.offline=true",
                        "-Dai.djl.pytorch.num_threads=" + threads,
                        "-Dai.djl.pytorch.num_interop_threads=1",
                        "-Dorg.slf4j.simpleLogger.defaultLogLevel=off"));
            case "vector", "auto" -> command.addAll(List.of("--add-modules", "jdk.incubator.vector"));
            case "blas" -> command.add("--enable-native-access=ALL-UNNAMED");
            default -> {
                // Java needs nothing.
            }
        }
        command.addAll(List.of(SequenceBench.class.getName(), "one", peer, work, cell, threads));
        command.addAll(List.of("" + shape.rows(), "" + shape.steps(), "" + shape.inputs(), "" + shape.hidden()));
        ProcessBuilder builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD);
        builder.environment().put("OPT_OUT_TRACKING", "true");
        builder.environment().put("OMP_NUM_THREADS", threads);
        Process process = builder.start();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        if (process.waitFor() != 0 || out.isEmpty()) {
            throw new IllegalStateException("failed: " + String.join(" ", command));
        }
        String[] numbers = out.substring(out.lastIndexOf('\n') + 1).split(" ");
        return new double[] {Double.parseDouble(numbers[0]), Double.parseDouble(numbers[1])};
    }

    private static void one(String[] args) {
        boolean lstm = args[3].equals("lstm");
        int threads = Integer.parseInt(args[4]);
        int[] n = Arrays.stream(args, 5, 9).mapToInt(Integer::parseInt).toArray();
        Shape shape = new Shape(n[0], n[1], n[2], n[3]);
        SplittableRandom random = new SplittableRandom(1);
        float[] x = new float[shape.rows() * shape.steps() * shape.inputs()];
        float[] y = new float[shape.rows()];
        for (int i = 0; i < x.length; i++) {
            x[i] = (float) (2 * random.nextDouble() - 1);
        }
        for (int i = 0; i < y.length; i++) {
            y[i] = (float) random.nextDouble();
        }
        try (Work work = args[1].equals("torch")
                ? new TorchPeer(shape, lstm, x, y)
                : new Ours(shape, lstm, x, y, threads, Engine.valueOf(args[1].toUpperCase(Locale.ROOT)))) {
            Runnable step = args[2].equals("train") ? work::train : work::infer;
            time(step, WARM);
            long before = processorTime();
            double[] times = time(step, MEASURE);
            double mean = (processorTime() - before) * 1e-6 / times.length;
            System.out.printf(
                    Locale.ROOT,
                    "%.4f %.4f%n",
                    PROCESSOR ? mean : times[times.length / 2],
                    PROCESSOR ? mean : times[0]);
        }
    }

    private static long processorTime() {
        return ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
                .getProcessCpuTime();
    }

    /** Milliseconds of each call for so many nanoseconds, ascending. */
    private static double[] time(Runnable step, long length) {
        List<Double> times = new ArrayList<>();
        long end = System.nanoTime() + length;
        while (times.size() < 5 || System.nanoTime() < end) {
            long start = System.nanoTime();
            step.run();
            times.add((System.nanoTime() - start) * 1e-6);
        }
        return times.stream().mapToDouble(Double::doubleValue).sorted().toArray();
    }

    /** The path every fit takes: {@link Trainer#step} and {@link Sweep#outputs}. */
    private static final class Ours implements Work {
        private static final Optimizers.Rule RULE = Optimizers.adam(0.001);

        private final Workers workers;
        private final Trainer trainer;
        private final TrainerState state;
        private final Sweep sweep;
        private final List<Example> batch = new ArrayList<>();
        private final SplittableRandom random = new SplittableRandom(1);

        Ours(Shape shape, boolean lstm, float[] x, float[] y, int threads, Engine engine) {
            int steps = shape.steps();
            double[][] xs = new double[shape.rows()][steps * shape.inputs()];
            double[][] ys = new double[shape.rows()][steps];
            double[][] weights = new double[shape.rows()][steps];
            double[][] zeros = new double[shape.rows()][steps];
            for (int b = 0; b < xs.length; b++) {
                for (int i = 0; i < xs[b].length; i++) {
                    xs[b][i] = x[b * xs[b].length + i];
                }
                ys[b][steps - 1] = y[b];
                weights[b][steps - 1] = 1;
            }
            TrainingSet data =
                    new TrainingSet(shape.inputs(), 1, true, Grids.NONE, xs, ys, zeros, weights, zeros, null, null);
            Cell cell = lstm
                    ? new Lstm(shape.inputs(), shape.hidden(), Lstm.Form.STANDARD)
                    : new Gru(shape.inputs(), shape.hidden());
            Network network = new Network(
                    Kernels.of(Precision.SINGLE, engine),
                    List.of(new Recurrent(cell, 0)),
                    shape.inputs(),
                    1,
                    Losses.MSE,
                    true,
                    null);
            Training options =
                    Training.DEFAULTS.optimizer(RULE).batch(shape.rows()).threads(threads);
            this.workers = new Workers(threads);
            this.trainer =
                    new Trainer(network, data, new Batches(data, 0, 0, shape.rows(), false), options, 0, workers);
            this.state = trainer.start(false);
            this.sweep = new Sweep(network, data, workers);
            for (int b = 0; b < shape.rows(); b++) {
                batch.add(data.example(b, 0, steps, 0));
            }
        }

        @Override
        public void train() {
            trainer.step(state, RULE, batch, random, 0.001);
        }

        @Override
        public void infer() {
            sweep.outputs();
        }

        @Override
        public void close() {
            workers.close();
        }
    }
}
