package dev.tilde.rnn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.tilde.linalg.Kernels;
import dev.tilde.linalg.Plane;
import dev.tilde.linalg.Precision;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every gradient of every structure and loss against central differences, on sequences of several lengths. */
class GradientTest {
    private static final double STEP = 1e-5;

    static Stream<Structure> structures() {
        List<Structure> all = new ArrayList<>();
        for (Structure.Kind kind : Structure.Kind.values()) {
            Structure one = Structure.of(kind).hidden(4);
            all.add(one);
            if (kind.isGrid()) {
                all.add(one.layers(2));
                all.add(one.layers(2).dropout(0.3, 0.2));
            }
            if (!kind.isGrid() && kind != Structure.Kind.TDNN && kind != Structure.Kind.OUTPUT) {
                all.add(one.layers(2));
                all.add(one.bidirectional(true));
                all.add(one.bidirectional(true).layers(2));
                all.add(one.layers(2).dropout(0.3, 0.2));
            }
        }
        all.add(Structure.of(Structure.Kind.RNN).hidden(4).relu(true));
        all.add(Structure.of(Structure.Kind.LEAKY).hidden(4).leak(0.4));
        all.add(Structure.of(Structure.Kind.SKIP).hidden(4).steps(2, 3));
        all.add(Structure.of(Structure.Kind.TDNN).hidden(4).steps(1, 2).taps(2).relu(true));
        return all.stream();
    }

    @ParameterizedTest
    @MethodSource("structures")
    void agreesWithDifferences(Structure structure) {
        check(structure, Losses.MSE, false, false);
        check(structure, Losses.MSE, true, false);
        check(structure, Losses.GAUSSIAN, false, false);
        check(structure, Losses.quantiles(0.1, 0.4, 0.7, 0.9), true, false);
        if (!structure.bidirectional() && !structure.kind().isGrid()) {
            check(structure, Losses.huber(0.5), false, true);
            check(structure, Losses.GAUSSIAN, false, true);
        }
    }

    private static void check(Structure structure, Loss loss, boolean last, boolean fed) {
        int columns = structure.kind().isGrid() ? 3 : 0;
        Feedback feedback =
                fed ? new Feedback(new int[] {2, 3}, new double[] {1.5, -0.5}, new double[] {0.1, 0}) : null;
        Network network = new Network(Kernels.of(Precision.DOUBLE), structure.build(4), 4, 2, loss, last, feedback);
        SplittableRandom random = new SplittableRandom(11);
        network.initialise(random, false);
        for (int i = 0; i < network.size(); i++) {
            network.all.set(i, network.all.get(i) + 0.2 * (random.nextDouble() - 0.5));
        }
        NetworkRun run = network.run(3);
        Batch batch = batch(network, columns, fed, new SplittableRandom(5));
        double scale = 0.7;
        network.read();
        drop(batch, structure);
        run.reset();
        run.forward(batch);
        Plane[] dx = network.k.planes(batch.steps, batch.rows * batch.inputs);
        run.backward(batch, scale, dx);
        Plane gradient = network.k.plane(network.size());
        run.gradient.addTo(gradient);
        for (int i = 0; i < network.size(); i += 1 + network.size() / 60) {
            double was = network.all.get(i);
            double[] f = new double[2];
            for (int side = 0; side < 2; side++) {
                network.all.set(i, was + (side == 0 ? STEP : -STEP));
                f[side] = loss(network, run, batch, structure);
            }
            network.all.set(i, was);
            assertThat(gradient.get(i))
                    .as("parameter %d", i)
                    .isCloseTo(scale * (f[0] - f[1]) / (2 * STEP), within(2e-7 + 3e-6 * Math.abs(f[0] - f[1]) / STEP));
        }
        network.read();
        for (int t = 0; t < batch.steps; t++) {
            for (int i = 0; i < batch.active(t) * batch.inputs; i += 3) {
                boolean replaced = fed && t > 0 && i % 4 >= 2 && !batch.teacher[t][i / 4 * 2 + i % 4 - 2];
                if (replaced) {
                    continue;
                }
                double was = batch.x[t].get(i);
                double[] f = new double[2];
                for (int side = 0; side < 2; side++) {
                    batch.x[t].set(i, was + (side == 0 ? STEP : -STEP));
                    f[side] = loss(network, run, batch, structure);
                }
                batch.x[t].set(i, was);
                assertThat(dx[t].get(i))
                        .as("input %d of step %d", i, t)
                        .isCloseTo(
                                scale * (f[0] - f[1]) / (2 * STEP), within(2e-7 + 3e-6 * Math.abs(f[0] - f[1]) / STEP));
            }
        }
    }

    private static double loss(Network network, NetworkRun run, Batch batch, Structure structure) {
        network.read();
        drop(batch, structure);
        run.reset();
        run.forward(batch);
        return run.loss(batch);
    }

    /** The same units are dropped every time. */
    private static void drop(Batch batch, Structure structure) {
        batch.random = structure.dropout() > 0 ? new SplittableRandom(3) : null;
    }

    private static Batch batch(Network network, int columns, boolean fed, SplittableRandom random) {
        int[] lengths = columns > 0 ? new int[] {9, 6, 6} : new int[] {7, 5, 2};
        Batch batch = new Batch(network.k, lengths, 4, 2, columns);
        if (fed) {
            batch.teacher = new boolean[batch.steps][batch.rows * 2];
            batch.linear =
                    new LinearPart(4, new double[2], new double[] {0.2, -0.1, 0.6, -0.3, 0.1, 0.4, -0.5, 0.7}, 0);
        }
        if (columns > 0) {
            batch.observed = network.k.planes(batch.steps, batch.rows);
        }
        for (int t = 0; t < batch.steps; t++) {
            for (int r = 0; r < batch.rows; r++) {
                // The last cell of the last two grids is missing, so that they end in several.
                boolean there = columns == 0 || (t * 7 + r) % 5 != 3 && (r == 0 || t != 5);
                if (columns > 0) {
                    batch.observed[t].set(r, there ? 1 : 0);
                }
                if (fed) {
                    batch.teacher[t][2 * r] = (t + r) % 2 == 0;
                    batch.teacher[t][2 * r + 1] = (t + r) % 3 == 0;
                }
                for (int i = 0; i < 4; i++) {
                    batch.x[t].set(r * 4 + i, 2 * random.nextDouble() - 1);
                }
                for (int o = 0; o < 2; o++) {
                    batch.y[t].set(r * 2 + o, random.nextDouble());
                    batch.weight[t].set(r * 2 + o, there && (t + o) % 4 != 1 ? 0.5 + random.nextDouble() : 0);
                    batch.offset[t].set(r * 2 + o, 0.3);
                }
            }
        }
        return batch;
    }
}
