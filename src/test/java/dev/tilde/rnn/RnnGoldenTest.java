package dev.tilde.rnn;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tilde.json.Json;
import dev.tilde.linalg.Plane;
import dev.tilde.linalg.Precision;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * Every number of the golden files, in double to 1e-12 (20 steps of training: 1e-10) and in float to 2e-5;
 * prints passed/run by kind.
 */
class RnnGoldenTest {
    @Test
    void doublesAgreeWithPyTorch() throws Exception {
        check(Precision.DOUBLE, 1e-12, 1e-10);
    }

    @Test
    void floatsAgreeWithPyTorch() throws Exception {
        check(Precision.SINGLE, 2e-5, 2e-5);
    }

    private static void check(Precision precision, double tolerance, double path) throws Exception {
        Map<String, int[]> counts = new TreeMap<>();
        List<String> failures = new ArrayList<>();
        for (Map.Entry<String, Json> e : Golden.files().entrySet()) {
            String name = e.getKey();
            if (precision == Precision.SINGLE && (name.startsWith("esn") || name.contains("lbfgs"))) {
                continue;
            }
            String kind = name.startsWith("train")
                    ? "train"
                    : e.getValue().get("spec").get("cell").text(name.startsWith("losses") ? "losses" : name);
            GoldenNetwork g = new GoldenNetwork(e.getValue(), precision, name.startsWith("train") ? path : tolerance);
            try {
                run(name, g);
            } catch (RuntimeException problem) {
                g.failures.add(problem.toString());
            }
            int[] count = counts.computeIfAbsent(kind, k -> new int[2]);
            count[1]++;
            if (g.failures.isEmpty()) {
                count[0]++;
            } else {
                failures.add(name + " (" + g.failures.size() + "): " + g.failures.get(0));
            }
        }
        int passed = 0;
        int run = 0;
        for (Map.Entry<String, int[]> e : counts.entrySet()) {
            System.out.println(precision.name().toLowerCase(Locale.ROOT) + " " + e.getKey() + " " + e.getValue()[0]
                    + "/" + e.getValue()[1]);
            passed += e.getValue()[0];
            run += e.getValue()[1];
        }
        System.out.println(precision.name().toLowerCase(Locale.ROOT) + " total " + passed + "/" + run);
        assertThat(failures).isEmpty();
    }

    private static void run(String name, GoldenNetwork g) {
        if (name.startsWith("losses")) {
            losses(g);
        } else if (name.startsWith("train")) {
            training(g);
        } else if (name.startsWith("gradflow")) {
            flow(g);
        } else if (name.startsWith("tbptt")) {
            truncated(g);
        } else if (name.startsWith("esn")) {
            g.failures.addAll(EchoGolden.check(g.file));
        } else {
            sequences(g, false);
            if (g.file.get("pred_one") instanceof Json.Obj) {
                sequences(g, true);
            }
        }
    }

    private static void sequences(GoldenNetwork g, boolean one) {
        Network network = g.network(one);
        NetworkRun run = network.run(g.rows);
        Batch batch = g.batch(network, one, 0, g.steps);
        g.start(run);
        run.forward(batch);
        double[] pred = Golden.data(g.file.get(one ? "pred_one" : "pred_all"));
        double[] out = Golden.data(g.file.get("out"));
        int width = network.v.in;
        for (int b = 0; b < g.rows; b++) {
            for (int t = 0; t < g.lengths[b]; t++) {
                for (int o = 0; !one && o < g.outputs; o++) {
                    g.compare("pred", run.output(t).get(b * g.outputs + o), pred[(b * g.steps + t) * g.outputs + o]);
                }
                for (int j = 0; j < width; j++) {
                    double h = run.layer(network.layers.size() - 1).output()[t].get(b * width + j);
                    g.compare("out", h, out[(b * g.steps + t) * width + j]);
                }
            }
            for (int o = 0; one && o < g.outputs; o++) {
                g.compare("pred", run.output(0).get(b * g.outputs + o), pred[b * g.outputs + o]);
            }
        }
        double scale = 1 / GoldenNetwork.count(batch, one);
        Plane[] dx = network.k.planes(batch.steps, batch.rows * batch.inputs);
        double loss = run.backward(batch, scale, dx) * scale;
        g.compare("loss", loss, g.file.get(one ? "loss_one" : "loss_all").number());
        Json want = g.file.get(one ? "grads_one" : "grads_all");
        g.compareGradients(one ? "one" : "all", network, run, want);
        double[] wantX = Golden.data(want.get("x"));
        for (int b = 0; b < g.rows; b++) {
            for (int t = 0; t < g.lengths[b]; t++) {
                for (int i = 0; i < g.inputs; i++) {
                    g.compare("x", dx[t].get(b * batch.inputs + i), wantX[(b * g.steps + t) * g.inputs + i]);
                }
            }
        }
        states(g, run, want);
    }

