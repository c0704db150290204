package dev.tilde.formula;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Parts, roles, aliases, selectors, several models in one line, updates. */
class PartsTest {
    private static final List<String> COLUMNS = List.of("y", "x_1", "x_2", "a", "z_log", "w", "g", "t");

    private static String sum(List<Term> terms) {
        return terms.stream().map(Term::toString).collect(Collectors.joining(" + "));
    }

    private static String parts(List<List<Term>> parts) {
        return parts.stream().map(PartsTest::sum).collect(Collectors.joining(" | "));
    }

    private static String roles(Terms terms) {
        return terms.roles().entrySet().stream()
                .map(e -> e.getKey().name().toLowerCase(Locale.ROOT) + e.getValue())
                .collect(Collectors.joining(" "));
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', quoteCharacter = '\0', nullValues = "-", textBlock = """
            # formula ; left ; right ; roles
            y ~ x | z                        ; y       ; 1 + x | 1 + z        ; -
            y ~ 0 + x | z - 1                ; y       ; x | z                ; -
            y1 | y2 ~ x                      ; y1 | y2 ; 1 + x                ; -
            y1 + y2 ~ x*a | b | c            ; y1 + y2 ; 1 + x + a + x:a | 1 + b | 1 + c ; -
            ~ x | z                          ; -       ; 1 + x | 1 + z        ; -
            y ~ x + offset(log(n))           ; y       ; 1 + x                ; offset[log(n)]
            y ~ offset(n) + offset(m) + x    ; y       ; 1 + x                ; offset[n, m]
            y ~ offset(n) + offset( n )      ; y       ; 1                    ; offset[n]
            y ~ x + offset(n) - offset(n)    ; y       ; 1 + x                ; -
            y ~ x - (a + offset(n)) + a      ; y       ; 1 + x + a            ; -
            y ~ x - offset(n)                ; y       ; 1 + x                ; -
            y ~ 0 + offset(n)                ; y       ; -                    ; offset[n]
            y ~ x + weights(w)               ; y       ; 1 + x                ; weights[w]
            y ~ x + groups(g, h) + order(t)  ; y       ; 1 + x                ; groups[g, h] order[t]
            y ~ x + cluster(g) + cluster(h)  ; y       ; 1 + x                ; cluster[g, h]
            y ~ x | by(g) + order(t)         ; y       ; 1 + x                ; groups[g] order[t]
            y ~ x | z | by(g) + window(12)   ; y       ; 1 + x | 1 + z        ; groups[g]
            y ~ .                            ; y       ; 1 + x_1 + x_2 + a + z_log + w + g + t ; -
            y ~ . + weights(w) | by(g)       ; y       ; 1 + x_1 + x_2 + a + z_log + t ; weights[w] groups[g]
            y ~ starts_with("x_")            ; y       ; 1 + x_1 + x_2        ; -
            y ~ a*starts_with("x_", "z_")    ; y       ; 1 + a + x_1 + x_2 + z_log + a:x_1 + a:x_2 + a:z_log ; -
            y ~ ends_with("_log") + x_1      ; y       ; 1 + z_log + x_1      ; -
            y ~ contains("_") - x_1          ; y       ; 1 + x_2 + z_log      ; -
            y ~ matches("^[a-g]$")           ; y       ; 1 + a + g            ; -
            y ~ as("price", log(p)) + x      ; y       ; 1 + price + x        ; -
            y ~ as("a price", p):x           ; y       ; 1 + `a price`:x      ; -
            as("out", log(y)) ~ x            ; out     ; 1 + x                ; -
            """)
    void expand(String text, String left, String right, String roles) {
        Terms terms = Formula.parse(text).expand(COLUMNS);
        assertThat(parts(terms.left())).isEqualTo(left == null ? "" : left);
        assertThat(parts(terms.right())).isEqualTo(right == null ? "" : right);
        assertThat(roles(terms)).isEqualTo(roles == null ? "" : roles);
        Formula parsed = Formula.parse(text);
        assertThat(Formula.parse(parsed.toString())).isEqualTo(parsed);
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', quoteCharacter = '\0', textBlock = """
            # formula ; blamed ; message
            y ~ a*offset(z)              ; offset(z)            ; offset() is no term
            y ~ (x + offset(z))/a        ; offset(z)            ; offset() is no term
            y ~ (x + weights(w))^2       ; weights(w)           ; weights() is no term
            y ~ a:(b + order(t))         ; order(t)             ; order() is no term
            offset(y) ~ a                ; offset(y)            ; offset() is no response
            y ~ x + weights(w) + weights(v) ; weights(v)        ; two weights
            y ~ offset(a, b)             ; offset(a, b)         ; one column or expression
            y ~ offset()                 ; offset()             ; one column or expression
            y ~ x + (1 + x | g)          ; (1 + x | g)          ; random effect
            y ~ (x | z)                  ; (x | z)              ; random effect
            y ~ x + [y2 ~ z]             ; y2 ~ z               ; formula inside a formula
            y ~ as("x", log(x)) + x      ; x                    ; two different things are called x
            y ~ as(x, log(x))            ; as(x, log(x))        ; a name in quotes
            y ~ starts_with("q")         ; starts_with("q")     ; no column fits
            y ~ starts_with(q)           ; q                    ; takes strings
            y ~ matches("(")             ; "("                  ; no pattern
            y ~ x + sw(a, b)             ; sw(a, b)             ; several models
            y | z ~ x | y                ; y                    ; response y stands on the right side
            """)
    void refuse(String text, String blamed, String message) {
        assertThatThrownBy(() -> Formula.parse(text).expand(COLUMNS))
                .isInstanceOfSatisfying(FormulaException.class, e -> {
                    assertThat(e.getMessage()).contains(message);
                    assertThat(e.span().of(text)).isEqualTo(blamed);
                });
    }

    /** A backtracking matcher would need 2^40 steps for this one. */
    @Test
    void patternsTakeLinearTime() {
        String column = "a".repeat(40);
        assertThatThrownBy(() -> Formula.parse("y ~ matches(\"^(a|a)*b$\")").expand(List.of("y", column)))
                .isInstanceOf(FormulaException.class);
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', textBlock = """
            y ~ x                     ; y ~ x
            y ~ x + sw(a, b)          ; y ~ x + a, y ~ x + b
            y ~ x + csw(a, b, c)      ; y ~ x + a, y ~ x + (a + b), y ~ x + (a + b + c)
            y ~ x + sw0(a, b)         ; y ~ x, y ~ x + a, y ~ x + b
            y ~ csw0(a, b)            ; y ~ 1, y ~ a, y ~ (a + b)
            y ~ x*sw(a, b + c)        ; y ~ x * a, y ~ x * (b + c)
            sw(u, v) ~ sw(a, b)       ; u ~ a, u ~ b, v ~ a, v ~ b
            log(y) ~ sw(a, b) + csw0(x) ; log(y) ~ a, log(y) ~ a + x, log(y) ~ b, log(y) ~ b + x
            y ~ (sw(a, b) + x)^2      ; y ~ (a + x)^2, y ~ (b + x)^2
            y ~ x | sw(a, b)          ; y ~ x | a, y ~ x | b
            """)
    void severalModels(String text, String models) {
        assertThat(Formula.parse(text).models().stream().map(Formula::toString).collect(Collectors.joining(", ")))
                .isEqualTo(models);
    }

    /** Those without a comment are what R 4.2.2 prints for {@code update(f, g)}, apart from where it puts {@code - 1}. */
    @ParameterizedTest
    @CsvSource(delimiter = ';', quoteCharacter = '\0', textBlock = """
            y ~ x                 ; . ~ . + z          ; y ~ x + z
            y ~ x + z             ; . ~ . - z          ; y ~ x
            y ~ a*b               ; . ~ . - a:b        ; y ~ a + b
            y ~ a*b               ; . ~ . - a          ; y ~ b + a:b
            y ~ x                 ; log(.) ~ .         ; log(y) ~ x
            y ~ x                 ; z ~ .              ; z ~ x
            y ~ x                 ; ~ . + z            ; y ~ x + z
            y ~ x                 ; . ~ z              ; y ~ z
            y ~ x                 ; . ~ 1              ; y ~ 1
            y ~ x                 ; . ~ . - 1          ; y ~ 0 + x
            y ~ 0 + x             ; . ~ . + z          ; y ~ 0 + x + z
            y ~ 0 + x             ; . ~ . + 1          ; y ~ x
            y ~ x - 1             ; . ~ z + .          ; y ~ 0 + z + x
            y ~ a + b             ; . ~ .^2            ; y ~ a + b + a:b
            y ~ a + b             ; . ~ (.):c          ; y ~ a:c + b:c
            y ~ x + offset(n)     ; . ~ . + z          ; y ~ x + z + offset(n)
            y ~ x + offset(n)     ; . ~ . - offset(n)  ; y ~ x
            # beyond R
            ~ x                   ; y ~ .              ; y ~ x
            y ~ .                 ; . ~ . - x          ; y ~ . - x
            y ~ (x > 2)           ; . ~ . + a          ; y ~ (x > 2) + a
            y ~ as("p", log(x))   ; . ~ . + a          ; y ~ as("p", log(x)) + a
            y ~ x | z             ; . ~ . + w          ; y ~ x + w | z
            y ~ x | z             ; . ~ . | . + w      ; y ~ x | z + w
            y ~ x | by(g)         ; . ~ . + w          ; y ~ x + w | by(g)
            """)
    void update(String formula, String changes, String updated) {
        assertThat(Formula.parse(formula).update(changes)).hasToString(updated);
    }

    @Test
    void updatesInEveryConvention() {
        assertThat(Formula.parse("y ~ x + I(x**2)", Conventions.PATSY).update("y ~ a"))
                .hasToString("y ~ a");
        assertThat(Formula.parse("y ~ x - 1 + offset(z)", Conventions.R).update(". ~ . + a"))
                .hasToString("y ~ 0 + x + a + offset(z)");
        assertThatThrownBy(() -> Formula.parse("y ~ x").update(". ~ ")).isInstanceOf(FormulaException.class);
        assertThatThrownBy(() -> Formula.parse("y ~ x").update(". ~ . +* z")).isInstanceOf(FormulaException.class);
    }
}
