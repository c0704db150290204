package dev.tilde.design;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.tilde.data.Dataset;
import dev.tilde.data.Schema;
import dev.tilde.formula.Conventions;
import dev.tilde.formula.Formula;
import dev.tilde.formula.FormulaException;
import dev.tilde.formula.FormulaException.Kind;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Levels, missing values, kinds and names of columns. Names and values as patsy 0.5.3 and R 4.2.2 have them. */
class DesignTest {
    private static final double NA = Double.NaN;

    private static final Dataset DATA = Dataset.named("data")
            .with("y", 1, 2, 3, 4, 5, 6)
            .with("x", 0.5, NA, 1.5, 2, 2.5, 3)
            .with("n", 1, 2, 3, 1, 2, 3)
            .with(Schema.Column.of("k", Schema.Kind.INTEGER), new double[] {10, 9, 2, 10, 9, 2})
            .with("a", "u", "v", "w", "u", "v", null)
            .with("b", "p", "p", "q", "q", "p", "q")
            .with("one", "s", "s", "s", "s", "s", "s")
            .with("flag", true, false, true, true, false, true)
            .with("all", true, true, true, true, true, true)
            .with("inf", 1, 2, Double.POSITIVE_INFINITY, 3, 4, 5)
            .with(Schema.Column.of("t", Schema.Kind.DATE), new double[] {0, 1, 2, 0, 1, 2});

    private static DesignSpec learn(String formula, Conventions c, Dataset data) {
        return DesignSpec.learn(Formula.parse(formula, c), data.source(), DesignOptions.DEFAULTS);
    }

    private static DesignSpec learn(String formula, Dataset data) {
        return learn(formula, Conventions.TILDE, data);
    }

    private static String columns(String formula, Conventions c) {
        try {
            return String.join(" ", learn(formula, c, DATA).predictors().columns());
        } catch (FormulaException e) {
            return e.kind().name();
        }
    }

    /** R 4.2.2 and numpy 1.24: 1^NA and NA^0 are 1. */
    @Test
    void powersOfOneAndZerothPowersAreKnown() {
        Dataset data =
                Dataset.named("d").with("one", 1, 1, 2).with("zero", 0, 3, 0).with("x", NA, NA, NA);
        for (String formula : List.of("~ I(one^x)", "~ I(x^zero)")) {
            DesignMatrix m = learn(formula, data).matrices(data.source()).predictors();
            assertThat(m.rows()).isEqualTo(2);
            assertThat(m.matrix().column(1)).containsExactly(1, 1);
        }
    }

    /** R 4.2.2 and numpy 1.24, which agree but for infinite x. */
    @ParameterizedTest
    @CsvSource({
        "R,     I(2 %/% x),   19 99 -20 6 0 -1",
        "PATSY, I(2 // x),    19 99 -20 6 0 -1",
        "R,     I(-1 %/% x),  -10 -50 9 -4 -1 0",
        "PATSY, I(-1 // x),   -10 -50 9 -4 -1 0",
        "R,     I(x %/% 0.1), 1 0 -1 2 Infinity -20",
        "PATSY, I(x // 0.1),  1 0 -1 2 NaN -20",
        "R,     I(z %/% 0x2), 4 0 1 0 1 77",
        "R,     'round(z, 1)',  8.7 0.1 2.7 1.0 2.5 155",
        "PATSY, 'np.round(z, 1)',  8.6 0.2 2.7 1.0 2.5 155",
        "R,     'round(z, 2)',  8.65 0.15 2.67 1.0 2.5 155",
        "PATSY, 'np.round(z, 2)',  8.65 0.15 2.68 1.0 2.5 155",
        "R,     'round(z, -1)',  10 0 0 0 0 160"
    })
    void wholeQuotientsAndRoundingAreTheEngines(String engine, String term, String wanted) {
        Dataset data = Dataset.named("d")
                .with("x", 0.1, 0.02, -0.1, 0.3, Double.POSITIVE_INFINITY, -2)
                .with("z", 8.65, 0.15, 2.675, 1.005, 2.5, 155);
        Conventions c = engine.equals("R") ? Conventions.R : Conventions.PATSY;
        DesignOptions keep = DesignOptions.DEFAULTS.with(NaAction.PASS);
        DesignSpec spec = DesignSpec.learn(
                Formula.parse("~ 0 + " + term, c), data.subset(0, 1, 2, 3).source(), keep);
        double[] own = spec.predictors(data.source()).matrix().column(0);
        assertThat(own)
                .containsExactly(Arrays.stream(wanted.split(" "))
                        .mapToDouble(Double::parseDouble)
                        .toArray());
    }