    /** Gradients of the initial states, and the final states. */
    private static void states(GoldenNetwork g, NetworkRun run, Json want) {
        String[] names = {"h", "c"};
        List<Tape> tapes = run.tapes();
        for (int s = 0; s < 2; s++) {
            if (!(want.get(names[s] + "0") instanceof Json.Obj)) {
                continue;
            }
            double[] d0 = Golden.data(want.get(names[s] + "0"));
            double[] end = Golden.data(g.file.get(names[s] + "_n"));
            int n = g.rows * g.hidden;
            for (int i = 0; i < tapes.size(); i++) {
                double[] got = tapes.get(i).beforeGradient(s, 1).toArray();
                g.compare(names[s] + "0", got, Arrays.copyOfRange(d0, i * n, (i + 1) * n));
                tapes.get(i).carry();
                got = tapes.get(i).before(s, 1).toArray();
                g.compare(names[s] + "_n", got, Arrays.copyOfRange(end, i * n, (i + 1) * n));
            }
        }
    }

    private static void training(GoldenNetwork g) {
        boolean one = g.spec.get("mode").text("").equals("one");
        Network network = g.network(one);
        NetworkRun run = network.run(g.rows);
        Batch batch = g.batch(network, one, 0, g.steps);
        double scale = 1 / GoldenNetwork.count(batch, one);
        Json o = g.spec.get("optimizer");
        if (o.get("kind").text("").equals("lbfgs")) {
            quasiNewton(g, network, run, batch, scale);
            return;
        }
        Optimizers.Rule rule = rule(o);
        Schedule schedule = schedule(g.spec.get("schedule"));
        List<Plane> memory = Arrays.asList(network.k.planes(rule.memory(), network.size()));
        Plane decayed = network.k.plane(network.size());
        for (Parameter p : network.parameters().values()) {
            for (int i = 0; i < p.size(); i++) {
                decayed.set(p.from() + i, p.isVector() ? 0 : 1);
            }
        }
        double clip = g.spec.get("clip").number();
        double[] losses = Golden.numbers(g.file.get("losses"));
        double[] norms = Golden.numbers(g.file.get("grad_norms_before_clip"));
        for (int s = 0; s < losses.length; s++) {
            run.gradient.clear();
            run.forward(batch);
            g.compare("loss", run.backward(batch, scale, null) * scale, losses[s]);
            Plane gradient = network.k.plane(network.size());
            run.gradient.addTo(gradient);
            double norm = Math.sqrt(network.k.squares(gradient, 0, network.size()));
            g.compare("norm", norm, norms[s]);
            if (clip > 0) {
                network.k.scale(gradient, Math.min(1, clip / (norm + 1e-6)), network.size());
            }
            double rate = rule.rate() * schedule.at(s, losses.length, 0);
            rule.step(network.k, network.all, gradient, memory, s + 1, rate, decayed);
            network.read();
        }
        run.forward(batch);
        g.compare(
                "final loss", run.loss(batch) * scale, g.file.get("final_loss").number());
        network.parameters()
                .forEach((name, p) -> g.compare(
                        name,
                        Arrays.copyOfRange(network.all.toArray(), p.from(), p.from() + p.size()),
                        g.values(g.file.get("final"), g.name(name))));
    }

