package dev.tilde.rnn;

import dev.tilde.json.Json;
import dev.tilde.linalg.Kernels;
import dev.tilde.linalg.Plane;
import dev.tilde.linalg.Precision;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;

/** A golden file's network, batch and numbers, and how far this library's numbers lie from them. */
final class GoldenNetwork {
    final Json file;
    final Json spec;
    final int rows;
    final int steps;
    final int inputs;
    final int hidden;
    final int outputs;
    final int columns;
    final int[] lengths;
    private final Precision precision;
    private final double tolerance;
    final List<String> failures = new ArrayList<>();

    GoldenNetwork(Json file, Precision precision, double tolerance) {
        this.file = GoldenRows.longestFirst(file);
        this.spec = this.file.get("spec");
        this.precision = precision;
        this.tolerance = tolerance;
        this.rows = Golden.integer(spec, "B", 0);
        this.columns = Golden.integer(spec, "cols", 0);
        this.steps = columns > 0 ? columns * Golden.integer(spec, "rows", 0) : Golden.integer(spec, "T", 0);
        this.inputs = Golden.integer(spec, "I", 0);
        this.hidden = Golden.integer(spec, "H", 0);
        this.outputs = Golden.integer(spec, "O", 0);
        this.lengths = new int[rows];
        double[] given = Golden.numbers(spec.get("lengths"));
        for (int b = 0; b < rows; b++) {
            lengths[b] = given.length == rows ? (int) given[b] : steps;
        }
    }

    boolean feedback() {
        return spec.get("cell").text("").equals("output_recurrence");
    }

    private int fed() {
        return feedback() ? outputs : 0;
    }

    Network network(boolean last) {
        Network network = new Network(
                Kernels.of(precision),
                layers(),
                inputs + fed(),
                outputs,
                RnnGoldenTest.loss(spec.get("loss").text("mse")),
                last,
                feedback() ? Feedback.last(inputs + outputs, outputs) : null);
        load(network, file.get("params"));
        load(
                network,
                Json.object(
                        "readout.weight",
                        file.get("readout").get("weight"),
                        "readout.bias",
                        file.get("readout").get("bias")));
        load(network, file.get("initial"));
        network.read();
        return network;
    }

    private List<Layer> layers() {
        List<Layer> layers = new ArrayList<>();
        int width = inputs + fed();
        String kind = spec.get("cell").text("");
        if (kind.equals("tdnn")) {
            double[] dilations = Golden.numbers(spec.get("dilations"));
            for (int i = 0; i < dilations.length; i++) {
                layers.add(new Convolution(
                        width,
                        hidden,
                        Golden.integer(spec, "kernel", 0),
                        (int) dilations[i],
                        spec.get("activation").text("").equals("relu"),
                        "conv" + i));
                width = hidden;
            }
            return layers;
        }
        for (int l = 0; l < Golden.integer(spec, "layers", 1); l++) {
            int in = width;
            Supplier<Recurrent> one = () -> new Recurrent(cell(kind, in), 0);
            boolean four = file.get("params").get("d3.W") instanceof Json.Obj;
            if (spec.get("bidirectional").isTrue()) {
                layers.add(new Directions(List.of(one.get(), one.get()), List.of(Scan.FORWARD, Scan.BACKWARD)));
            } else if (four) {
                layers.add(new Directions(
                        List.of(one.get(), one.get(), one.get(), one.get()),
                        List.of(Scan.FORWARD, Scan.DOWN_LEFT, Scan.UP_RIGHT, Scan.UP_LEFT)));
            } else {
                layers.add(one.get());
            }
            width = layers.get(l).width();
        }
        return layers;
    }

    private Cell cell(String kind, int in) {
        int[] skips = Arrays.stream(Golden.numbers(spec.get("skips")))
                .mapToInt(d -> (int) d)
                .toArray();
        int[] periods = Arrays.stream(Golden.numbers(spec.get("periods")))
                .mapToInt(d -> (int) d)
                .toArray();
        return switch (kind) {
            case "rnn_tanh" -> new Elman(in, hidden, false);
            case "rnn_relu" -> new Elman(in, hidden, true);
            case "lstm" -> new Lstm(in, hidden, Lstm.Form.STANDARD);
            case "lstm_peephole" -> new Lstm(in, hidden, Lstm.Form.PEEPHOLE);
            case "lstm_coupled" -> new Lstm(in, hidden, Lstm.Form.COUPLED);
            case "lstm_layernorm" -> new LayerNormLstm(in, hidden);
            case "gru" -> new Gru(in, hidden);
            case "gru_reset_before" -> new ResetBeforeGru(in, hidden);
            case "leaky_rnn" -> new Leaky(in, hidden, spec.get("alpha").number());
            case "skip_rnn" -> new SkipThroughTime(in, hidden, skips);
            case "clockwork" -> new Clockwork(in, hidden, periods);
            case "rnn2d" -> new GridRnn(in, hidden);
            case "mdlstm" -> new GridLstm(in, hidden);
            case "output_recurrence" ->
                spec.get("hidden_recurrence").isTrue()
                        ? new SkipThroughTime(in, hidden, 1)
                        : new SkipThroughTime(in, hidden);
            default -> throw new IllegalArgumentException("unknown cell " + kind);
        };
    }

    /** The name of one of our parameters in a file. */
    String name(String ours) {
        if (ours.startsWith("readout")
                || ours.startsWith("conv")
                || ours.startsWith("weight")
                || ours.startsWith("bias")) {
            return ours;
        }
        String plain = ours.replace("_l0", "");
        return feedback() && plain.equals("U1") ? "U" : plain;
    }

