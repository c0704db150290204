package dev.tilde.design;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tilde.Tilde;
import dev.tilde.formula.Conventions;
import dev.tilde.formula.Formula;
import dev.tilde.formula.FormulaException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Small habits of the engines; names and values of R 4.2.2 and patsy 0.5.3 over mtcars. */
class DialectsTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '\0',
            value = {
                "R     ; ~ poly(wt, deg=2)        ; poly(wt, deg = 2)2       ; -0.0427841545",
                "R     ; ~ bs(wt, deg=2, kn=3)    ; bs(wt, deg = 2, kn = 3)3 ; 0",
                "R     ; ~ scale(wt, cen=FALSE)   ; scale(wt, cen = FALSE)   ; 0.7678706",
                "R     ; ~ wt # hp                ; wt                       ; 2.62",
                "PATSY ; ~ I(~am)                 ; I( ~am)                  ; -2",
                "PATSY ; ~ I(~(am > 1))           ; I( ~(am > 1))[T.True]    ; 1",
                "PATSY ; ~ center(~ ~am)          ; center( ~ ~am)           ; 0.59375",
            })
    void firstRow(String engine, String formula, String column, double value) {
        DesignMatrix x = build(formula, engine);
        assertThat(x.columns().get(x.columns().size() - 1)).isEqualTo(column);
        assertThat(x.matrix().get(0, x.columns().size() - 1))
                .isCloseTo(value, org.assertj.core.data.Offset.offset(1e-7));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '\0',
            value = {
                "R     ; ~ bs(wt, d=2)  ; bs has no argument \"d\"",
                "TILDE ; ~ bs(wt, deg=2); bs has no argument \"deg\"",
                "TILDE ; ~ wt # hp      ; the character \"#\" has no meaning in a formula",
                "TILDE ; ~ I(~am)       ; \"~\" inside a call is Python's not",
                "R     ; ~ I(~am)       ; \"~\" inside a call is Python's not",
                "PATSY ; ~ I(~wt)       ; \"~\" takes truth values or whole numbers",
                "PATSY ; ~ I(~)         ; a term is missing after \"~\"",
                "TILDE ; ~ wt:c(1, 2)   ; a list of values is no column",
            })
    void refusals(String engine, String formula, String message) {
        assertThatThrownBy(() -> build(formula, engine))
                .isInstanceOf(FormulaException.class)
                .hasMessageStartingWith(message);
    }

    /** R keeps the number of the term and gives it no columns; {@code attr(model.matrix(f), "assign")} is 0 1 3. */
    @Test
    void aDroppedResponseKeepsItsNumber() {
        DesignMatrix x = build("mpg ~ wt + mpg:wt + mpg", "R");
        assertThat(x.columns()).isEqualTo(List.of("(Intercept)", "wt", "mpg:wt"));
        assertThat(x.terms().stream()
                        .map(t -> t.name() + t.slice().start() + t.slice().end()))
                .containsExactly("(Intercept)01", "wt12", "mpg22", "mpg:wt23");
    }

    private static DesignMatrix build(String formula, String engine) {
        Conventions conventions = switch (engine) {
            case "R" -> Conventions.R;
            case "PATSY" -> Conventions.PATSY;
            default -> Conventions.TILDE;
        };
        return DesignSpec.matrices(
                        Formula.parse(formula, conventions),
                        Tilde.dataset("mtcars").source(),
                        DesignOptions.DEFAULTS)
                .predictors();
    }
}
