package dev.tilde.design;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.tilde.data.Source;
import dev.tilde.formula.Conventions;
import dev.tilde.formula.Formula;
import dev.tilde.formula.FormulaException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Calls that make a factor: names of columns as R 4.2.2 and patsy 0.5.3 give them, errors with their place. */
class FactorCallsTest {
    private static final Source DATA = Fixtures.csv("""
            y,a,b
            1,a1,p
            2,a2,p
            3,a3,
            4,a4,q
            5,a1,q
            6,a2,p
            7,a3,p
            8,a4,
            """);

    private static DesignSpec learn(Conventions conventions, String formula) {
        return DesignSpec.learn(Formula.parse(formula, conventions), DATA, DesignOptions.DEFAULTS);
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', textBlock = """
            R     ; C(a, contr.treatment, base = 2)                ; 1 3 4
            R     ; C(a, treatment, base = 2)                      ; 1 3 4
            R     ; C(a, contr.treatment(4, base = 2))             ; 1 3 4
            R     ; C(a, contr.treatment(levels(a)))               ; a2 a3 a4
            R     ; C(a, contr.treatment(levels(a), base = 2))     ; a1 a3 a4
            R     ; C(a, contr.sum(levels(a)))                     ; 1 2 3
            R     ; C(a, contr.treatment(nlevels(a)))              ; 2 3 4
            R     ; C(a, c(-1, 0, 0, 1))                           ; 1 2 3
            R     ; C(a, cbind(c(-1, 0, 0, 1), c(0, 1, -1, 0)))    ; 1 2 3
            R     ; C(a, cbind(l = c(-1, 0, 0, 1), q = c(0, 1, -1, 0)), 2) ; l q
            R     ; C(a, contr.poly, scores = c(1, 2, 4, 8))       ; .L .Q .C
            R     ; C(a, contr.treatment, how.many = 2, base = 3)  ; 1 2
            R     ; C(object = a, contr = contr.sum)               ; 1 2 3
            R     ; factor(x = a)                                  ; a2 a3 a4
            R     ; as.ordered(a)                                  ; .L .Q .C
            R     ; factor(a, labels = "L")                        ; L2 L3 L4
            R     ; factor(a, labels = c("p", "q", "p", "r"))      ; q r
            R     ; factor(a, exclude = "a2")                      ; a3 a4
            R     ; factor(a, levels = c("a3", "a1", "a2"), exclude = "a1") ; a2
            R     ; factor(a, exclude = c("a2", "a1"), labels = c("P", "Q")) ; Q
            R     ; ordered(a, levels = c("a3", "a1", "a2", "a4")) ; .L .Q .C
            R     ; interaction(a, a)                              ; a2.a2 a3.a3 a4.a4
            R     ; interaction(b, a)                              ; q.a1 p.a2 p.a3 q.a4
            R     ; interaction(b, a, lex.order = TRUE, sep = "/") ; p/a2 p/a3 q/a1 q/a4
            R     ; addNA(b)                                       ; q NA
            R     ; as.numeric(a)                                  ;
            PATSY ; C(a, Sum, ['a2', 'a1', 'a3', 'a4'])            ; [S.a2] [S.a1] [S.a3]
            PATSY ; C(a, None, ['a2', 'a1', 'a3', 'a4'])           ; [T.a1] [T.a3] [T.a4]
            TILDE ; C(a, contr.treatment, base=2)                  ; [T.a1] [T.a3] [T.a4]
            TILDE ; C(a, Sum, ["a2", "a1", "a3", "a4"])            ; [S.a2] [S.a1] [S.a3]
            TILDE ; C(a, contr.sum, 1)                             ; [S.a1]
            TILDE ; C(x=a, contrast=Sum, how.many=1)               ; [S.a1]
            TILDE ; C(a, cbind(l=c(-1, 0, 0, 1), c(0, 1, -1, 0)))  ; [l] [2] [3]
            """, quoteCharacter = '`')
    void nameColumns(String conventions, String call, String suffixes) {
        DesignSpec spec = learn(Conventions.named(conventions).orElseThrow(), "y ~ " + call);
        String term = spec.predictors().terms().get(1).name();
        assertThat(String.join(" ", spec.predictors().columns())
                        .replace(term, "")
                        .replaceFirst("\\(?Intercept\\)? ", ""))
                .isEqualTo(suffixes == null ? "" : suffixes);
        assertThat(spec.predictors(DATA).rows()).isEqualTo(8);
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', textBlock = """
            TILDE ; C(a, Treatment("zz"))            ; BAD_ARGUMENT     ; Treatment("zz")
            TILDE ; C(a, [[1], [2]])                 ; BAD_ARGUMENT     ; [[1], [2]]
            TILDE ; C(a, c(1, 1, 1, 1))              ; BAD_ARGUMENT     ; c(1, 1, 1, 1)
            TILDE ; C(a, Sum, colour=2)              ; BAD_ARGUMENT     ; 2
            TILDE ; C(a, colour=2)                   ; BAD_ARGUMENT     ; 2
            TILDE ; C(a, contr.poly(scores=c(1, 1))) ; BAD_ARGUMENT     ; c(1, 1)
            TILDE ; relevel(a, "zz")                 ; BAD_ARGUMENT     ; "zz"
            TILDE ; C(a, Sum, levels=["a1", "a2"])   ; UNSEEN_LEVEL     ; C(a, Sum, levels=["a1", "a2"])
            R     ; C(a, contr.sum, base = 2)        ; BAD_ARGUMENT     ; 2
            R     ; C(a, c(1, 1, 1))                 ; BAD_ARGUMENT     ; c(1, 1, 1)
            R     ; relevel(a, "zz")                 ; BAD_ARGUMENT     ; "zz"
            R     ; contrast(a, "a2 - a1")           ; UNKNOWN_FUNCTION ; contrast
            PATSY ; C(a, 'Sum')                      ; BAD_ARGUMENT     ; 'Sum'
            PATSY ; C(a, Sum, base=2)                ; BAD_ARGUMENT     ; 2
            PATSY ; factor(a)                        ; UNKNOWN_FUNCTION ; factor
            """, quoteCharacter = '`')
    void pointAtWhatIsWrong(String conventions, String call, FormulaException.Kind kind, String place) {
        String formula = "y ~ " + call;
        assertThatThrownBy(() -> learn(Conventions.named(conventions).orElseThrow(), formula))
                .isInstanceOfSatisfying(FormulaException.class, e -> {
                    assertThat(e.kind()).isEqualTo(kind);
                    assertThat(e.span().of(formula)).isEqualTo(place);
                });
    }

    @Test
    void missingValuesAsALevel() {
        DesignSpec spec = learn(Conventions.TILDE, "y ~ 0 + addNA(b)");
        assertThat(spec.predictors().columns()).containsExactly("addNA(b)[p]", "addNA(b)[q]", "addNA(b)[NA]");
        assertThat(spec.rows().dropped()).isZero();
        assertThat(spec.predictors(DATA).matrix().column(2)).containsExactly(0, 0, 1, 0, 0, 0, 0, 1);
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', quoteCharacter = '`', textBlock = """
            y ~ addNA(a)
            y ~ is.na(a)
            y ~ pool(a, 3)
            y ~ contrast(a, "a2 - a1")
            y ~ full(b)
            y ~ factor(a, labels = "L")
            y ~ interaction(a, b)
            """)
    void areSavedAndReadBack(String formula) {
        DesignSpec spec = learn(Conventions.TILDE, formula);
        DesignSpec read = DesignSpec.fromJson(spec.toJson());
        assertThat(read.toJson()).isEqualTo(spec.toJson());
        assertThat(read.predictors(DATA).matrix().data())
                .isEqualTo(spec.predictors(DATA).matrix().data());
    }

    @Test
    void namesOfLevelsAreRemembered() {
        DesignSpec spec = learn(Conventions.TILDE, "y ~ 0 + factor(a, labels=[\"u\", \"v\", \"u\", \"w\"])");
        Source fresh = Fixtures.csv("a\na3\na4\n");
        assertThat(spec.predictors(fresh).matrix().row(0)).containsExactly(1, 0, 0);
        assertThat(spec.predictors(fresh).matrix().row(1)).containsExactly(0, 0, 1);
        assertThat(learn(Conventions.R, "y ~ as.numeric(a)")
                        .predictors(fresh)
                        .matrix()
                        .column(1))
                .containsExactly(3, 4);
        assertThatThrownBy(() -> learn(Conventions.TILDE, "y ~ as.numeric(a)"))
                .hasMessageContaining("their numbers mean nothing");
    }

    @Test
    void rareLevelsArePooled() {
        Source data = Fixtures.csv("y,g\n1,u\n2,u\n3,v\n4,v\n5,w\n6,z\n");
        Source fresh = Fixtures.csv("g\nw\nu\nnew\n");
        Formula formula = Formula.parse("y ~ 0 + pool(g, 2)");
        DesignSpec spec = DesignSpec.learn(formula, data, DesignOptions.DEFAULTS.unseen(Unseen.OTHER));
        assertThat(spec.predictors().columns()).containsExactly("pool(g, 2)[u]", "pool(g, 2)[v]", "pool(g, 2)[other]");
        assertThat(spec.predictors(fresh).matrix().column(2)).containsExactly(1, 0, 1);
        assertThat(spec.notes()).containsExactly("pool(g, 2): other holds w, z");
        assertThatThrownBy(() ->
                        DesignSpec.learn(formula, data, DesignOptions.DEFAULTS).predictors(fresh))
                .hasMessageContaining("\"new\"");
        assertThat(DesignSpec.learn(Formula.parse("y ~ pool(g, 1)"), data, DesignOptions.DEFAULTS)
                        .predictors()
                        .columns())
                .hasSize(4);
    }

    @Test
    void numbersOfAColumnAreRemembered() {
        Source data = Fixtures.csv("y,x,z\n1,2,1\n2,4,\n3,9,3\n4,1,4\n");
        Source fresh = Fixtures.csv("x,z\n5,\n1,9\n");
        DesignSpec spec = DesignSpec.learn(
                Formula.parse("y ~ 0 + I((x - mean(x))/sd(x)) + I(x - median(x)) + pmax(x, 3) + I(max(x) - x)"
                        + " + is.na(z) + I(x %in% c(1, 2)) + round(x/3, 1)"),
                data,
                DesignOptions.DEFAULTS);
        // R 4.2.2: mean 4, sd 3.559026, median 3, max 9.
        assertThat(spec.predictors(fresh).matrix().row(0))
                .containsExactly(new double[] {1 / Math.sqrt(38 / 3.0), 2, 5, 4, 0, 1, 0, 1.7}, within(1e-15));
        assertThat(spec.predictors(fresh).matrix().row(1))
                .containsExactly(new double[] {-3 / Math.sqrt(38 / 3.0), -2, 3, 8, 1, 0, 1, 0.3}, within(1e-15));
        assertThatThrownBy(() -> DesignSpec.learn(Formula.parse("y ~ mean(x)"), data, DesignOptions.DEFAULTS))
                .hasMessageContaining("mean(x) is one number");
    }
}
