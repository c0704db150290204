package dev.tilde.design;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.tilde.data.Dataset;
import dev.tilde.formula.Formula;
import dev.tilde.formula.FormulaException;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DerivativeTest {
    private static final int N = 40;
    private static final double[] X = new Random(1).doubles(N, 0.11, 0.89).toArray();

    private static Dataset data(double[] x) {
        Random random = new Random(2);
        String[] a = new String[N];
        Arrays.setAll(a, i -> "a" + i % 3);
        return Dataset.named("d")
                .with("y", random.doubles(N).toArray())
                .with("x", x)
                .with("z", random.doubles(N, 1, 2).toArray())
                .with("a", a);
    }

    private static DesignSpec learn(String terms) {
        return DesignSpec.learn(Formula.parse("y ~ " + terms), data(X).source(), DesignOptions.DEFAULTS);
    }

    private static double[] moved(double h) {
        return Arrays.stream(X).map(v -> v + h).toArray();
    }

    /** Central differences, where no corner lies near. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "x + z + a",
                "a*x + a:x:z",
                "I(x^2) + I(x^3.5) + I(2^x) + I(x^x) + I((x + z)^2 / (x - 3))",
                "I(-x * z + 3 - x / z) + I(z / x)",
                "log(x) + log2(x) + log10(x) + log1p(x) + log(x, 3) + exp(x) + expm1(x) + boxcox(x, 0.3) + sqrt(x) + abs(x - 5)",
                "sin(x) + cos(x) + tan(x) + asin(x) + acos(x) + atan(x) + sinh(x) + cosh(x) + tanh(x)",
                "np.exp(x)",
                "center(x) + scale(x) + standardize(log(x))",
                "poly(x, 4) + poly(x, 3, raw=TRUE)",
                "poly(x, z, degree=3) + poly(x, log(x), degree=2, raw=TRUE)",
                "bs(x, df=6, outside=\"taylor\") + bs(x, df=5, degree=2, outside=\"linear\")",
                "ns(x, df=4, outside=\"linear\")",
                "cr(x, df=5, outside=\"linear\") + cc(x, df=4)",
                "cr(x, df=4, constraints=\"center\", outside=\"taylor\")",
                "te(cr(x, df=4, outside=\"linear\"), bs(z, df=4), constraints=\"center\")",
                "te(bs(x, df=4, outside=\"linear\"), cr(x, df=3, outside=\"linear\"))",
                "ifelse(z > 1.5, x^2, z) + ifelse(a == \"a1\", z, sin(x))",
                "bs(log(x), df=5, outside=\"linear\"):scale(x^2):a + poly(scale(exp(x)), 3):x",
                "cbind(x, log(x), z) + I(x > -5) + floor(x / 100) + I((100 * x) %/% 100000)",
                "I((x * 7) %% 100)",
            })
    void isTheLimitOfDifferences(String terms) {
        DesignSpec spec = learn(terms);
        double h = 1e-5;
        DesignMatrix slope = spec.derivative("x", data(X).source());
        double[] exact = slope.matrix().data();
        double[] above = spec.predictors(data(moved(h)).source()).matrix().data();
        double[] below = spec.predictors(data(moved(-h)).source()).matrix().data();
        assertThat(slope.columns()).isEqualTo(spec.predictors().columns());
        double least = Arrays.stream(X).min().orElseThrow();
        double most = Arrays.stream(X).max().orElseThrow();
        for (int k = 0; k < exact.length; k++) {
            if (X[k % N] == least || X[k % N] == most) {
                // The boundary of a spline, where its curvature jumps.
                continue;
            }
            double difference = (above[k] - below[k]) / (2 * h);
            double tolerance = 2e-5 * (1 + Math.abs(difference));
            assertThat(exact[k])
                    .as(slope.columns().get(k / N) + " at " + X[k % N])
                    .isCloseTo(difference, within(tolerance));
        }
    }

    private static final Dataset TEN =
            Dataset.named("ten").with("x", 0.1, 0.3, 0.35, 0.9, 1.4, 2.2, 2.2, 3.0, 3.7, 5.5);

    /** R 4.2.2: splines::splineDesign(derivs = 1), and that turned as ns() does. */
    @Test
    void splinesHaveTheSlopesOfR() {
        Dataset at = Dataset.named("at").with("x", 0.1, 1.4, 3.0, 5.5);
        double[][] bs = {
            {1.764705882352941, 0, 0, 0},
            {-0.324822696817631, 0.320247198370997, 0.102275478092472, 0},
            {-0.173784896007118, -0.149548948347747, 0.238047681639922, 0.0852861627149428},
            {0, 0, -0.810810810810811, 0.8108108108108107}
        };
        double[][] ns = {
            {-0.338599984876006, 0.8105878425819535, -0.4719878577059476},
            {0.391368067176652, -0.0123381538983622, 0.0230599453333082},
            {0.043693919581449, -0.0918135239448032, 0.2768562461434743},
            {-0.396993436375185, 0.0412873173830193, 0.3557061189921660}
        };
        check("bs(x, df=4)", at, bs);
        check("ns(x, df=3)", at, ns);
    }

    private static void check(String call, Dataset at, double[][] rows) {
        DesignSpec spec = DesignSpec.learn(Formula.parse("~ 0 + " + call), TEN.source(), DesignOptions.DEFAULTS);
        DesignMatrix slope = spec.derivative("x", at.source());
        for (int i = 0; i < rows.length; i++) {
            assertThat(slope.matrix().row(i)).containsExactly(rows[i], within(1e-12));
        }
    }

    @Test
    void stepsAndFactorsAreFlatAndMissingValuesStay() {
        Dataset data = Dataset.named("d").with("x", 1, 2, Double.NaN, 3).with("z", 1, 2, 3, 4);
        Formula formula = Formula.parse("~ C(x) + x + sqrt(x - 2) + cut(x, 2, labels=FALSE) + round(x) + sign(x):z");
        DesignMatrix slope = DesignSpec.learn(formula, data.source(), DesignOptions.DEFAULTS.with(NaAction.PASS))
                .derivative("x", data.source());
        double nan = Double.NaN;
        assertThat(slope.matrix().row(0)).containsExactly(0, 0, 0, 1, nan, 0, 0, 0);
        assertThat(slope.matrix().row(3)).containsExactly(0, 0, 0, 1, 0.5, 0, 0, 0);
        assertThat(slope.matrix().row(2)[3]).isNaN();
    }

    @Test
    void whatHasNoDerivativeIsRefused() {
        DesignSpec spec = learn("x + a");
        assertThatThrownBy(() -> spec.derivative("a", data(X).source()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("derivatives are for numeric columns, and a holds string values");
        assertThatThrownBy(() -> spec.derivative("w", data(X).source()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("it reads x, a");
        Vocabulary mine = Vocabulary.STANDARD
                .with("half", args -> Transform.stateless(v -> v / 2))
                .with("log", args -> Transform.stateless(v -> v));
        for (String call : new String[] {"half(x)", "log(x)"}) {
            DesignSpec other = DesignSpec.learn(
                    Formula.parse("y ~ " + call + " + half(z)"), data(X).source(), DesignOptions.DEFAULTS.with(mine));
            assertThatThrownBy(() -> other.derivative("x", data(X).source()))
                    .isInstanceOf(FormulaException.class)
                    .hasMessageContaining("DifferentiableTransform");
        }
    }
}
