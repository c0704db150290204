package dev.tilde.cli;

import dev.tilde.design.DesignSpec;
import dev.tilde.json.Json;
import dev.tilde.linear.Diagnostic;
import dev.tilde.linear.Finding;
import dev.tilde.linear.GlmFit;
import dev.tilde.linear.LinearFit;
import dev.tilde.report.Block;
import dev.tilde.report.Document;
import dev.tilde.report.Findings;
import dev.tilde.report.Section;
import dev.tilde.report.Text;
import java.io.IOException;
import java.io.Writer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code tilde diagnose}: what speaks against a model. */
@Command(
        name = "diagnose",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        header = "Says what speaks against a regression: findings, then the tests behind them.",
        description =
                "%nA finding is a check, to look at before relying on the numbers, or a note. The tests are of least squares; with --family there are findings alone.%n",
        footer = {
            "",
            "Examples:",
            "  tilde diagnose air.csv \"Ozone ~ Wind + Temp\"",
            "  tilde diagnose air.csv \"Ozone ~ Wind + Temp\" --strict -q || echo look again"
        })
final class DiagnoseCommand implements Callable<Integer> {
    private final Console console;

    @Mixin
    private Regression regression = new Regression();

    @Mixin
    private StrictFlag strict = new StrictFlag();

    @Mixin
    private OutputOptions output = new OutputOptions();

    DiagnoseCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        Format form = output.format(Format.TEXT, Format.JSON, Format.CSV, Format.MARKDOWN, Format.HTML);
        List<Finding> findings;
        if (regression.isGeneralised()) {
            Regression.Fitted<GlmFit> fitted = regression.generalised(console, output);
            output.keep(fitted.input());
            findings = fitted.fit().findings();
            Document page = document(fitted.fit().summary(), findings, List.of());
            write(form, page, findings, List.of(), fitted.fit().design(), fitted.input());
        } else {
            Regression.Fitted<LinearFit> fitted = regression.fit(console, output);
            LinearFit fit = fitted.fit();
            output.keep(fitted.input());
            findings = fit.findings();
            var tests = fit.diagnostics();
            Document page = document(fit.summary(), findings, tests.document().sections());
            write(form, page, findings, tests.all(), fit.design(), fitted.input());
        }
        return strict.exit(Stream.of(findings));
    }

    private void write(
            Format form,
            Document page,
            List<Finding> findings,
            List<Diagnostic> tests,
            DesignSpec design,
            Input input) {
        if (form != Format.JSON) {
            Regression.leftOut(design.rows(), console, output);
        }
        switch (form) {
            case JSON -> output.write(console, json(findings, tests, design, input));
            case CSV -> output.write(console, form, out -> csv(findings, tests, out));
            case TEXT, MARKDOWN, HTML -> output.write(console, form, page);
        }
    }

    private static Document document(Document summary, List<Finding> findings, List<Section> tests) {
        Block found = findings.isEmpty()
                ? new Block.Prose(Text.of("Nothing was found that speaks against the model."))
                : new Findings("", findings.stream().map(DiagnoseCommand::shown).toList());
        List<Section> sections = new ArrayList<>(List.of(Section.untitled("findings", found)));
        sections.addAll(tests);
        return new Document("", "Diagnosis", summary.formula(), summary.subtitle(), sections);
    }

    private static Findings.Finding shown(Finding f) {
        return Findings.Finding.of(f.severity(), f.title(), f.sentence(), "", f.advice());
    }

    private static Json json(List<Finding> findings, List<Diagnostic> tests, DesignSpec design, Input input) {
        List<Json> lines = tests.stream()
                .map(t -> (Json) Json.object(
                        "test", Json.of(t.name()),
                        "question", Json.of(word(t)),
                        "symbol", Json.of(t.symbol()),
                        "statistic", Json.of(t.statistic()),
                        "df", new Json.Arr(t.df().stream().map(Json::of).toList()),
                        "p_value", Json.of(t.pValue()),
                        "remark", Json.of(t.remark())))
                .toList();
        return Json.object(
                "schema", Json.of(FitJson.SCHEMA),
                "formula", Json.of(design.formula().toString()),
                "rows", FitJson.rows(design.rows()),
                "findings", FitJson.findings(findings),
                "tests", new Json.Arr(lines),
                "provenance", FitJson.provenance(input));
    }

    /** Findings have a severity, tests a statistic; the first column says which a line is. */
    private static void csv(List<Finding> findings, List<Diagnostic> tests, Writer out) throws IOException {
        CsvLine.write(out, "kind", "name", "about", "statistic", "df1", "df2", "p_value", "text");
        for (Finding f : findings) {
            String kind = f.severity().name().toLowerCase(Locale.ROOT);
            CsvLine.write(out, kind, f.rule(), f.title(), "", "", "", "", f.sentence());
        }
        for (Diagnostic t : tests) {
            CsvLine.write(
                    out,
                    "test",
                    t.name(),
                    word(t),
                    CsvLine.number(t.statistic()),
                    df(t, 0),
                    df(t, 1),
                    CsvLine.number(t.pValue()),
                    t.remark());
        }
    }

    private static String df(Diagnostic t, int at) {
        return at < t.df().size() ? CsvLine.number(t.df().get(at)) : "";
    }

    private static String word(Diagnostic t) {
        return t.question().name().toLowerCase(Locale.ROOT);
    }
}
