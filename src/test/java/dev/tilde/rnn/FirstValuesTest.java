package dev.tilde.rnn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tilde.linalg.Kernels;
import dev.tilde.linalg.Precision;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** First values of parameters. */
class FirstValuesTest {
    private static final int H = 40;
    private static final int MEMORY = 100;

    private static double[] values(Structure structure, String parameter) {
        return values(structure, parameter, true);
    }

    private static double[] values(Structure structure, String parameter, boolean last) {
        Network network =
                new Network(Kernels.of(Precision.DOUBLE), structure.hidden(H).build(2), 2, 1, Losses.MSE, last, null);
        network.initialise(new SplittableRandom(1), true);
        Parameter p = network.parameters().entrySet().stream()
                .filter(e -> e.getKey().startsWith(parameter))
                .findFirst()
                .orElseThrow()
                .getValue();
        double[] out = new double[p.size()];
        for (int j = 0; j < out.length; j++) {
            out[j] = network.all.get(p.from() + j);
        }
        return out;
    }

    /** A gate that is open for u - 1 steps in u has bias log(u - 1), u - 1 uniform in (1, memory - 1). */
    @ParameterizedTest
    @CsvSource({
        "LSTM, bias_ih, 1, 0",
        "PEEPHOLE, b, 1, 0",
        "COUPLED, b, 1, 0",
        "LAYER_NORM, b_x, 1, 0",
        "GRU, bias_ih, 1, -1",
        "RESET_BEFORE, b, 1, -1"
    })
    void gatesKeepTheState(Structure.Kind kind, String bias, int keeps, int writes) {
        double[] b = values(Structure.of(kind).memory(MEMORY), bias);
        double least = Double.POSITIVE_INFINITY;
        double most = 0;
        for (int j = 0; j < H; j++) {
            double open = b[keeps * H + j];
            least = Math.min(least, Math.exp(open));
            most = Math.max(most, Math.exp(open));
            if (writes >= 0) {
                assertThat(b[writes * H + j]).isEqualTo(-open);
            }
        }
        assertThat(least).isBetween(1.0, 10.0);
        assertThat(most).isBetween(MEMORY - 12.0, MEMORY - 1.0);
    }

    /** Without a memory: the gate that keeps the state, for one output after the last step and for one at each. */
    @ParameterizedTest
    @CsvSource({"LSTM, bias_ih, 1, 1", "PEEPHOLE, b, 1, 1", "GRU, bias_ih, 2, 0", "RESET_BEFORE, b, 2, 0"})
    void gatesBeginOpen(Structure.Kind kind, String bias, double last, double each) {
        for (int j = 0; j < 3 * H; j++) {
            assertThat(values(Structure.of(kind), bias, true)[j]).isEqualTo(j / H == 1 ? last : 0);
            assertThat(values(Structure.of(kind), bias, false)[j]).isEqualTo(j / H == 1 ? each : 0);
        }
    }

    @Test
    void rectifiedUnitsKeepTheirState() {
        double[] u = values(Structure.of(Structure.Kind.RNN).relu(true).memory(MEMORY), "weight_hh");
        for (int j = 0; j < u.length; j++) {
            assertThat(u[j]).isEqualTo(j / H == j % H ? 1 : 0);
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Structure.Kind.class,
            names = {"RNN", "LEAKY", "SKIP", "CLOCKWORK", "OUTPUT", "TDNN", "GRID", "GRID_LSTM"})
    void othersRefuseAMemory(Structure.Kind kind) {
        assertThatThrownBy(() -> Structure.of(kind).memory(MEMORY))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("a memory is for gates");
    }

    @Test
    void aMemoryHasThreeSteps() {
        for (int steps : List.of(-1, 1, 2)) {
            assertThatThrownBy(() -> Structure.AUTO.memory(steps)).hasMessageContaining("got " + steps);
        }
    }

    /** Exactly the numbers count whose change is seen in outputs. */
    @ParameterizedTest
    @EnumSource(
            value = Structure.Kind.class,
            names = {"COUPLED", "CLOCKWORK", "PEEPHOLE", "LSTM", "GRU", "RNN", "SKIP"})
    void numbersThatNothingReadsDoNotCount(Structure.Kind kind) {
        Kernels k = Kernels.of(Precision.DOUBLE);
        Structure plain = Structure.of(kind);
        Structure structure = (kind == Structure.Kind.CLOCKWORK ? plain.steps(1, 2, 3) : plain)
                .hidden(6)
                .layers(2);
        Network network = new Network(k, structure.build(2), 2, 1, Losses.MSE, false, null);
        network.initialise(new SplittableRandom(1), false);
        SplittableRandom random = new SplittableRandom(2);
        for (int i = 0; i < network.size(); i++) {
            network.all.set(i, network.all.get(i) + random.nextDouble(-0.2, 0.2));
        }
        Batch batch = new Batch(k, new int[] {13}, 2, 1, 0);
        for (int t = 0; t < batch.steps; t++) {
            batch.x[t].set(0, random.nextDouble(-1, 1));
            batch.x[t].set(1, random.nextDouble(-1, 1));
        }
        double[] before = outputs(network, batch);
        int read = 0;
        for (int i = 0; i < network.size(); i++) {
            double was = network.all.get(i);
            network.all.set(i, was + 0.3);
            read += java.util.Arrays.equals(outputs(network, batch), before) ? 0 : 1;
            network.all.set(i, was);
        }
        assertThat(network.used()).isEqualTo(read);
    }

    /** Whatever the order of the groups; of those as fast as each other both are read. */
    @ParameterizedTest
    @CsvSource({"1 2 4, 12", "4 2 1, 12", "2 2, 0", "2 4 2, 8"})
    void clockworksReadNoFasterGroup(String periods, int idle) {
        int[] numbers = java.util.Arrays.stream(periods.split(" "))
                .mapToInt(Integer::parseInt)
                .toArray();
        Clockwork cell = new Clockwork(1, 2 * numbers.length, numbers);
        assertThat(cell.idle()).isEqualTo(idle);
        Kernels k = Kernels.of(Precision.DOUBLE);
        Network network = new Network(k, List.of(new Recurrent(cell, 0)), 1, 1, Losses.MSE, false, null);
        network.initialise(new SplittableRandom(1), false);
        Parameter u = network.parameters().get("U_l0");
        int zeros = 0;
        for (int i = 0; i < cell.hidden; i++) {
            for (int j = 0; j < cell.hidden; j++) {
                boolean cut = numbers[j / 2] < numbers[i / 2];
                assertThat(u.rows()[i].get(j) == 0).isEqualTo(cut);
                zeros += cut ? 1 : 0;
            }
        }
        assertThat(zeros).isEqualTo(idle);
    }

    private static double[] outputs(Network network, Batch batch) {
        network.read();
        NetworkRun run = network.run(1);
        run.reset();
        run.forward(batch);
        return java.util.stream.IntStream.range(0, batch.steps)
                .mapToDouble(t -> run.output(t).get(0))
                .toArray();
    }
}
