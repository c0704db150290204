package dev.tilde.design;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tilde.data.Dataset;
import dev.tilde.formula.Formula;
import dev.tilde.formula.FormulaException;
import dev.tilde.linalg.Matrix;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A function, one that learns, and a contrast, added by somebody else through public types alone. */
class ExtensionTest {
    /** x minus its mean over the rows that have it. */
    private static final class Mean implements StatefulTransform<double[]> {
        @Override
        public double[] init() {
            return new double[2];
        }

        @Override
        public void add(double[] state, double[][] arguments, int rows) {
            for (int i = 0; i < rows; i++) {
                if (!Double.isNaN(arguments[0][i])) {
                    state[0] += arguments[0][i];
                    state[1]++;
                }
            }
        }

        @Override
        public double[] merge(double[] left, double[] right) {
            return new double[] {left[0] + right[0], left[1] + right[1]};
        }

        @Override
        public Transform learned(double[] state) {
            if (state[1] == 0) {
                throw new IllegalArgumentException("there is no number to take the mean of");
            }
            double mean = state[0] / state[1];
            return Transform.stateless(x -> x - mean);
        }
    }

    /** Differences to the last level. */
    private enum ToLast implements Contrast {
        TO_LAST;

        @Override
        public CodingMatrix code(List<String> levels) {
            int k = levels.size();
            Matrix m = Matrix.zeros(k, k - 1);
            IntStream.range(0, k - 1).forEach(i -> m.set(i, i, 1));
            List<String> labels = levels.subList(0, k - 1);
            return new CodingMatrix(m, labels.stream().map(l -> "L." + l).toList(), labels);
        }
    }

    private static final DesignOptions MINE = DesignOptions.DEFAULTS.with(Vocabulary.STANDARD
            .with("half", args -> Transform.stateless(x -> x / 2))
            .withStateful("demean", args -> new Mean())
            .withContrast("ToLast", args -> ToLast.TO_LAST));

    private static final Dataset DATA = Dataset.named("d")
            .with("y", 1, 2, 3, 4, 5)
            .with("x", 1, 2, 3, 6, Double.NaN)
            .with("a", "u", "v", "w", "u", "v");

    private static DesignSpec learn(String formula) {
        return DesignSpec.learn(Formula.parse(formula), DATA.source(), MINE);
    }

    private static double[] column(String expression) {
        return learn("y ~ 0 + " + expression)
                .matrices(DATA.source())
                .predictors()
                .matrix()
                .column(0);
    }

    @Test
    void addsFunctions() {
        assertThat(column("half(x)")).containsExactly(0.5, 1, 1.5, 3);
        assertThat(column("demean(x)")).containsExactly(-2, -1, 0, 3);
        assertThat(column("half(demean(x))")).containsExactly(-1, -0.5, 0, 1.5);
        assertThat(column("demean(half(x)^2)")).containsExactly(-2.875, -2.125, -0.875, 5.875);
        assertThat(column("demean(demean(x) + 5)")).containsExactly(-2, -1, 0, 3);
        assertThat(column("I(demean(x) / demean(y))")).containsExactly(1, 1, 3);
    }

    @Test
    void comparesWhatWasLearned() {
        DesignSpec spec = learn("y ~ I(demean(x) > 0) + C(0 <= demean(x))");
        assertThat(spec.predictors().columns())
                .containsExactly("Intercept", "I(demean(x) > 0)[T.True]", "C(0 <= demean(x))[T.True]");
        assertThat(spec.predictors(DATA.source()).matrix().row(2)).containsExactly(1, 0, 1);
    }

    @Test
    void remembersWhatWasLearned() {
        DesignSpec spec = learn("demean(y) ~ half(demean(x)):a");
        Dataset fresh = Dataset.named("new").with("x", 10, 4).with("a", "v", "v");
        assertThat(spec.predictors(fresh.source()).matrix().row(0)).containsExactly(1, 0, 3.5, 0);
        assertThat(spec.matrices(DATA.source())
                        .response()
                        .orElseThrow()
                        .matrix()
                        .column(0))
                .containsExactly(-2, -1, 0, 1);
    }

    @Test
    void addsContrasts() {
        DesignSpec spec = learn("y ~ C(a, ToLast)");
        assertThat(spec.predictors().columns()).containsExactly("Intercept", "C(a, ToLast)[L.u]", "C(a, ToLast)[L.v]");
        assertThat(spec.predictors(DATA.source()).matrix().row(2)).containsExactly(1, 0, 0);
        assertThat(learn("y ~ C(a, contrast=ToLast(), levels=[\"w\", \"v\", \"u\"])")
                        .predictors()
                        .columns())
                .hasSize(3);
    }

    @Test
    void blamesTheCall() {
        Dataset empty = Dataset.named("d").with("y", 1, 2).with("x", Double.NaN, Double.NaN);
        assertThatThrownBy(() -> DesignSpec.learn(Formula.parse("y ~ half(demean(x))"), empty.source(), MINE))
                .isInstanceOfSatisfying(FormulaException.class, e -> {
                    assertThat(e.problem()).isEqualTo("there is no number to take the mean of");
                    assertThat(e.span().of(e.source())).isEqualTo("demean(x)");
                });
        assertThatThrownBy(() -> learn("y ~ half()"))
                .isInstanceOfSatisfying(
                        FormulaException.class,
                        e -> assertThat(e.span().of(e.source())).isEqualTo("half()"));
        assertThatThrownBy(() -> learn("y ~ C(a, ToLost)")).hasMessageContaining("Did you mean ToLast?");
        assertThatThrownBy(() -> learn("y ~ haf(x)")).hasMessageContaining("Did you mean half?");
    }
}
