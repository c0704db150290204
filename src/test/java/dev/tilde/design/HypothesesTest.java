package dev.tilde.design;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.tilde.data.Source;
import dev.tilde.formula.Formula;
import dev.tilde.formula.FormulaException;
import dev.tilde.linalg.Qr;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Comparisons of levels as columns; numbers of MASS::ginv in R 4.2.2. */
class HypothesesTest {
    private static final List<String> THREE = List.of("a1", "a2", "a3");
    private static final Source DATA = Fixtures.csv("""
            y,a,n
            1,a1,10
            2,a2,20
            5,a3,30
            11,a1,10
            3,a2,20
            4,a3,30
            """);

    private static void isR(CodingMatrix coding, double... columns) {
        assertThat(coding.matrix().data()).containsExactly(columns, within(1e-14));
    }

    private static DesignSpec learn(String formula) {
        return DesignSpec.learn(Formula.parse(formula), DATA, DesignOptions.DEFAULTS);
    }

    @Test
    void areTheGeneralisedInverse() {
        CodingMatrix m = Contrasts.hypotheses("a2 - a1", "a3 - (a1 + a2)/2").code(THREE);
        assertThat(m.labels()).containsExactly("a2 - a1", "a3 - (a1 + a2)/2");
        isR(m, -0.5, 0.5, 0, -1 / 3.0, -1 / 3.0, 2 / 3.0);
        isR(Contrasts.hypotheses("a2", "a3").code(THREE), 0, 1, 0, 0, 0, 1);
        isR(
                Contrasts.hypotheses("0.5*a2*2 + -a1", "a3/1 - a1*0.5 - 0.5*a2").code(THREE),
                m.matrix().data());
    }

    @Test
    void fewerAreCompletedAsRDoes() {
        CodingMatrix m = Contrasts.hypotheses("b - a").code(List.of("a", "b", "c", "d"));
        assertThat(m.labels()).containsExactly("b - a", "rest1", "rest2");
        assertThat(m.matrix().column(0)).containsExactly(new double[] {-0.5, 0.5, 0, 0}, within(1e-15));
    }

    @Test
    void coefficientsAreTheHypotheses() {
        DesignMatrices built =
                learn("y ~ contrast(a, \"a2 - a1\", up = \"a3 - (a1 + a2)/2\")").matrices(DATA);
        assertThat(built.predictors().columns()).containsExactly("Intercept", "a[a2 - a1]", "a[up]");
        double[] b = Qr.of(built.predictors().matrix())
                .solve(built.response().orElseThrow().matrix().column(0));
        // Means of the levels: 6, 2.5, 4.5.
        assertThat(b).containsExactly(new double[] {13 / 3.0, -3.5, 0.25}, within(1e-13));
    }

    @Test
    void numbersAsLevelsStandInBackticks() {
        assertThat(learn("y ~ contrast(n, \"`20` - `10`\", \"'30' - `20`\")")
                        .predictors()
                        .columns())
                .containsExactly("Intercept", "n[`20` - `10`]", "n['30' - `20`]");
        assertThat(learn("y ~ 0 + contrast(a, \"a2 - a1\")").predictors().columns())
                .hasSize(3);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            y ~ contrast(a, "a2 - a9")                    | names the level "a9"          | "a2 - a9"
            y ~ contrast(a, "a2 - a1", "2*a2 - 2*a1")     | follows from the hypotheses   | "2*a2 - 2*a1"
            y ~ contrast(a, "a2 - a1", "a3 - a1", "a3")   | at most 2                     | contrast(a, "a2 - a1", "a3 - a1", "a3")
            y ~ contrast(a, "a1 + a2 + a3")               | does not compare levels       | contrast(a, "a1 + a2 + a3")
            y ~ contrast(a, "a1 - a1")                    | compares nothing              | "a1 - a1"
            y ~ contrast(a, "a1 - 1")                     | multiplies no level           | "a1 - 1"
            y ~ contrast(a, "a1*a2")                      | no sum of levels              | "a1*a2"
            y ~ contrast(a, "log(a1)")                    | no sum of levels              | "log(a1)"
            y ~ contrast(a, "a1 -")                       | missing                       | "a1 -"
            y ~ contrast(a, "a1) + (a2")                  |                               | "a1) + (a2"
            y ~ contrast(a, a2 - a1)                      | stands in quotes              | a2 - a1
            y ~ contrast(a)                               | hypotheses in quotes          | contrast(a)
            y ~ contrast(a, "a2 - a1", "a2 - a1")         | two hypotheses are called     | "a2 - a1"
            """, quoteCharacter = '`')
    void complaintsPointAtTheHypothesis(String formula, String problem, String place) {
        assertThatThrownBy(() -> learn(formula)).isInstanceOfSatisfying(FormulaException.class, e -> {
            assertThat(e.kind()).isEqualTo(FormulaException.Kind.BAD_ARGUMENT);
            assertThat(e.problem()).contains(problem == null ? "" : problem);
            assertThat(e.span().of(formula)).isEqualTo(place);
        });
    }
}