    /** R 4.2.2: dropping a level takes the contrast of {@code C()} away. */
    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "y ~ C(a, contr.sum) + x ; (Intercept) | C(a, contr.sum)v | C(a, contr.sum)w | x",
                "y ~ C(a, contr.sum, 2)  ; (Intercept) | C(a, contr.sum, 2)v | C(a, contr.sum, 2)w",
                "y ~ 0 + C(a, contr.SAS) ; C(a, contr.SAS)u | C(a, contr.SAS)v | C(a, contr.SAS)w"
            })
    void droppingALevelDropsTheContrastInR(String formula, String columns) {
        Dataset data = DATA.withLevels("a", List.of("u", "v", "w", "none"));
        assertThat(String.join(
                        " | ", learn(formula, Conventions.R, data).predictors().columns()))
                .isEqualTo(columns);
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', quoteCharacter = '\0', textBlock = """
            # formula ; TILDE ; PATSY ; R: columns, or the kind of complaint
            y ~ 1          ; Intercept                              ; Intercept                                ; (Intercept)
            y ~ a          ; Intercept a[T.v] a[T.w]                ; Intercept a[T.v] a[T.w]                  ; (Intercept) av aw
            y ~ 0 + a      ; a[u] a[v] a[w]                         ; a[u] a[v] a[w]                           ; au av aw
            y ~ 0 + b + a  ; b[p] b[q] a[T.v] a[T.w]                ; b[p] b[q] a[T.v] a[T.w]                  ; bp bq av aw
            y ~ x:b        ; Intercept x:b[p] x:b[q]                ; Intercept x:b[p] x:b[q]                  ; (Intercept) x:bp x:bq
            y ~ 0 + x + b:x ; x b[T.q]:x                            ; x b[T.q]:x                               ; x x:bp x:bq
            y ~ flag       ; Intercept flag[T.True]                 ; Intercept flag[T.True]                   ; (Intercept) flagTRUE
            y ~ 0 + flag   ; flag[False] flag[True]                 ; flag[False] flag[True]                   ; flagFALSE flagTRUE
            y ~ all        ; Intercept                              ; Intercept all[T.True]                    ; (Intercept) allTRUE
            y ~ one        ; Intercept                              ; Intercept                                ; TOO_FEW_LEVELS
            y ~ 0 + one    ; one[s]                                 ; one[s]                                   ; TOO_FEW_LEVELS
            y ~ one:b      ; Intercept b[T.q]                       ; Intercept b[T.q]                         ; TOO_FEW_LEVELS
            y ~ C(k)       ; Intercept C(k)[T.9] C(k)[T.10]         ; Intercept C(k)[T.9] C(k)[T.10]           ; TYPE
            y ~ factor(k)  ; Intercept factor(k)[T.9] factor(k)[T.10] ; UNKNOWN_FUNCTION                       ; (Intercept) factor(k)9 factor(k)10
            y ~ C(n)       ; Intercept C(n)[T.2] C(n)[T.3]          ; Intercept C(n)[T.2.0] C(n)[T.3.0]        ; TYPE
            y ~ k          ; Intercept k                            ; Intercept k                              ; (Intercept) k
            y ~ C(n, levels=[3, 2, 1]) ; Intercept C(n, levels=[3, 2, 1])[T.2] C(n, levels=[3, 2, 1])[T.1] ; Intercept C(n, levels=[3, 2, 1])[T.2] C(n, levels=[3, 2, 1])[T.1] ; TYPE
            y ~ C(a, Treatment) ; Intercept C(a, Treatment)[T.v] C(a, Treatment)[T.w] ; Intercept C(a, Treatment)[T.v] C(a, Treatment)[T.w] ; BAD_ARGUMENT
            y ~ C(a, Treatment("w")) ; Intercept C(a, Treatment("w"))[T.u] C(a, Treatment("w"))[T.v] ; Intercept C(a, Treatment("w"))[T.u] C(a, Treatment("w"))[T.v] ; UNKNOWN_FUNCTION
            y ~ C(a, Treatment("z")) ; BAD_ARGUMENT                 ; BAD_ARGUMENT                             ; UNKNOWN_FUNCTION
            y ~ C(a, Foo)  ; BAD_ARGUMENT                           ; UNKNOWN_VARIABLE                                        ; BAD_ARGUMENT
            y ~ C(a, levels=["v", "u"]) ; UNSEEN_LEVEL              ; UNSEEN_LEVEL                             ; BAD_ARGUMENT
            y ~ C(a, levels=["v", "v", "u"]) ; BAD_ARGUMENT         ; BAD_ARGUMENT                             ; BAD_ARGUMENT
            y ~ C(a, levels=[]) ; BAD_ARGUMENT                      ; BAD_ARGUMENT                             ; BAD_ARGUMENT
            y ~ C(levels=c("w", "v", "u"), a) ; Intercept C(levels=c("w", "v", "u"), a)[T.v] C(levels=c("w", "v", "u"), a)[T.u] ; Intercept C(levels=c("w", "v", "u"), a)[T.v] C(levels=c("w", "v", "u"), a)[T.u] ; BAD_ARGUMENT
            y ~ C(contrast=Treatment) ; BAD_ARGUMENT                ; BAD_ARGUMENT                             ; BAD_ARGUMENT
            y ~ I(x > 1)   ; Intercept I(x > 1)[T.True]             ; Intercept I(x > 1)[T.True]               ; (Intercept) I(x > 1)TRUE
            y ~ I(a == "u") ; Intercept I(a == "u")[T.True]         ; Intercept I(a == "u")[T.True]            ; (Intercept) I(a == "u")TRUE
            y ~ I(a == 1)  ; TYPE                                   ; TYPE                                     ; (Intercept) I(a == 1)TRUE
            y ~ I(a + 1)   ; TYPE                                   ; TYPE                                     ; (Intercept) I(a + 1)
            y ~ log(a)     ; TYPE                                   ; TYPE                                     ; TYPE
            y ~ t          ; TYPE                                   ; TYPE                                     ; (Intercept) t
            y ~ C(t)       ; Intercept C(t)[T.1970-01-02] C(t)[T.1970-01-03] ; Intercept C(t)[T.1970-01-02] C(t)[T.1970-01-03] ; TYPE
            y ~ inf        ; TYPE                                   ; Intercept inf                            ; (Intercept) inf
            y ~ cbind(x,n) ; Intercept cbind(x, n)x cbind(x, n)n    ; Intercept cbind(x, n)x cbind(x, n)n      ; (Intercept) cbind(x, n)x cbind(x, n)n
            y ~ cbind()    ; BAD_ARGUMENT                           ; BAD_ARGUMENT                             ; BAD_ARGUMENT
            y ~ b - one    ; Intercept b[T.q]                       ; Intercept b[T.q]                         ; TOO_FEW_LEVELS
            y ~ np.ceil(x) ; Intercept np.ceil(x)                   ; Intercept np.ceil(x)                     ; UNKNOWN_FUNCTION
            y ~ np.arcsin(x) + np.arccos(x) ; Intercept np.arcsin(x) np.arccos(x) ; Intercept np.arcsin(x) np.arccos(x) ; UNKNOWN_FUNCTION
            y ~ log()      ; BAD_ARGUMENT                           ; BAD_ARGUMENT                             ; BAD_ARGUMENT
            y ~ log(x, x)  ; BAD_ARGUMENT                           ; BAD_ARGUMENT                             ; BAD_ARGUMENT
            y ~ foo(x)     ; UNKNOWN_FUNCTION                       ; UNKNOWN_FUNCTION                         ; UNKNOWN_FUNCTION
            y ~ x.abs(n)   ; UNKNOWN_FUNCTION                       ; UNKNOWN_FUNCTION                         ; UNKNOWN_FUNCTION
            y ~ __import__("os") ; UNKNOWN_FUNCTION                 ; UNKNOWN_FUNCTION                         ; UNKNOWN_FUNCTION
            y ~ getClass() ; UNKNOWN_FUNCTION                       ; UNKNOWN_FUNCTION                         ; UNKNOWN_FUNCTION
            y ~ Q("a", "b") ; BAD_ARGUMENT                          ; BAD_ARGUMENT                             ; BAD_ARGUMENT
            y ~ _x         ; UNKNOWN_VARIABLE                       ; UNKNOWN_VARIABLE                         ; SYNTAX
            1 ~ x          ; INVALID_LITERAL                        ; Intercept x                              ; LENGTH_MISMATCH
            y ~ I(2)       ; LENGTH_MISMATCH ; LENGTH_MISMATCH ; LENGTH_MISMATCH
            y ~ (a + b)^2  ; Intercept a[T.v] a[T.w] b[T.q] a[T.v]:b[T.q] a[T.w]:b[T.q] ; SYNTAX               ; (Intercept) av aw bq av:bq aw:bq
            y ~ x^2        ; Intercept x                            ; TYPE                                     ; (Intercept) x
            y ~ (a ~ b)    ; UNSUPPORTED                            ; SYNTAX                                   ; SYNTAX
            y ~ zz         ; UNKNOWN_VARIABLE                       ; UNKNOWN_VARIABLE                         ; UNKNOWN_VARIABLE
            y ~ X          ; UNKNOWN_VARIABLE                       ; UNKNOWN_VARIABLE                         ; UNKNOWN_VARIABLE
            """)
    void namesColumns(String formula, String tilde, String patsy, String r) {
        assertThat(columns(formula, Conventions.TILDE)).isEqualTo(tilde);
        assertThat(columns(formula, Conventions.PATSY)).isEqualTo(patsy);
        assertThat(columns(formula, Conventions.R)).isEqualTo(r);
    }

    /** Values by hand; missing stays missing. */
    @ParameterizedTest
    @CsvSource(delimiter = ';', textBlock = """
            log(x, base=2)   ; -1   NaN  0.5849625007211562
            log(base=2, x)   ; -1   NaN  0.5849625007211562
            log(x, 10)       ; -0.3010299956639812 NaN 0.17609125905568124
            I(x^2 - x/2)     ; 0    NaN  1.5
            I(-x^2)          ; -0.25 NaN -2.25
            I(7 %% -3 + n)   ; -1   0    1
            I(-7 %/% 2 + n)  ; -3   -2   -1
            I(2^3^0 * n)     ; 2    4    6
            I(n + (n > 1))   ; 1    3    4
            abs(x - 1)       ; 0.5  NaN  0.5
            {x + n}          ; 1.5  NaN  4.5
            I(flag + n)      ; 2    2    4
            """)
    void calculates(String expression, String first) {
        DesignSpec spec = learn("y ~ 0 + " + expression, DATA);
        double[] got = spec.predictors(DATA.source()).matrix().column(0);
        String[] wanted = first.split(" +");
        for (int i = 0; i < 3; i++) {
            assertThat(got[i]).isEqualTo(Double.valueOf(wanted[i]));
        }
    }

    @Test
    void keepsDeclaredOrders() {
        Dataset declared = DATA.withLevels("a", List.of("w", "x", "v", "u"));
        DesignSpec spec = learn("y ~ a", declared);
        assertThat(spec.predictors().columns()).containsExactly("Intercept", "a[T.v]", "a[T.u]");
        assertThat(spec.notes()).anySatisfy(n -> assertThat(n).contains("a").contains("no row has x"));
        assertThat(learn("y ~ a", Conventions.PATSY, declared).predictors().columns())
                .containsExactly("Intercept", "a[T.x]", "a[T.v]", "a[T.u]");
        assertThat(learn("y ~ a", Conventions.R, declared).predictors().columns())
                .containsExactly("(Intercept)", "av", "au");
        DesignSpec wins = DesignSpec.learn(
                Formula.parse("y ~ a"), declared.source(), DesignOptions.DEFAULTS.levels("a", "v", "w", "u"));
        assertThat(wins.predictors().columns()).containsExactly("Intercept", "a[T.w]", "a[T.u]");
        DesignOptions numbers =
                DesignOptions.DEFAULTS.levels("n", "3", "1", "2").levels("flag", "True", "False");
        assertThat(DesignSpec.learn(Formula.parse("y ~ C(n) + n"), DATA.source(), numbers)
                        .predictors()
                        .columns())
                .containsExactly("Intercept", "C(n)[T.1]", "C(n)[T.2]", "n");
        assertThat(DesignSpec.learn(Formula.parse("y ~ C(flag)"), DATA.source(), numbers)
                        .predictors()
                        .columns())
                .containsExactly("Intercept", "C(flag)[T.False]");
        assertThatThrownBy(() -> DesignOptions.DEFAULTS.levels("a", "v", "v"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("declared twice");
    }

    /** Level v lives only where x is missing: it is no level of the kept rows, and patsy keeps it. */
    @Test
    void learnsLevelsFromCompleteRows() {
        Dataset d = Dataset.named("d").with("y", 1, 2, 3).with("x", 1, NA, 3).with("a", "u", "v", "w");
        assertThat(learn("y ~ x + a", d).predictors().columns()).containsExactly("Intercept", "x", "a[T.w]");
        assertThat(learn("y ~ x + a", Conventions.PATSY, d).predictors().columns())
                .containsExactly("Intercept", "a[T.v]", "a[T.w]", "x");
    }

    @Test
    void countsMissingRowsByVariable() {
        DesignSpec spec = learn("y ~ x + a + n", DATA);
        assertThat(spec.rows()).isEqualTo(new Rows(6, 4, Map.of("x", 1L, "a", 1L)));
        assertThat(spec.rows().dropped()).isEqualTo(2);
        assertThat(spec.matrices(DATA.source()).predictors().keptRows()).containsExactly(0, 2, 3, 4);
        DesignOptions raise = DesignOptions.DEFAULTS.with(NaAction.RAISE);
        FormulaException e = catchThrowableOfType(
                FormulaException.class, () -> DesignSpec.learn(Formula.parse("y ~ n + x"), DATA.source(), raise));
        assertThat(e.kind()).isEqualTo(Kind.MISSING_DATA);
        assertThat(e.span().of(e.source())).isEqualTo("x");
    }

    /** R drops the rows of a removed term, patsy does not; nor does Tilde. */
    @Test
    void removedTermsDropRowsInRAlone() {
        assertThat(learn("y ~ n + x - x", DATA).rows().used()).isEqualTo(6);
        assertThat(learn("y ~ n + x - x", Conventions.PATSY, DATA).rows().used())
                .isEqualTo(6);
        assertThat(learn("y ~ n + x - x", Conventions.R, DATA).rows().used()).isEqualTo(5);
    }

    @Test
    void buildsNothingFromNothing() {
        Dataset none = DATA.subset();
        DesignSpec spec = learn("y ~ x + a*b + flag", none);
        assertThat(spec.rows()).isEqualTo(new Rows(0, 0, Map.of()));
        DesignMatrix x = spec.matrices(none.source()).predictors();
        assertThat(x.rows()).isZero();
        assertThat(x.matrix().rows()).isZero();
        assertThat(x.times(new double[x.columns().size()])).isEmpty();
        Dataset missing = Dataset.named("m").with("y", 1, 2).with("x", NA, NA);
        assertThat(learn("y ~ x", missing).rows().missing()).containsEntry("x", 2L);
    }

    @Test
    void saysWhereAnInfinityIs() {
        Dataset d = Dataset.named("d").with("y", 1, 2, 3).with("x", 2, 1, 0);
        assertThatThrownBy(() -> learn("y ~ log(x)", d))
                .isInstanceOf(FormulaException.class)
                .hasMessageContaining("log(x) is infinite in row 3");
    }

    @Test
    void findsOddNames() {
        Dataset d = Dataset.named("odd").with("y", 1, 2, 3, 4);
        List<String> names = List.of(
                "C",
                "Q",
                "I",
                "t",
                "c",
                "T",
                "class",
                "lambda",
                "in",
                "as",
                "None",
                "Intercept",
                "TRUE",
                "x-y",
                "1B",
                "%White",
                "x[5]",
                "odd name",
                "tick`s",
                "back\\slash",
                "straße",
                "日本",
                "cafe\u0301",
                "a[T.b]",
                "log(x)");
        for (String name : names) {
            d = d.with(name, 1, 0, 2, 5);
        }
        for (String name : names) {
            String quoted = "`" + name.replace("\\", "\\\\").replace("`", "\\`") + "`";
            DesignSpec spec = learn("y ~ " + quoted + " + " + quoted + ":y2", d.with("y2", 2, 2, 3, 3));
            assertThat(spec.predictors().columns()).as(name).hasSize(3).doesNotHaveDuplicates();
            assertThat(spec.predictors(d.with("y2", 2, 2, 3, 3).source())
                            .matrix()
                            .column(1))
                    .containsExactly(1, 0, 2, 5);
        }
        for (String plain : names.subList(0, 13)) {
            DesignSpec spec = learn("y ~ " + plain, d);
            assertThat(spec.predictors().columns())
                    .containsExactly("Intercept", plain.equals("Intercept") ? "`Intercept`" : plain);
        }
        // Composed in the formula, combining in the data.
        assertThat(learn("y ~ caf\u00e9", d).predictors(d.source()).matrix().column(1))
                .containsExactly(1, 0, 2, 5);
        // A function and a column of one name live apart.
        assertThat(learn("y ~ C(C) + C + I(I)", d).predictors().columns()).contains("C", "I(I)", "C(C)[T.1]");
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', quoteCharacter = '\0', textBlock = """
            y ~ weigth        ; no column named "weigth"     ; Did you mean weight?
            y ~ Weight        ; no column named "Weight"     ; Did you mean weight?
            y ~ zz + qq       ; no columns named "zz", "qq"  ; Columns: y, weight, x-1, size.cm
            y ~ x-1           ; no column named "x"          ; The column x-1 is written in backticks: `x-1`
            y ~ logg(weight)  ; no function named "logg"     ; Did you mean log
            y ~ weight(y)     ; no function named "weight"   ; weight is a column
            """)
    void suggestsNames(String formula, String problem, String help) {
        Dataset d = Dataset.named("d")
                .with("y", 1, 2)
                .with("weight", 1, 2)
                .with("x-1", 1, 2)
                .with("size.cm", 1, 2);
        FormulaException e = catchThrowableOfType(FormulaException.class, () -> learn(formula, d));
        assertThat(e.problem()).isEqualTo(problem);
        assertThat(e.help().orElseThrow()).contains(help);
    }

    @Test
    void holdsMoreTermsThanRows() {
        Dataset d = Dataset.named("wide").with("y", 1, 2, 3);
        for (int j = 0; j < 600; j++) {
            d = d.with("x" + j, j, 1, 2);
        }
        DesignSpec spec = learn("y ~ .", d);
        assertThat(spec.predictors().columns()).hasSize(601);
        String sum = IntStream.range(0, 600).mapToObj(j -> "x" + j).collect(Collectors.joining(" + "));
        assertThat(learn("y ~ " + sum, d).predictors().columns()).hasSize(601);
    }

    @Test
    void refusesDesignsThatGrowTooWide() {
        String[] many = IntStream.range(0, 400).mapToObj(i -> "l" + i).toArray(String[]::new);
        Dataset d = Dataset.named("d")
                .with("y", new double[400])
                .with("a", many)
                .with("b", many)
                .with("c", many);
        assertThatThrownBy(() -> learn("y ~ a:b:c", d))
                .isInstanceOfSatisfying(
                        FormulaException.class, e -> assertThat(e.kind()).isEqualTo(Kind.LIMIT));
        Dataset ids = Dataset.named("ids")
                .with("y", new double[50_000])
                .with("id", IntStream.range(0, 50_000).mapToObj(i -> "id" + i).toArray(String[]::new));
        for (String text : List.of("y ~ id", "y ~ 0 + id", "id ~ y")) {
            assertThatThrownBy(() -> learn(text, ids)).isInstanceOfSatisfying(FormulaException.class, e -> {
                assertThat(e.kind()).isEqualTo(Kind.LIMIT);
                assertThat(e.problem()).isEqualTo("id has 50000 levels, more than 5000");
            });
        }
        Dataset wide = Dataset.named("w").with("y", 1, 2);
        for (int j = 0; j < 11; j++) {
            wide = wide.with("f" + j, "p", "q");
        }
        Dataset eleven = wide;
        String product = IntStream.range(0, 11).mapToObj(j -> "f" + j).collect(Collectors.joining(":"));
        assertThatThrownBy(() -> learn("y ~ " + product, eleven)).isInstanceOf(FormulaException.class);
    }
}