    private void load(Network network, Json numbers) {
        network.parameters().forEach((ours, p) -> {
            double[] v = values(numbers, name(ours));
            if (v != null) {
                network.all.set(p.from(), v);
            }
        });
    }

    /** A parameter in our form: theta = logit(alpha); W and R side by side. */
    double[] values(Json numbers, String name) {
        if (name.equals("theta") && numbers.get("alpha") instanceof Json.Obj) {
            return Arrays.stream(Golden.data(numbers.get("alpha")))
                    .map(a -> Math.log(a / (1 - a)))
                    .toArray();
        }
        if (name.equals("W") && feedback() && numbers.get("W") instanceof Json.Obj) {
            return beside(Golden.data(numbers.get("W")), Golden.data(numbers.get("R")));
        }
        return numbers.get(name) instanceof Json.Obj ? Golden.data(numbers.get(name)) : null;
    }

    private double[] beside(double[] a, double[] b) {
        double[] out = new double[a.length + b.length];
        for (int r = 0; r < hidden; r++) {
            System.arraycopy(a, r * inputs, out, r * (inputs + outputs), inputs);
            System.arraycopy(b, r * outputs, out, r * (inputs + outputs) + inputs, outputs);
        }
        return out;
    }

    /** The file's batch, from step {@code from} to {@code to}. */
    Batch batch(Network network, boolean one, int from, int to) {
        double[] x = Golden.data(file.get("x"));
        double[] y = Golden.data(file.get(one ? "y_one" : "y_all"));
        int[] part = Arrays.stream(lengths)
                .map(n -> Math.max(0, Math.min(n, to) - from))
                .toArray();
        Batch batch = new Batch(network.k, part, inputs + fed(), outputs, columns);
        double[] select = feedback() ? Golden.data(file.get("select")) : null;
        if (select != null) {
            batch.teacher = new boolean[steps][rows * outputs];
        }
        for (int b = 0; b < rows; b++) {
            for (int t = 0; t < part[b]; t++) {
                int at = b * steps + from + t;
                for (int i = 0; i < inputs; i++) {
                    batch.x[t].set(b * (inputs + fed()) + i, x[at * inputs + i]);
                }
                for (int o = 0; o < outputs; o++) {
                    batch.y[t].set(b * outputs + o, y[(one ? b : at) * outputs + o]);
                    batch.weight[t].set(b * outputs + o, 1);
                    if (select != null && t > 0) {
                        batch.teacher[t][b * outputs + o] = select[at] != 0;
                        batch.x[t].set(b * (inputs + fed()) + inputs + o, y[(at - 1) * outputs + o]);
                    }
                }
            }
        }
        return batch;
    }

    /** How many targets a batch has. */
    static double count(Batch batch, boolean one) {
        return one ? batch.rows * (double) batch.outputs : batch.weight();
    }

    /** Initial states of the stock cells, by layer and direction. */
    void start(NetworkRun run) {
        if (!(file.get("h0") instanceof Json.Obj)) {
            return;
        }
        double[] h0 = Golden.data(file.get("h0"));
        double[] c0 = file.get("c0") instanceof Json.Obj ? Golden.data(file.get("c0")) : null;
        List<Tape> tapes = run.tapes();
        for (int i = 0; i < tapes.size(); i++) {
            Tape tape = tapes.get(i);
            int n = rows * hidden;
            tape.before(0, 1).set(0, Arrays.copyOfRange(h0, i * n, (i + 1) * n));
            if (c0 != null) {
                tape.before(1, 1).set(0, Arrays.copyOfRange(c0, i * n, (i + 1) * n));
            }
        }
    }

    /** Gradients of all parameters by name, of the file's names. */
    Map<String, double[]> gradients(Network network, NetworkRun run) {
        Plane all = network.k.plane(network.size());
        run.gradient.addTo(all);
        Map<String, double[]> out = new LinkedHashMap<>();
        double[] numbers = all.toArray();
        network.parameters()
                .forEach((ours, p) -> out.put(name(ours), Arrays.copyOfRange(numbers, p.from(), p.from() + p.size())));
        return out;
    }

    void compareGradients(String what, Network network, NetworkRun run, Json expected) {
        gradients(network, run).forEach((name, g) -> {
            double[] want = name.equals("theta") ? alphaToTheta(expected) : values(expected, name);
            if (want == null) {
                failures.add(what + " " + name + ": not in the file");
            } else {
                compare(what + " " + name, g, want);
            }
        });
    }

    private double[] alphaToTheta(Json expected) {
        double[] g = Golden.data(expected.get("alpha"));
        double[] a = Golden.data(file.get("params").get("alpha"));
        for (int i = 0; i < g.length; i++) {
            g[i] *= a[i] * (1 - a[i]);
        }
        return g;
    }

    void compare(String what, double[] got, double[] want) {
        if (got.length != want.length) {
            failures.add(what + ": " + got.length + " numbers, not " + want.length);
            return;
        }
        for (int i = 0; i < got.length; i++) {
            compare(what + "[" + i + "]", got[i], want[i]);
        }
    }

    void compare(String what, double got, double want) {
        compare(what, got, want, tolerance);
    }

    void compare(String what, double got, double want, double within) {
        if (!(Math.abs(got - want) <= within * (1 + Math.abs(want)))) {
            failures.add(String.format(Locale.ROOT, "%s: %.15g, not %.15g", what, got, want));
        }
    }
}
