package dev.tilde.rnn;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tilde.linalg.Engine;
import dev.tilde.linalg.Kernels;
import dev.tilde.linalg.Plane;
import dev.tilde.linalg.Precision;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Gradients too small to count are not followed in training, and are where one asks how far they reach. */
class VanishedGradientTest {
    private static final int STEPS = 300;

    private final Plane[] dx;
    private final NetworkRun run;
    private final Batch batch;

    VanishedGradientTest() {
        Kernels k = Kernels.of(Precision.DOUBLE, Engine.JAVA);
        Network network =
                new Network(k, List.of(new Recurrent(new Elman(1, 3, false), 0)), 1, 1, Losses.MSE, true, null);
        network.initialise(new SplittableRandom(1), false);
        k.scale(network.all, 0.2, network.size());
        network.read();
        run = network.run(1);
        batch = new Batch(k, new int[] {STEPS}, 1, 1, 0);
        for (int t = 0; t < STEPS; t++) {
            batch.x[t].set(0, Math.sin(t));
        }
        batch.y[STEPS - 1].set(0, 1);
        batch.weight[STEPS - 1].set(0, 1);
        dx = k.planes(STEPS, 1);
    }

    private double firstGradient(boolean asked) {
        run.gradient.clear();
        run.forward(batch);
        run.backward(batch, 1, asked ? dx : null);
        return Math.abs(run.tapes().get(0).gradient(Cell.H, 0).get(0));
    }

    @Test
    void trainingStopsWhereGradientsAreNegligible() {
        assertThat(firstGradient(false)).isZero();
        assertThat(Math.abs(run.tapes().get(0).gradient(Cell.H, STEPS - 2).get(0)))
                .isGreaterThan(1e-30);
    }

    @Test
    void whoAsksForInputsSeesThemAll() {
        assertThat(firstGradient(true)).isBetween(Double.MIN_NORMAL, 1e-60);
        assertThat(dx[0].get(0)).isNotZero();
    }

    @Test
    void parametersGetTheSameGradient() {
        firstGradient(true);
        Plane all = sum();
        run.reset();
        firstGradient(false);
        assertThat(sum().toArray()).isEqualTo(all.toArray());
    }

    private Plane sum() {
        Plane all = Kernels.of(Precision.DOUBLE).plane(3 * 1 + 3 * 3 + 3 + 3 + 3 + 1);
        run.gradient.addTo(all);
        return all;
    }

    @ParameterizedTest
    @EnumSource(Precision.class)
    void knowsWhatIsBelow(Precision precision) {
        Kernels k = Kernels.of(precision);
        Plane p = k.plane(3);
        p.set(0, -1e-31);
        p.set(2, 1);
        assertThat(k.isBelow(p, 1e-30, 2)).isTrue();
        assertThat(k.isBelow(p, 1e-30, 3)).isFalse();
        p.set(0, Double.NaN);
        assertThat(k.isBelow(p, 1e-30, 1)).isFalse();
    }
}
