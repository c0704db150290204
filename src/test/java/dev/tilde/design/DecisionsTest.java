package dev.tilde.design;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tilde.data.Dataset;
import dev.tilde.formula.Formula;
import dev.tilde.formula.FormulaException;
import dev.tilde.formula.Lint;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Where the engines differ or are of no help, what Tilde decided, case by case, on the table of the suite. */
class DecisionsTest {
    private static final Dataset DATA = table();

    private static Dataset table() {
        try {
            return Suite.shipped().data();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static DesignMatrices build(String formula) {
        return DesignSpec.matrices(Formula.parse(formula), DATA.source(), DesignOptions.DEFAULTS);
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', quoteCharacter = '\0', textBlock = """
            # formula ; rows of 48 ; columns ; rank
            y ~ (a + b)**1            ; 48 ; 4 ; 4
            y ~ (a + b + c)^2         ; 48 ; 18 ; 18
            y ~ a:x1 + a:b            ; 48 ; 9 ; 9
            y ~ 0 + a:x1 + a:b        ; 48 ; 9 ; 9
            y ~ C(a) + a              ; 48 ; 5 ; 3
            y ~ np.log(x2)            ; 48 ; 2 ; 2
            y ~ I(x1^2)               ; 48 ; 2 ; 2
            y ~ I(x1 > 0 & x2 > 2)    ; 48 ; 2 ; 2
            y ~ I(a != b)             ; 48 ; 1 ; 1
            y ~ I(x1 == x1)           ; 48 ; 1 ; 1
            y ~ bs(x1)                ; 48 ; 4 ; 4
            y ~ bs(x1, df=4, degree=0) ; 48 ; 5 ; 5
            y ~ 0 + C(a, [[1, 0], [0, 1], [-1, -1]]) ; 48 ; 3 ; 3
            y ~ I(x3 > 0)             ; 45 ; 2 ; 2
            y ~ center(x3)            ; 45 ; 2 ; 2
            y ~ bs(x3, df=4)          ; 45 ; 5 ; 5
            y ~ cr(x3, df=4)          ; 45 ; 5 ; 4
            y ~ poly(x3, 2)           ; 45 ; 3 ; 3
            y ~ 1 + x3 - x3           ; 48 ; 1 ; 1
            y ~ x3 + s                ; 44 ; 3 ; 3
            y ~ x1 + offset(x3) - offset(x3) ; 48 ; 2 ; 2
            """)
    void build(String formula, int rows, int columns, int rank) {
        DesignMatrix x = build(formula).predictors();
        assertThat(x.rows()).isEqualTo(rows);
        assertThat(x.columns()).hasSize(columns);
        assertThat(Ranks.of(x.matrix())).isEqualTo(rank);
    }

    @Test
    void scaleDividesBySampleDeviationAndStandardizeByThatOfAll() {
        double[] sample = build("y ~ scale(x1)").predictors().matrix().column(1);
        double[] all = build("y ~ standardize(x1)").predictors().matrix().column(1);
        assertThat(all[0] / sample[0]).isCloseTo(Math.sqrt(48.0 / 47), org.assertj.core.data.Offset.offset(1e-14));
    }

    @Test
    void responses() {
        assertThat(build("y + y2 ~ x1").response().orElseThrow().columns()).containsExactly("y", "y2");
        assertThat(build("cbind(y, y2) ~ x1").response().orElseThrow().columns())
                .containsExactly("y", "y2");
        assertThat(build("a ~ x1").response().orElseThrow().columns()).containsExactly("a[a1]", "a[a2]", "a[a3]");
        assertThat(build("flag ~ x1").response().orElseThrow().columns()).containsExactly("flag");
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', quoteCharacter = '\0', textBlock = """
            y ~ 1 + (b - 1)     ; patsy keeps the intercept here, R removes it
            y ~ (0 + a)*b       ; patsy keeps the intercept here, R removes it
            y ~ 0:a             ; intercept
            y ~ 1:a             ; the intercept cannot interact
            y ~ a*1             ; the intercept cannot interact
            y ~ (a - a)*b       ; nothing is left before
            y ~ -a              ; a minus sign can only stand on 0 or 1
            y ~ I(1/(n - 1))    ; I(1 / (n - 1)) is infinite in row
            y*y2 ~ x1           ; I(y*y2)
            -y ~ x1             ; I(-y)
            y/2 ~ x1            ; I(y/2)
            y ~ 2*x1            ; I(2*x
            y ~ a + y           ; response y stands on the right side
            y ~ x1 + x2 > 3     ; parenthesise the comparison
            """)
    void refuse(String formula, String message) {
        assertThatThrownBy(() -> build(formula))
                .isInstanceOf(FormulaException.class)
                .hasMessageContaining(message);
    }

    @ParameterizedTest
    @CsvSource({"y ~ x1**2, no-op-power", "y ~ x1*x1, no-op-power", "y ~ x1:x1, no-op-power"})
    void lint(String formula, String rule) {
        assertThat(build(formula).predictors().columns()).containsExactly("Intercept", "x1");
        assertThat(Formula.parse(formula).lints()).extracting(Lint::rule).containsExactly(rule);
    }

    @Test
    void levelsWithoutRowsAreDroppedAndNamed() {
        DesignSpec spec = DesignSpec.learn(Formula.parse("y ~ x3 + s"), DATA.source(), DesignOptions.DEFAULTS);
        assertThat(spec.predictors().columns()).containsExactly("Intercept", "x3", "s[T.s2]");
        assertThat(DesignSpec.learn(Formula.parse("y ~ I(x1 == x1)"), DATA.source(), DesignOptions.DEFAULTS)
                        .notes())
                .containsExactly("I(x1 == x1) has the single level True in the rows used");
    }
}
