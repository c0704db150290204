package outside;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.tilde.Tilde;
import dev.tilde.data.Dataset;
import dev.tilde.data.Source;
import dev.tilde.design.CodingMatrix;
import dev.tilde.design.Contrast;
import dev.tilde.design.DesignMatrices;
import dev.tilde.design.DesignOptions;
import dev.tilde.design.DesignSpec;
import dev.tilde.design.StatefulTransform;
import dev.tilde.design.Transform;
import dev.tilde.design.Vocabulary;
import dev.tilde.formula.Formula;
import dev.tilde.linalg.Matrix;
import dev.tilde.linear.LinearFit;
import dev.tilde.linear.LinearRegression;
import dev.tilde.model.Fitted;
import dev.tilde.model.Model;
import dev.tilde.report.Block;
import dev.tilde.report.Document;
import dev.tilde.report.Renderers;
import dev.tilde.report.Section;
import dev.tilde.report.Text;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A stranger adds a transform, one that learns, a contrast, a model and a section, with public types only. */
class ExtensionTest {
    private static final Dataset CARS = Tilde.dataset("cars");

    private static final Contrast SUM = levels -> {
        int k = levels.size();
        Matrix m = Matrix.zeros(k, k - 1);
        for (int j = 0; j < k - 1; j++) {
            m.set(j, j, 1);
            m.set(k - 1, j, -1);
        }
        List<String> labels =
                levels.subList(0, k - 1).stream().map(l -> "S." + l).toList();
        return new CodingMatrix(m, labels, levels.subList(0, k - 1));
    };

    /** Distance from the largest value seen. */
    private static final StatefulTransform<double[]> BELOW_TOP = new StatefulTransform<>() {
        @Override
        public double[] init() {
            return new double[] {Double.NEGATIVE_INFINITY};
        }

        @Override
        public void add(double[] state, double[][] arguments, int rows) {
            for (int i = 0; i < rows; i++) {
                state[0] = Math.max(state[0], arguments[0][i]);
            }
        }

        @Override
        public double[] merge(double[] left, double[] right) {
            left[0] = Math.max(left[0], right[0]);
            return left;
        }

        @Override
        public Transform learned(double[] state) {
            return Transform.stateless(x -> state[0] - x);
        }
    };

    /** Predicts the mean of the response whatever the predictors say. */
    private record MeanOnly() implements Model<MeanOnly.Fit> {
        private record Fit(DesignSpec design, double mean) implements Fitted {
            @Override
            public double[] predict(Source source) {
                double[] all = new double[design.predictors(source).rows()];
                Arrays.fill(all, mean);
                return all;
            }

            @Override
            public Document summary() {
                return new Document(
                        "",
                        "Mean",
                        List.of(),
                        Text.NONE,
                        List.of(Section.untitled("s", new Block.Prose(Text.of("mean " + mean)))));
            }
        }

        @Override
        public Fit fit(Formula formula, Source source, DesignOptions options) {
            DesignMatrices m = DesignSpec.learn(formula, source, options).matrices(source);
            double mean = Arrays.stream(m.response().orElseThrow().matrix().column(0))
                    .average()
                    .orElse(Double.NaN);
            return new Fit(m.spec(), mean);
        }
    }

    private static LinearFit fit(String formula, Dataset data, Vocabulary vocabulary) {
        return LinearRegression.OLS.fit(Formula.parse(formula), data.source(), DesignOptions.DEFAULTS.with(vocabulary));
    }

    @Test
    void addsATransform() {
        Vocabulary mine = Vocabulary.STANDARD.with("half", args -> Transform.stateless(x -> x / 2));
        double half =
                fit("dist ~ half(speed)", CARS, mine).coefficients().get(1).estimate();
        double whole = Tilde.ols("dist ~ speed", CARS).coefficients().get(1).estimate();
        assertThat(half).isCloseTo(2 * whole, within(1e-12));
    }

    @Test
    void addsATransformThatLearns() {
        Vocabulary mine = Vocabulary.STANDARD.withStateful("below_top", args -> BELOW_TOP);
        LinearFit fit = fit("dist ~ log1p(below_top(speed))", CARS, mine);
        assertThat(fit.design().predictors().columns()).containsExactly("Intercept", "log1p(below_top(speed))");
        double one = fit.predict(CARS.subset(0))[0];
        assertThat(one).isEqualTo(fit.predict(CARS)[0]);
    }

    @Test
    void addsAContrast() {
        Vocabulary mine = Vocabulary.STANDARD.withContrast("Mine", args -> SUM);
        LinearFit fit = fit("weight ~ C(group, Mine)", Tilde.dataset("PlantGrowth"), mine);
        assertThat(fit.design().predictors().columns())
                .containsExactly("Intercept", "C(group, Mine)[S.ctrl]", "C(group, Mine)[S.trt1]");
        // R 4.2.2: coef(lm(weight ~ group, PlantGrowth, contrasts = list(group = "contr.sum")))
        assertThat(fit.coefficients().get(0).estimate()).isCloseTo(5.073, within(1e-12));
        assertThat(fit.coefficients().get(1).estimate()).isCloseTo(-0.041, within(1e-12));
    }

    @Test
    void addsAModel() {
        MeanOnly.Fit fit = new MeanOnly().fit(Formula.parse("dist ~ speed"), CARS.source(), DesignOptions.DEFAULTS);
        assertThat(fit.predict(CARS)).hasSize(50).containsOnly(42.98);
        assertThat(fit.summary().toString()).contains("mean 42.98");
    }

    @Test
    void addsASection() {
        Document report = Tilde.ols("dist ~ speed", CARS)
                .summary()
                .with(Section.of("mine", "My view", "", new Block.Prose(Text.of("Brakes got better since <1930>."))));
        assertThat(Renderers.HTML.render(report)).contains("My view", "Brakes got better since &lt;1930&gt;.");
    }
}
