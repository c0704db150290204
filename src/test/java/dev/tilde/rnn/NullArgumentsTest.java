package dev.tilde.rnn;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tilde.Tilde;
import dev.tilde.data.Dataset;
import dev.tilde.data.Source;
import dev.tilde.design.DesignOptions;
import dev.tilde.formula.Formula;
import dev.tilde.linear.Families;
import dev.tilde.linear.GlmFit;
import dev.tilde.linear.LinearFit;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import tech.tablesaw.api.Table;

/** An argument that is null is named, whatever it is given to. */
class NullArgumentsTest {
    private static final Dataset DATA = Panels.months(8);
    private static final Source ROWS = DATA.source();
    private static final Formula FORMULA = Formula.parse("y ~ x | id");
    private static final DesignOptions OPTIONS = DesignOptions.DEFAULTS;
    private static final RnnRegression MODEL = SequenceFits.shortly(RnnRegression.DEFAULTS, 1);
    private static final RnnFit FIT = MODEL.fit(FORMULA, ROWS, OPTIONS);
    private static final LinearFit OLS = Tilde.ols("y ~ x", DATA);
    private static final GlmFit GLM = Tilde.glm("y ~ x", DATA, Families.GAUSSIAN);

    private static final Map<String, List<ThrowingCallable>> NULLS = Map.ofEntries(
            Map.entry(
                    "formula",
                    List.of(
                            () -> Tilde.rnn(null, DATA),
                            () -> Tilde.ols(null, DATA),
                            () -> Tilde.glm(null, DATA, Families.GAUSSIAN),
                            () -> Tilde.ols(null, DATA.table()),
                            () -> MODEL.fit(null, ROWS, OPTIONS))),
            Map.entry(
                    "data",
                    List.of(
                            () -> Tilde.rnn("y ~ x", (Dataset) null),
                            () -> Tilde.rnn("y ~ x", (Table) null),
                            () -> Tilde.ols("y ~ x", (Dataset) null),
                            () -> Tilde.ols("y ~ x", (Table) null),
                            () -> Tilde.glm("y ~ x", (Dataset) null, Families.GAUSSIAN),
                            () -> Tilde.auto((Dataset) null, "y", 1))),
            Map.entry("family", List.of(() -> Tilde.glm("y ~ x", DATA, null))),
            Map.entry(
                    "column",
                    List.of(() -> Tilde.auto(DATA, null, 1), () -> FIT.effects(null), () -> FIT.effects(null, 2))),
            Map.entry("y", List.of(() -> Tilde.auto(null, 1))),
            Map.entry("source", List.of(() -> MODEL.fit(FORMULA, null, OPTIONS))),
            Map.entry("options", List.of(() -> MODEL.fit(FORMULA, ROWS, null))),
            Map.entry("progress", List.of(() -> MODEL.fit(FORMULA, ROWS, OPTIONS, null))),
            Map.entry("checkpoint", List.of(() -> MODEL.fit(FORMULA, ROWS, OPTIONS, Progress.SILENT, null))),
            Map.entry(
                    "table",
                    List.of(
                            () -> FIT.predict((Source) null),
                            () -> FIT.predictIntervals((Source) null),
                            () -> FIT.predictIntervals((Dataset) null),
                            () -> FIT.predictDistribution((Source) null),
                            () -> FIT.predictDistribution((Dataset) null),
                            () -> FIT.behind((Source) null),
                            () -> FIT.behind((Dataset) null),
                            () -> Dataset.of((Table) null))),
            Map.entry(
                    "rows",
                    List.of(
                            () -> FIT.predict((Dataset) null),
                            () -> FIT.predict((Table) null),
                            () -> OLS.predict((Source) null),
                            () -> OLS.predict((Dataset) null),
                            () -> GLM.predict((Source) null),
                            () -> GLM.predict((Table) null))),
            Map.entry("future", List.of(() -> FIT.forecast(1, (Source) null), () -> FIT.forecast(1, (Dataset) null))),
            Map.entry("group", List.of(() -> FIT.stream(null))),
            Map.entry(
                    "values",
                    List.of(() -> FIT.stream().step(null), () -> FIT.stream("a").observe(null))),
            Map.entry("other", List.of(() -> FIT.compare(null))),
            Map.entry("changes", List.of(() -> FIT.update(null))),
            Map.entry("weights", List.of(() -> FIT.withTorchWeights(0, null))),
            Map.entry("file", List.of(() -> RnnFit.load((Path) null), () -> FIT.save(null))));

    @Test
    void areNamed() {
        NULLS.forEach((name, calls) -> calls.forEach(call -> assertThatThrownBy(call)
                .as("%s, call %d", name, calls.indexOf(call))
                .isExactlyInstanceOf(NullPointerException.class)
                .hasMessage(name + " must not be null")));
    }
}
