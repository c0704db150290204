package dev.tilde.linear;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tilde.data.Dataset;
import dev.tilde.data.Datasets;
import dev.tilde.design.DesignOptions;
import dev.tilde.formula.Conventions;
import dev.tilde.formula.Formula;
import dev.tilde.formula.Lint;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExplanationTest {
    private static Explanation of(String formula, Dataset data) {
        return Explanation.of(Formula.parse(formula), data.source(), DesignOptions.DEFAULTS);
    }

    /** What is found, where. */
    private static String found(List<Lint> lints, String formula) {
        return lints.stream()
                .map(l -> l.rule() + " " + l.span().of(formula).strip())
                .collect(Collectors.joining(", "));
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', nullValues = "-", textBlock = """
            y ~ x + a*b + poly(x, 2)     ; -
            y ~ I(x^2) + (a + b)^2       ; -
            y ~ a - 1                    ; -
            y ~ a*b - a                  ; -
            y ~ x^2                      ; no-op-power x^2
            y ~ a + x**3                 ; no-op-power x**3
            y ~ a*(log(x))^2             ; no-op-power (log(x))^2
            y ~ x*x + x:x                ; no-op-power x*x, no-op-power x:x
            y ~ x - z                    ; removes-nothing z
            y ~ x + a - z + a            ; removes-nothing z, twice a
            y ~ a | x^2                  ; no-op-power x^2
            """)
    void suspectsTheText(String formula, String lints) {
        assertThat(found(Formula.parse(formula).lints(), formula)).isEqualTo(lints == null ? "" : lints);
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', nullValues = "-", quoteCharacter = '\0', textBlock = """
            # data ; formula ; rank ; aliased ; found
            mtcars ; mpg ~ wt + hp                  ; 3 ; -                                ; -
            mtcars ; mpg ~ wt + I(2*wt) + hp        ; 3 ; I(2 * wt) equals 2 × wt          ; -
            mtcars ; mpg ~ gear + hp                ; 3 ; -                                ; whole-numbers gear
            mtcars ; mpg ~ C(carb)                  ; 6 ; -                                ; thin-level C(carb)
            mtcars ; mpg ~ C(gear):C(cyl)           ; 8 ; C(gear)[T.4]:C(cyl)[8] equals 0  ; empty-cells C(cyl)
            mtcars ; mpg ~ I(wt*0)                  ; 1 ; I(wt * 0) equals 0               ; constant I(wt*0)
            warpbreaks ; breaks ~ C(wool) + wool    ; 2 ; wool[T.B] equals C(wool)[T.B]    ; same-column wool
            warpbreaks ; breaks ~ 0 + wool + tension ; 4 ; -                               ; -
            warpbreaks ; ~ wool*tension             ; 6 ; -                                ; -
            """)
    void looksAtTheData(String data, String formula, int rank, String aliased, String found) {
        Explanation e = of(formula, Datasets.find(data));
        assertThat(e.rank()).hasValue(rank);
        assertThat(e.aliased().entrySet().stream()
                        .map(a -> a.getKey() + " " + a.getValue())
                        .collect(Collectors.joining(", ")))
                .isEqualTo(aliased == null ? "" : aliased);
        assertThat(found(e.lints(), formula)).isEqualTo(found == null ? "" : found);
    }

    /** R 4.2.2: model.matrix(~ a:x + a:b) has 7 columns here, all indicators together rank 9. */
    @Test
    void seesWhatTheCodingOfRLoses() {
        Dataset d = Dataset.named("d")
                .with("x", 1, 2, 3, 5, 8, 13, 21, 1, 5, 2, 7, 4)
                .with("a", "u", "v", "w", "u", "v", "w", "u", "v", "w", "u", "v", "w")
                .with("b", "k", "k", "k", "l", "l", "l", "k", "k", "k", "l", "l", "l");
        Formula formula = Formula.parse("~ a:x + a:b", Conventions.R);
        Explanation e = Explanation.of(formula, d.source(), DesignOptions.DEFAULTS);
        assertThat(e.rank()).hasValue(7);
        assertThat(e.lints()).extracting(Lint::rule).containsExactly("span");
        assertThat(e.lints().get(0).problem()).contains("7 independent columns where all indicators span 9");
    }

    @Test
    void saysHowOthersRead() {
        assertThat(Explanation.of(Formula.parse("y1 + y2 ~ x")).toString()).contains("I(y1 + y2) ~ 1 + x");
        assertThat(Explanation.of(Formula.parse("y ~ x + offset(z)")).toString())
                .contains("patsy");
    }
}