    /** As many iterations as the file's optimiser may take; only where it arrives is compared. */
    private static void quasiNewton(GoldenNetwork g, Network network, NetworkRun run, Batch batch, double scale) {
        Json o = g.spec.get("optimizer");
        QuasiNewton newton = new QuasiNewton(
                (x, gradient) -> {
                    network.all.set(0, x);
                    network.read();
                    run.gradient.clear();
                    run.forward(batch);
                    double loss = run.backward(batch, scale, null) * scale;
                    Plane all = network.k.plane(network.size());
                    run.gradient.addTo(all);
                    System.arraycopy(all.toArray(), 0, gradient, 0, gradient.length);
                    return loss;
                },
                network.all.toArray(),
                Golden.integer(o, "history", 10),
                1);
        int most = Golden.integer(o, "max_iterations", 20) * Golden.integer(o, "outer_steps", 1);
        boolean on = true;
        for (int i = 0; i < most && on; i++) {
            on = newton.step();
        }
        double limit = Math.max(1.05 * g.file.get("final_loss").number(), 1e-9);
        if (newton.value() > limit) {
            g.failures.add("final loss " + newton.value() + ", more than " + limit);
        }
    }

    private static Schedule schedule(Json s) {
        Schedule plain = switch (s.get("kind").text("constant")) {
            case "constant" -> Schedule.CONSTANT;
            case "cosine" -> Schedule.cosine(s.get("factor").number());
            case "step" -> Schedule.step(s.get("factor").number(), Golden.integer(s, "epochs", 1));
            default -> throw new IllegalArgumentException("unknown schedule " + s);
        };
        return plain.warmUp(Golden.integer(s, "warm_up", 0));
    }

    private static Optimizers.Rule rule(Json o) {
        double lr = o.get("lr").number();
        double wd = Double.isNaN(o.get("weight_decay").number())
                ? 0
                : o.get("weight_decay").number();
        double mu =
                Double.isNaN(o.get("momentum").number()) ? 0 : o.get("momentum").number();
        double b1 = o.get("beta1").number();
        double b2 = o.get("beta2").number();
        double eps = o.get("eps").number();
        return switch (o.get("kind").text("")) {
            case "sgd" ->
                new Optimizers.Rule(
                        Optimizers.Kind.SGD,
                        lr,
                        mu,
                        0,
                        0,
                        0,
                        wd,
                        o.get("nesterov").isTrue());
            case "adagrad" -> new Optimizers.Rule(Optimizers.Kind.ADAGRAD, lr, 0, 0, 0, eps, wd, false);
            case "rmsprop" ->
                new Optimizers.Rule(
                        Optimizers.Kind.RMSPROP,
                        lr,
                        mu,
                        0,
                        o.get("alpha").number(),
                        eps,
                        wd,
                        o.get("centered").isTrue());
            case "adam", "amsgrad" ->
                new Optimizers.Rule(
                        Optimizers.Kind.ADAM,
                        lr,
                        0,
                        b1,
                        b2,
                        eps,
                        wd,
                        o.get("amsgrad").isTrue() || o.get("kind").text("").equals("amsgrad"));
            case "adamw" ->
                new Optimizers.Rule(
                        Optimizers.Kind.ADAMW,
                        lr,
                        0,
                        b1,
                        b2,
                        eps,
                        wd,
                        o.get("decay_biases").isTrue());
            default -> throw new IllegalArgumentException("unknown optimiser " + o);
        };
    }

