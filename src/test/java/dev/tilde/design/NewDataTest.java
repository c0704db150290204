package dev.tilde.design;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.tilde.data.Csv;
import dev.tilde.data.CsvOptions;
import dev.tilde.data.Dataset;
import dev.tilde.formula.Formula;
import dev.tilde.formula.FormulaException;
import dev.tilde.formula.FormulaException.Kind;
import java.io.ByteArrayInputStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A learned design meets other rows. */
class NewDataTest {
    private static final double NA = Double.NaN;
    private static final Dataset TRAIN = Dataset.named("train")
            .with("y", 1, 2, 3, 4)
            .with("x", 1, 2, 3, 5)
            .with("a", "u", "v", "u", "w")
            .with("flag", true, false, false, true);
    private static final DesignSpec SPEC =
            DesignSpec.learn(Formula.parse("log(y) ~ x*a + flag"), TRAIN.source(), DesignOptions.DEFAULTS);

    @Test
    void needsNeitherResponseNorOrderOfColumns() {
        Dataset fresh = Dataset.named("new")
                .with("other", "?", "?", "?")
                .with("flag", true, true, false)
                .with("a", "v", "u", "w")
                .with("x", 7, 8, NA);
        DesignMatrix m = SPEC.predictors(fresh.source());
        assertThat(m.columns())
                .containsExactly("Intercept", "x", "a[T.v]", "a[T.w]", "flag[T.True]", "x:a[T.v]", "x:a[T.w]");
        assertThat(m.matrix().row(0)).containsExactly(1, 7, 1, 0, 1, 7, 0);
        assertThat(m.matrix().row(1)).containsExactly(1, 8, 0, 0, 1, 0, 0);
        assertThat(m.matrix().row(2)).containsExactly(1, NA, 0, 1, 0, NA, NA);
        assertThat(m.times(new double[] {1, 1, 1, 1, 1, 1, 1})).containsExactly(17, 10, NA);
        assertThat(m.keptRows()).containsExactly(0, 1, 2);
    }

    @Test
    void takesFewerLevelsOneRowAndNoRow() {
        Dataset one = Dataset.named("one").with("x", 2).with("a", "w").with("flag", false);
        assertThat(SPEC.predictors(one.source()).matrix().row(0)).containsExactly(1, 2, 0, 1, 0, 0, 2);
        assertThat(SPEC.predictors(TRAIN.subset().source()).rows()).isZero();
    }

    static Stream<Arguments> unfit() {
        Dataset x = Dataset.named("new").with("x", 1, 2);
        Dataset a = x.with("a", "u", "v");
        return Stream.of(
                Arguments.of("a column is gone", a, Kind.UNKNOWN_VARIABLE, "flag"),
                Arguments.of("two columns are gone", x, Kind.UNKNOWN_VARIABLE, "no columns named \"a\", \"flag\""),
                Arguments.of(
                        "an unseen level",
                        x.with("a", "u", "zz").with("flag", true, true),
                        Kind.UNSEEN_LEVEL,
                        "a has the level \"zz\" in row 2"),
                Arguments.of(
                        "text where numbers were",
                        Dataset.named("n")
                                .with("x", "1", "2")
                                .with("a", "u", "v")
                                .with("flag", true, true),
                        Kind.TYPE,
                        "x was a number"),
                Arguments.of(
                        "numbers where text was",
                        x.with("a", 1, 2).with("flag", true, true),
                        Kind.TYPE,
                        "a was a factor"),
                Arguments.of("numbers where truth was", a.with("flag", 1, 0), Kind.TYPE, "flag was a factor"),
                Arguments.of(
                        "truth where numbers were",
                        Dataset.named("n")
                                .with("x", true, false)
                                .with("a", "u", "v")
                                .with("flag", true, true),
                        Kind.TYPE,
                        "x was a number when the design was learned and is a factor now"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("unfit")
    void refusesWhatDoesNotFit(String what, Dataset fresh, Kind kind, String words) {
        FormulaException e = catchThrowableOfType(FormulaException.class, () -> SPEC.predictors(fresh.source()));
        assertThat(e).isNotNull();
        assertThat(e.kind()).isEqualTo(kind);
        assertThat(e.getMessage()).contains(words);
        assertThat(e.kind().isData()).isTrue();
    }

    /** New rows with a slip say where it is. */
    @Test
    void saysWhichValueIsNoNumber() {
        Dataset slip = Csv.read(
                new ByteArrayInputStream(
                        "x,a,flag\n1,u,true\n2,v,true\n3,v,true\n4,v,true\noops,u,true\n".getBytes(UTF_8)),
                "slip",
                CsvOptions.DEFAULTS);
        FormulaException e = catchThrowableOfType(FormulaException.class, () -> SPEC.predictors(slip.source()));
        assertThat(e.problem()).contains("x was a number when the design was learned");
        assertThat(e.help().orElseThrow())
                .startsWith("column x is text because 1 of its 5 values is no number: \"oops\" (line 6)");
    }

    /** A level that was seen in dropped rows only is as new as any other. */
    @Test
    void refusesLevelsOfDroppedRows() {
        Dataset d = Dataset.named("d").with("y", 1, 2, 3).with("x", 1, NA, 3).with("a", "u", "v", "w");
        DesignSpec spec = DesignSpec.learn(Formula.parse("y ~ x + a"), d.source(), DesignOptions.DEFAULTS);
        assertThat(catchThrowableOfType(FormulaException.class, () -> spec.predictors(d.source()))
                        .kind())
                .isEqualTo(Kind.UNSEEN_LEVEL);
        assertThat(spec.matrices(d.source()).predictors().rows()).isEqualTo(2);
    }
}
