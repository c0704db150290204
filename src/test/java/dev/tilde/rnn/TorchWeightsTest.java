package dev.tilde.rnn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.tilde.data.DataException;
import dev.tilde.data.Dataset;
import dev.tilde.design.Vocabulary;
import dev.tilde.json.Json;
import dev.tilde.linalg.Precision;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Against weights and outputs of torch 1.13.0 (Debian 12). */
class TorchWeightsTest {
    private static Json golden(String file) throws IOException {
        try (var in = TorchWeightsTest.class.getResourceAsStream(file)) {
            return Json.parse(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        }
    }

    private static RnnFit fit(String kind) {
        double[] x = new double[30];
        double[] z = new double[30];
        Arrays.setAll(x, i -> Math.sin(i));
        Arrays.setAll(z, i -> Math.cos(2.0 * i));
        Dataset data = Dataset.named("two").with("x", x).with("z", z).with("y", x);
        RnnRegression model = StreamsTest.QUICK
                .cells(Structure.Kind.named(kind))
                .hidden(3)
                .layers(2)
                .training(StreamsTest.QUICK.training().precision(Precision.DOUBLE));
        return StreamsTest.fit("y ~ x + z", model, data);
    }

    private static double[] numbers(Json json) {
        return json.items().stream().mapToDouble(Json::number).toArray();
    }

    @Test
    void torchsWeightsGiveTorchsOutputs() throws IOException {
        for (Json c : golden("torch-weights.json").get("cases").items()) {
            RnnFit fit = fit(c.get("kind").text(""));
            TorchWeights weights = TorchWeights.fromJson(c.get("weights"));
            assertThat(fit.torchWeights(1).toString()).isEqualTo(weights.toString());
            RnnFit with = fit.withTorchWeights(0, weights).withTorchWeights(1, weights);
            assertThat(with.torchWeights(0).toJson()).isEqualTo(c.get("weights"));
            double[] x = numbers(c.get("x"));
            double[] linear = ((NetworkCore) with.core).linear.outputs(x, 6);
            double[][] out = with.core.outputs(new double[][] {x}, new int[] {6}, Grids.NONE, new Workers(1));
            double[] torch = numbers(c.get("output"));
            for (int t = 0; t < 6; t++) {
                assertThat(out[0][t] - linear[t]).isEqualTo(torch[t], within(1e-13));
            }
        }
    }

    /** Rows without a response train nothing, but the way back begins at them, in training as in a prediction. */
    @Test
    void bothDirectionsReadRowsBehindTheLastResponse() throws IOException {
        Json golden = golden("torch-bidirectional.json");
        Dataset data = Dataset.named("ends");
        for (String column : new String[] {"id", "x", "y"}) {
            data = data.with(column, numbers(golden.get(column)));
        }
        Training training = Training.DEFAULTS
                .optimizer(Optimizers.sgd(0.3))
                .schedule(Schedule.CONSTANT)
                .epochs(8)
                .restarts(1)
                .holdOut(Training.HoldOut.NONE)
                .precision(Precision.DOUBLE);
        RnnRegression model =
                RnnRegression.DEFAULTS.gru().hidden(2).bidirectional().training(training);
        RnnRegression still = model.training(training.rate(1e-300).epochs(1));
        TorchWeights first = TorchWeights.fromJson(golden.get("weights"));
        StreamsTest.fit("y ~ x | id", still, data)
                .torchWeights(0)
                .tensors()
                .forEach((name, tensor) -> assertThat(tensor.data())
                        .as(name)
                        .containsExactly(first.tensors().get(name).data(), within(1e-15)));
        RnnFit fit = StreamsTest.fit("y ~ x | id", model, data);
        double[] losses =
                fit.history().get(0).stream().skip(1).mapToDouble(Epoch::train).toArray();
        assertThat(losses).containsExactly(numbers(golden.get("losses")), within(1e-13));
        assertThat(fit.fitted()).containsExactly(numbers(golden.get("fitted")), within(1e-12));
    }

    @Test
    void ownWeightsGiveTheSameFit() {
        RnnFit fit = fit("lstm");
        RnnFit same = fit.withTorchWeights(
                1, TorchWeights.fromJson(fit.torchWeights(1).toJson()));
        assertThat(same.fitted()).isEqualTo(fit.fitted());
        assertThat(same.notes()).hasSize(fit.notes().size() + 1);
        RnnFit read = RnnFit.fromJson(fit.toJson(), Vocabulary.STANDARD);
        RnnFit bare = read.withTorchWeights(0, fit.torchWeights(0));
        assertThat(bare.scores()).isEmpty();
        assertThatThrownBy(() -> bare.stream("")).isInstanceOf(IllegalStateException.class);
    }

    /** Groups of periods 1, 2 and 4 have two units each; a group reads itself and slower ones. */
    @Test
    void connectionsThatAreNotThereAreZero() {
        RnnFit fit =
                StreamsTest.fit("y ~ x | id", StreamsTest.QUICK.hidden(6).clockwork(1, 2, 4), StreamsTest.shop(40));
        Map<String, TorchWeights.Tensor> tensors =
                new LinkedHashMap<>(fit.torchWeights(0).tensors());
        double[] ones = new double[36];
        Arrays.fill(ones, 0.25);
        tensors.put("U_l0", TorchWeights.Tensor.of(new int[] {6, 6}, ones));
        RnnFit full = fit.withTorchWeights(0, TorchWeights.of(tensors));
        double[] cut = full.torchWeights(0).tensors().get("U_l0").data();
        for (int i = 0; i < 36; i++) {
            assertThat(cut[i]).as("%d reads %d", i / 6, i % 6).isEqualTo(i % 6 / 2 < i / 6 / 2 ? 0 : 0.25);
        }
        assertThat(full.withTorchWeights(0, full.torchWeights(0)).fitted()).isEqualTo(full.fitted());
    }

    @Test
    void otherShapesAreRefused() {
        RnnFit fit = fit("gru");
        Map<String, TorchWeights.Tensor> tensors =
                new LinkedHashMap<>(fit.torchWeights(0).tensors());
        tensors.remove("bias_ih_l1");
        tensors.put("weight_hh_l0", TorchWeights.Tensor.of(new int[] {3, 9}, new double[27]));
        tensors.put("weight_ih_l2", TorchWeights.Tensor.of(new int[] {1}, new double[1]));
        assertThatThrownBy(() -> fit.withTorchWeights(0, TorchWeights.of(tensors)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("these weights are of another network: weight_hh_l0 has the shape [3, 9], not [9, 3]; "
                        + "bias_ih_l1 is not there; weight_ih_l2 is not of this network");
        assertThatThrownBy(() -> TorchWeights.Tensor.of(new int[] {2, 2}, new double[3]))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> TorchWeights.fromJson(Json.parse("{\"a\": {\"shape\": [2], \"data\": [1]}}")))
                .isInstanceOf(DataException.class)
                .hasMessage("of a: the shape [2] does not hold 1 numbers");
        assertThatThrownBy(() -> StreamsTest.fit("y ~ x | id", StreamsTest.model("esn"), StreamsTest.shop(40))
                        .torchWeights(0))
                .isInstanceOf(IllegalStateException.class);
    }
}