    private static void flow(GoldenNetwork g) {
        Network network = g.network(true);
        NetworkRun run = network.run(g.rows);
        Batch batch = g.batch(network, true, 0, g.steps);
        run.forward(batch);
        double scale = 1 / GoldenNetwork.count(batch, true);
        g.compare(
                "loss",
                run.backward(batch, scale, null) * scale,
                g.file.get("loss_one").number());
        Tape tape = run.tapes().get(0);
        String[] names = {"h", "c"};
        for (int s = 0; s < tape.cell.states(); s++) {
            double[] want = Golden.data(g.file.get("dL_d" + names[s]));
            double[] norms = Golden.numbers(g.file.get("norm_" + names[s]));
            int n = g.rows * g.hidden;
            for (int t = 0; t < g.steps; t++) {
                double[] got = tape.gradient(s, t).toArray();
                g.compare("dL/d" + names[s], got, Arrays.copyOfRange(want, t * n, (t + 1) * n));
                g.compare("norm", Math.sqrt(network.k.squares(tape.gradient(s, t), 0, n)), norms[t]);
            }
        }
    }

    private static void truncated(GoldenNetwork g) {
        Network network = g.network(false);
        NetworkRun run = network.run(g.rows);
        int chunk = Golden.integer(g.spec, "chunk", 1);
        double scale = 1.0 / (g.rows * g.steps * g.outputs);
        double[] losses = Golden.numbers(g.file.get("loss_chunks"));
        for (int c = 0; c * chunk < g.steps; c++) {
            Batch batch = g.batch(network, false, c * chunk, (c + 1) * chunk);
            run.forward(batch);
            g.compare("loss", run.backward(batch, scale, null) * scale, losses[c]);
            run.carry();
        }
        g.compareGradients("sum", network, run, g.file.get("grads_all"));
    }

    /** Of quantiles that may cross, which are the numbers themselves. */
    private static Loss pinball(double... quantiles) {
        return new Loss() {
            @Override
            public int heads() {
                return quantiles.length;
            }

            @Override
            public double value(double[] f, int at, double y, double[] d) {
                return QuantileLoss.pinball(quantiles, f, at, y, d);
            }

            @Override
            public String name() {
                return "pinball";
            }
        };
    }

    /** By the name of a case, with its numbers behind: huber_delta0.5, pinball_0.1_0.9. */
    static Loss loss(String name) {
        String[] words = name.split("_");
        return switch (words[0]) {
            case "mse" -> Losses.MSE;
            case "mae" -> Losses.MAE;
            case "huber" -> Losses.huber(Double.parseDouble(words[1].replace("delta", "")));
            case "pinball" ->
                pinball(Arrays.stream(words)
                        .skip(1)
                        .mapToDouble(Double::parseDouble)
                        .toArray());
            case "gaussian" -> Losses.GAUSSIAN;
            case "log" -> Losses.LOG_COSH;
            default -> throw new IllegalArgumentException("unknown loss " + name);
        };
    }

    private static void losses(GoldenNetwork g) {
        double[] pred = Golden.data(g.file.get("pred"));
        double[] y = Golden.data(g.file.get("y"));
        double[] mask = Golden.data(g.file.get("mask"));
        Json.Obj cases = (Json.Obj) g.file.get("cases");
        int heads = Golden.shape(g.file.get("pred"))[2];
        double count = Arrays.stream(mask).sum();
        cases.fields().forEach((name, want) -> {
            Loss loss = loss(name);
            double sum = 0;
            double[] gradient = new double[pred.length];
            for (int i = 0; i < mask.length; i++) {
                double[] d = new double[pred.length];
                sum += mask[i] * loss.value(pred, i * heads, y[i], d);
                for (int h = 0; h < heads; h++) {
                    gradient[i * heads + h] = mask[i] * d[i * heads + h] / count;
                }
            }
            g.compare(name, sum / count, want.get("loss").number());
            double[] wanted = Golden.data(want.get("grad"));
            int width = wanted.length / mask.length;
            for (int i = 0; i < wanted.length; i++) {
                g.compare(name + " gradient", gradient[i / width * heads + i % width], wanted[i]);
            }
        });
    }
}
