package dev.tilde.formula;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Texts, their canonical texts, terms and variables. Terms in the order of expansion, not of the design. */
class FormulaTest {
    private static final List<Conventions> ALL = List.of(Conventions.TILDE, Conventions.PATSY, Conventions.R);

    @ParameterizedTest
    @CsvSource(delimiter = ';', quoteCharacter = '\0', textBlock = """
            # text ; TILDE ; PATSY ; R
            y~x                         ; y ~ x                    ; y ~ x                        ; y ~ x
            y ~ x+a*b                   ; y ~ x + a * b            ; y ~ x + a * b                ; y ~ x + a * b
            y ~ a : b/c                 ; y ~ a:b / c              ; y ~ a:b / c                  ; y ~ a:b/c
            y ~ (a+b)**2                ; y ~ (a + b)^2            ; y ~ (a + b) ** 2             ; y ~ (a + b)^2
            y ~ I(x1**2)                ; y ~ I(x1^2)              ; y ~ I(x1 ** 2)               ; y ~ I(x1^2)
            y ~ log( x )                ; y ~ log(x)               ; y ~ log(x)                   ; y ~ log(x)
            y ~ bs(x,df = 4)            ; y ~ bs(x, df=4)          ; y ~ bs(x, df=4)              ; y ~ bs(x, df = 4)
            y ~ C(a,levels=['u','v'])   ; y ~ C(a, levels=["u", "v"]) ; y ~ C(a, levels=['u', 'v']) ; y ~ C(a, levels = ["u", "v"])
            y ~ Q("x y")                ; y ~ `x y`                ; y ~ Q("x y")                 ; y ~ `x y`
            y ~ Q('xy')                 ; y ~ xy                   ; y ~ Q('xy')                  ; y ~ xy
            y ~ Q('it\\'s')             ; y ~ `it's`               ; y ~ Q('it\\'s')              ; y ~ `it's`
            y ~ I(x + 1.50)             ; y ~ I(x + 1.5)           ; y ~ I(x + 1.50)              ; y ~ I(x + 1.5)
            y ~ I(x * 1e-7)             ; y ~ I(x * 1.0E-7)        ; y ~ I(x * 1e-7)              ; y ~ I(x * 1e-07)
            y ~ I(x * 100000)           ; y ~ I(x * 100000)        ; y ~ I(x * 100000)            ; y ~ I(x * 1e+05)
            y ~ I(x %% 2)               ; y ~ I(x%%2)              ; y ~ I(x %% 2)                ; y ~ I(x%%2)
            y ~ x - 1                   ; y ~ x - 1                ; y ~ x - 1                    ; y ~ x - 1
            ~ x                         ; ~ x                      ; ~ x                          ; ~ x
            log(y) ~ .5:x - .5:x + z    ; log(y) ~ 0.5:x - 0.5:x + z ; log(y) ~ .5:x - .5:x + z   ; log(y) ~ 0.5:x - 0.5:x + z
            """)
    void hasOneSpelling(String text, String tilde, String patsy, String r) {
        String[] wanted = {tilde, patsy, r};
        for (int i = 0; i < wanted.length; i++) {
            Formula f = Formula.parse(text, ALL.get(i));
            assertThat(f.toString()).as(ALL.get(i).name()).isEqualTo(wanted[i]);
            Formula again = Formula.parse(f.toString(), ALL.get(i));
            assertThat(again).isEqualTo(f).hasSameHashCodeAs(f);
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', nullValues = "-", textBlock = """
            # text ; terms of the right side ; variables
            y ~ x                       ; 1 + x                        ; y x
            y ~ a*log(x)                ; 1 + a + log(x) + a:log(x)    ; y a x
            y ~ a*b*c                   ; 1 + a + b + a:b + c + a:c + b:c + a:b:c ; y a b c
            y ~ (a+b+c)^2               ; 1 + a + a:b + a:c + b + b:c + c ; y a b c
            y ~ (a+b)^1                 ; 1 + a + b                    ; y a b
            y ~ x^3                     ; 1 + x                        ; y x
            y ~ a/b                     ; 1 + a + a:b                  ; y a b
            y ~ (a+b)/c                 ; 1 + a + b + a:b:c            ; y a b c
            y ~ a/(b+c)                 ; 1 + a + a:b + a:c            ; y a b c
            y ~ b %in% a                ; 1 + b:a                      ; y b a
            y ~ (a + b) %in% c          ; 1 + a:c + b:c                ; y a b c
            y ~ a:b + b:a               ; 1 + a:b                      ; y a b
            y ~ a + b - a               ; 1 + b                        ; y a b
            y ~ a*b - a:b - b           ; 1 + a                        ; y a b
            y ~ a - nothing             ; 1 + a                        ; y a nothing
            y ~ 0 + a                   ; a                            ; y a
            y ~ . - p                   ; 1 + q                        ; y p
            log(y) ~ .                  ; 1 + p + q                    ; y
            ~ .                         ; 1 + y + p + q                ; -
            y ~ .:p                     ; 1 + p + q:p                  ; y p
            y ~ I(a*b) + I( a * b )     ; 1 + I(a * b)                 ; y a b
            y ~ (x > 2) + (a == "u")    ; 1 + x > 2 + a == "u"         ; y x a
            y ~ C + Q + I + t + T       ; 1 + C + Q + I + t + T        ; y C Q I t T
            y ~ in + as + lambda        ; 1 + in + as + lambda         ; y in as lambda
            y ~ straße + x̄ + Größe_2    ; 1 + straße + x̄ + Größe_2     ; y straße x̄ Größe_2
            y ~ x.1 + .x + a.b.c        ; 1 + x.1 + .x + a.b.c         ; y x.1 .x a.b.c
            """)
    void expandsUnderTilde(String text, String terms, String variables) {
        Formula f = Formula.parse(text);
        Terms t = f.expand(List.of("y", "p", "q"));
        assertThat(sum(t.predictors())).isEqualTo(terms);
        assertThat(String.join(" ", f.variables())).isEqualTo(variables == null ? "" : variables);
    }

    private static String sum(List<Term> terms) {
        return terms.stream().map(Term::toString).collect(Collectors.joining(" + "));
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', nullValues = "!", textBlock = """
            # right side ; TILDE ; patsy 0.5.3 ; R 4.2.2: yes, no, or ! for an error
            1                 ; yes ; yes ; yes
            +1                ; yes ; yes ; yes
            -0                ; yes ; yes ; yes
            a - 1 + 1         ; yes ; yes ; yes
            0 + 1             ; yes ; yes ; yes
            x - 0             ; yes ; yes ; yes
            0 - 0             ; yes ; yes ; yes
            a - -1            ; yes ; yes ; yes
            0                 ; no  ; no  ; no
            -1                ; no  ; no  ; no
            +0                ; no  ; no  ; no
            x - 1             ; no  ; no  ; no
            1 + 0             ; no  ; no  ; no
            1 - 1             ; no  ; no  ; no
            0 - 1             ; no  ; no  ; no
            1 + a - 1 + b     ; no  ; no  ; no
            0 + a             ; no  ; no  ; no
            (b - 1)           ; no  ; no  ; no
            1 + (b - 1)       ; !   ; yes ; no
            a + (b - 1)       ; !   ; yes ; no
            0 + (a + 1)       ; yes ; yes ; yes
            1 - (a + 1)       ; no  ; no  ; no
            (0 + a)*b         ; !   ; yes ; no
            (0 + a):b         ; !   ; yes ; no
            (a - 1)/b         ; !   ; yes ; no
            (0 + a + b)**2    ; !   ; yes ; no
            0:a               ; !   ; yes ; no
            a*0               ; !   ; yes ; no
            a:1               ; !   ; !   ; yes
            1:a               ; !   ; !   ; yes
            a*1               ; !   ; !   ; yes
            a/1               ; !   ; !   ; yes
            (1 + a)*b         ; !   ; !   ; yes
            -1 - -1 + x1      ; !   ; no  ; yes
            0 + a - (b - 1)   ; !   ; no  ; yes
            """)
    void decidesOnTheIntercept(String right, String tilde, String patsy, String r) {
        String[] wanted = {tilde, patsy, r};
        for (int i = 0; i < wanted.length; i++) {
            Conventions c = ALL.get(i);
            if (wanted[i] == null) {
                assertThatThrownBy(() -> Formula.parse("y ~ " + right, c).expand(List.of()))
                        .as(c.name())
                        .isInstanceOf(FormulaException.class);
            } else {
                assertThat(Formula.parse("y ~ " + right, c).expand(List.of()).hasIntercept())
                        .as(c.name())
                        .isEqualTo(wanted[i].equals("yes"));
            }
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', nullValues = "-", textBlock = """
            # left side ; responses under TILDE
            y            ; y
            y1 + y2      ; y1, y2
            cbind(y1,y2) ; y1, y2
            (y1 + y2)    ; y1, y2
            log(y)       ; log(y)
            I(y / x)     ; I(y / x)
            `y 1`        ; `y 1`
            """)
    void takesColumnsAsResponses(String left, String responses) {
        Terms t = Formula.parse(left + " ~ z").expand(List.of());
        assertThat(t.response().stream().map(Term::toString).collect(Collectors.joining(", ")))
                .isEqualTo(responses);
    }

    @Test
    void readsTheSameWithOrWithoutATilde() {
        assertThat(Formula.parse("x + a")).isEqualTo(Formula.parse(" ~ x+a"));
        assertThat(Formula.parse("x + a", Conventions.PATSY)).isEqualTo(Formula.parse("~x + a", Conventions.PATSY));
        assertThat(Formula.parse("", Conventions.PATSY).expand(List.of()).predictors())
                .containsExactly(Term.INTERCEPT);
        assertThat(Formula.parse("x + a")).isNotEqualTo(Formula.parse("x + a", Conventions.PATSY));
    }

    @Test
    void keepsBackticksInNames() {
        String text = "y ~ `x\\`y` + `a\\\\b` + `plain` + `odd name`";
        for (Conventions c : List.of(Conventions.TILDE, Conventions.R)) {
            Formula f = Formula.parse(text, c);
            assertThat(f).hasToString("y ~ `x\\`y` + `a\\\\b` + plain + `odd name`");
            assertThat(f.variables()).containsExactly("y", "x`y", "a\\b", "plain", "odd name");
            assertThat(Formula.parse(f.toString(), c)).isEqualTo(f);
        }
        assertThatThrownBy(() -> Formula.parse("y ~ log(`x y`)", Conventions.PATSY))
                .isInstanceOf(FormulaException.class)
                .hasMessageContaining("Write Q('x y').");
    }

    @Test
    void treatsLinesAndTabsAsBlanks() {
        assertThat(Formula.parse("y ~\n\tx\u00a0+\u2003a\r\n  - b")).isEqualTo(Formula.parse("y ~ x + a - b"));
    }

    /** R 4.2.2: attr(terms(y ~ c + b + a + a:b), "term.labels") ends with b:a, patsy keeps a:b. */
    @Test
    void ordersFactorsAsTheEnginesDo() {
        String text = "y ~ c + b + a + a:b";
        assertThat(sum(Formula.parse(text, Conventions.R).expand(List.of()).predictors()))
                .isEqualTo("1 + c + b + a + b:a");
        assertThat(sum(Formula.parse(text, Conventions.PATSY).expand(List.of()).predictors()))
                .isEqualTo("1 + c + b + a + a:b");
    }

    @Test
    void rememberedTermsCompareBySetOfFactors() {
        Terms ab = Formula.parse("y ~ a:b").expand(List.of());
        Terms ba = Formula.parse("y ~ b:a").expand(List.of());
        assertThat(ab.predictors()).isEqualTo(ba.predictors());
        Term term = ab.predictors().get(1);
        assertThat(term.degree()).isEqualTo(2);
        assertThat(term.contains(ab.predictors().get(0))).isTrue();
        assertThat(ab.predictors().get(0).contains(term)).isFalse();
        assertThat(term.times(term)).isEqualTo(term);
    }

    /** Every node's span holds text that reads as that node. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "y ~ a*log( x ) - I(x^2 / -3):b + (c + d)^2 / `odd name`",
                "y1 + y2 ~ 0 + bs(x, df = 4, knots=[1, 2.5])",
                "log(y) ~ (x > 2 & !z) + C(a, levels=[\"u\", 'v']) - 1",
                "𝛼 ~ 𝛽 * {x + 𝛾} + Q('é 𝛿')",
                "~ . - x %in% (b / c) + x %% 2",
            })
    void spansPrintBack(String text) {
        Formula f = Formula.parse(text);
        f.response().ifPresent(n -> spansPrintBack(f, n));
        spansPrintBack(f, f.predictors());
    }

    private static void spansPrintBack(Formula f, Node node) {
        String part = node.span().of(f.source());
        assertThat(part).isEqualTo(part.strip()).isNotEmpty();
        if (!(node instanceof Node.Sequence) && !(node instanceof Node.Stage)) {
            // The part may be arithmetic, which stands inside I().
            Formula again = Formula.parse("~ I(" + part + ")");
            assertThat(again.toString()).isEqualTo("~ I(" + f.text(node) + ")");
        }
        for (Node child : Formula.children(node)) {
            assertThat(child.span().start()).isGreaterThanOrEqualTo(node.span().start());
            assertThat(child.span().end()).isLessThanOrEqualTo(node.span().end());
            spansPrintBack(f, child);
        }
    }
}
