package dev.tilde.design;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.tilde.data.Dataset;
import dev.tilde.formula.Formula;
import dev.tilde.formula.FormulaException;
import dev.tilde.linalg.Matrix;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConstraintsTest {
    private static final List<String> COLUMNS =
            List.of("Intercept", "x1", "x2", "a[T.a2]", "a[T.a3]", "C(b, Sum)[S.b1]", "x10");

    private static String rows(Constraints c) {
        List<String> rows = new ArrayList<>();
        for (int i = 0; i < c.count(); i++) {
            rows.add(Arrays.stream(c.matrix().row(i)).mapToObj(Double::toString).collect(Collectors.joining(" ")));
        }
        String values = Arrays.stream(c.values()).mapToObj(Double::toString).collect(Collectors.joining(" "));
        return String.join(";", rows) + " | " + values;
    }

    /** patsy 0.5.3, linear_constraint; -0 written as 0. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "x1 | 0.0 1.0 0.0 0.0 0.0 0.0 0.0 | 0.0",
                "x1 = 0 | 0.0 1.0 0.0 0.0 0.0 0.0 0.0 | 0.0",
                "x1 = x2 | 0.0 1.0 -1.0 0.0 0.0 0.0 0.0 | 0.0",
                "2*(x1 + x2) - 1 = x1/2 | 0.0 1.5 2.0 0.0 0.0 0.0 0.0 | 1.0",
                "a[T.a2] = a[T.a3], x1 = 2*(x2 - 1) | 0.0 0.0 0.0 1.0 -1.0 0.0 0.0;0.0 1.0 -2.0 0.0 0.0 0.0 0.0 | 0.0 -2.0",
                "x1 = x2 = x10 | 0.0 1.0 -1.0 0.0 0.0 0.0 0.0;0.0 0.0 1.0 0.0 0.0 0.0 -1.0 | 0.0 0.0",
                "1 = x1 = 2 | 0.0 -1.0 0.0 0.0 0.0 0.0 0.0;0.0 1.0 0.0 0.0 0.0 0.0 0.0 | -1.0 2.0",
                "-x1*2 + 3 = +x2 | 0.0 -2.0 -1.0 0.0 0.0 0.0 0.0 | -3.0",
                "C(b, Sum)[S.b1] - a[T.a2]/4 = 1e-3 | 0.0 0.0 0.0 -0.25 0.0 1.0 0.0 | 0.001",
                "(x1 = 2) | 0.0 1.0 0.0 0.0 0.0 0.0 0.0 | 2.0",
                "(x1, x2 = 3), Intercept | 0.0 1.0 0.0 0.0 0.0 0.0 0.0;0.0 0.0 1.0 0.0 0.0 0.0 0.0;1.0 0.0 0.0 0.0 0.0 0.0 0.0 | 0.0 3.0 0.0",
                "x10 - x1 = .5 | 0.0 -1.0 0.0 0.0 0.0 0.0 1.0 | 0.5",
                "2 * -x1 + x2 | 0.0 -2.0 1.0 0.0 0.0 0.0 0.0 | 0.0",
                "x1 + x1 = 3 | 0.0 2.0 0.0 0.0 0.0 0.0 0.0 | 3.0",
                "--x1 | 0.0 1.0 0.0 0.0 0.0 0.0 0.0 | 0.0",
                "x1*2*3 = 1 | 0.0 6.0 0.0 0.0 0.0 0.0 0.0 | 1.0",
                "6/2*x1 = 5 - (2 - 3) | 0.0 3.0 0.0 0.0 0.0 0.0 0.0 | 6.0",
                "x1 = x2, x2 = x10 = 3 | 0.0 1.0 -1.0 0.0 0.0 0.0 0.0;0.0 0.0 1.0 0.0 0.0 0.0 -1.0;0.0 0.0 0.0 0.0 0.0 0.0 1.0 | 0.0 0.0 3.0",
                "0 = x1 | 0.0 -1.0 0.0 0.0 0.0 0.0 0.0 | 0.0",
                "x1 - 2 - 3 - x2 | 0.0 1.0 -1.0 0.0 0.0 0.0 0.0 | 5.0",
                "(x1 = x2) = x10 | 0.0 1.0 -1.0 0.0 0.0 0.0 0.0;0.0 0.0 1.0 0.0 0.0 0.0 -1.0 | 0.0 0.0",
            })
    void readsWhatPatsyReads(String text, String matrix, String values) {
        assertThat(rows(Constraints.of(COLUMNS, text))).isEqualTo(matrix + " | " + values);
    }

    /** patsy 0.5.3 refuses all of these, the empty text with an IndexError; 1/0 gives it NaN. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "x1*x2            | a constraint cannot multiply two columns  | 0 | 5",
                "1/x1             | a constraint cannot divide by a column    | 2 | 4",
                "x1 = 1/(3 - 3)   | a constraint cannot divide by 0           | 7 | 14",
                "0 = 1            | no column is left in this constraint      | 0 | 5",
                "x1 = 0 = 0       | no column is left in this constraint      | 0 | 10",
                "x2, x1 - x1      | no column is left in this constraint      | 4 | 11",
                "x1 == 0          | == is no sign of constraints              | 3 | 5",
                "x1 > 0           | a constraint is an equation, with =       | 3 | 4",
                "x1 + zz = 1      | no column named \"zz\"                    | 5 | 7",
                "x1 = a[T.a9]     | no column named \"a[T.a9]\"               | 5 | 12",
                "x1 = 1,          | something is missing at the end of the constraint | 7 | 7",
                "x1 =             | something is missing at the end of the constraint | 4 | 4",
                "''               | the constraint is empty                   | 0 | 0",
                "'  '             | the constraint is empty                   | 0 | 2",
                "x1 x2            | an operator is missing here               | 0 | 4",
                "2x1              | an operator is missing here               | 0 | 2",
                "2*(x1            | \"(\" is never closed                     | 2 | 3",
                "x1)              | \")\" has no place here                   | 2 | 3",
                "(x1 = 0) + 1     | an equation is no number                  | 0 | 8",
                "(x1, x2) = 3     | a list cannot be equal to something       | 0 | 8",
                "x1 @ 2           | \"@\" has no place here                   | 3 | 4",
                "*x1              | \"*\" has no place here                   | 0 | 1",
                "x1 = 1e308*10    | a number here is too large                | 0 | 13",
            })
    void refusesTheRestAtItsPlace(String text, String problem, int start, int end) {
        FormulaException e = catchThrowableOfType(FormulaException.class, () -> Constraints.of(COLUMNS, text));
        assertThat(e.problem()).isEqualTo(problem);
        assertThat(List.of(e.span().start(), e.span().end())).containsExactly(start, end);
        assertThat(e.source()).isEqualTo(text);
    }

    @Test
    void theErrorShowsThePlaceAndTheNearestName() {
        assertThatThrownBy(() -> Constraints.of(COLUMNS, "x1 = a[T.a4]")).hasMessage("""
                no column named "a[T.a4]"

                    x1 = a[T.a4]
                         ^^^^^^^
                    Did you mean a[T.a2] or a[T.a3]?
                    Columns: Intercept, x1, x2, a[T.a2], a[T.a3], C(b, Sum)[S.b1], x10""");
    }

    @Test
    void namesOfRStandAsTheyAre() {
        List<String> columns = List.of("(Intercept)", "aa2", "I(x^2)", "aa2:I(x^2)", "log(x + 1)");
        assertThat(Constraints.of(columns, "(Intercept) = 2*aa2:I(x^2) - I(x^2), (aa2) + log(x + 1) = 1"))
                .hasToString("(Intercept) + I(x^2) - 2 aa2:I(x^2) = 0\naa2 + log(x + 1) = 1");
    }

    @Test
    void listsMapsAndNumbersSayTheSame() {
        Constraints text = Constraints.of(COLUMNS, "x1 = 2, a[T.a3] = 0");
        Map<String, Double> map = new LinkedHashMap<>();
        map.put("x1", 2.0);
        map.put("a[T.a3]", 0.0);
        Matrix m = Matrix.zeros(2, 7);
        m.set(0, 1, 1);
        m.set(1, 4, 1);
        Constraints both = Constraints.of(COLUMNS, "x1 = 2").and(Constraints.of(COLUMNS, "a[T.a3]"));
        for (Constraints c : List.of(
                Constraints.of(COLUMNS, List.of("x1 = 2", "a[T.a3] = 0")),
                Constraints.of(COLUMNS, map),
                Constraints.of(COLUMNS, m, 2, 0),
                both)) {
            assertThat(rows(c)).isEqualTo(rows(text));
            assertThat(c.columns()).isEqualTo(COLUMNS);
        }
        assertThat(Constraints.of(COLUMNS, m).values()).containsExactly(0, 0);
        assertThatThrownBy(() -> Constraints.of(COLUMNS, Map.of("x3", 1.0)))
                .isInstanceOf(FormulaException.class)
                .hasMessageContaining("no column named \"x3\"");
        for (Runnable bad : List.<Runnable>of(
                () -> Constraints.of(COLUMNS, List.of()),
                () -> Constraints.of(COLUMNS, Map.of()),
                () -> Constraints.of(COLUMNS, Map.of("x1", Double.NaN)),
                () -> Constraints.of(COLUMNS, Matrix.zeros(1, 3)),
                () -> Constraints.of(COLUMNS, m, 1),
                () -> both.and(Constraints.of(List.of("x1"), "x1")))) {
            assertThatThrownBy(bad::run)
                    .isInstanceOf(IllegalArgumentException.class)
                    .isNotInstanceOf(FormulaException.class);
        }
    }

    @Test
    void aDesignKnowsItsColumns() {
        Dataset data =
                Dataset.named("d").with("y", 1, 2, 3, 4).with("x1", 4, 2, 3, 3).with("a", "a1", "a2", "a3", "a1");
        DesignSpec spec = DesignSpec.learn(Formula.parse("y ~ a + x1"), data.source(), DesignOptions.DEFAULTS);
        assertThat(spec.constraints("a[T.a2] = a[T.a3], x1 = 2*(a[T.a2] - 1)"))
                .hasToString("a[T.a2] - a[T.a3] = 0\n-2 a[T.a2] + x1 = -2");
        assertThat(spec.constraints(List.of("x1")).matrix().row(0)).containsExactly(0, 0, 0, 1);
        assertThat(spec.constraints(Map.of("x1", 3.0)).values()).containsExactly(3);
        assertThat(spec.constraints(Matrix.ofRows(new double[] {0, 1, 1, 0}))).hasToString("a[T.a2] + a[T.a3] = 0");
    }

    /** Any text is read or refused with a place in it. */
    @Test
    void nothingElseIsThrown() {
        Random random = new Random(4);
        String[] pieces = {
            "x1",
            "x2",
            "a[T.a2]",
            "+",
            "-",
            "*",
            "/",
            "=",
            ",",
            "(",
            ")",
            " ",
            "3",
            ".5",
            "1e9",
            "@",
            "zz",
            "é",
            "[",
            "\uD83D\uDE00"
        };
        for (int k = 0; k < 20_000; k++) {
            StringBuilder text = new StringBuilder();
            for (int i = random.nextInt(12); i >= 0; i--) {
                text.append(pieces[random.nextInt(pieces.length)]);
            }
            try {
                assertThat(Constraints.of(COLUMNS, text.toString()).count()).isPositive();
            } catch (FormulaException e) {
                assertThat(e.span().end()).isBetween(e.span().start(), text.length());
            }
        }
        for (String deep : List.of("(".repeat(100_000), "-".repeat(100_000) + "x1")) {
            assertThatThrownBy(() -> Constraints.of(COLUMNS, deep)).isInstanceOf(FormulaException.class);
        }
    }
}
