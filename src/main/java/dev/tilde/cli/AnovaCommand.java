package dev.tilde.cli;

import dev.tilde.linear.Anova;
import dev.tilde.linear.AnovaType;
import dev.tilde.linear.DevianceTest;
import dev.tilde.linear.GlmFit;
import dev.tilde.linear.LinearFit;
import java.io.IOException;
import java.io.Writer;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code tilde anova}: the tests of the terms. */
@Command(
        name = "anova",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        header = "Tests the terms of a regression: analysis of variance, or of deviance with --family.",
        description = {
            "%n--type 1 tests each term beside those before it, 2 (default) beside those that do not contain it, 3 beside all others; without a sign of equality --type is of the tests, with one of a column.%n",
        },
        footer = {
            "",
            "Examples:",
            "  tilde anova air.csv \"Ozone ~ Wind * C(Month)\"",
            "  tilde anova air.csv \"Ozone ~ Wind * C(Month)\" --type 3 --contrast \"C(Month)=Sum\"",
            "  tilde anova air.csv \"Ozone ~ Wind + Temp\" --family poisson --type 1"
        })
final class AnovaCommand implements Callable<Integer> {
    private final Console console;

    @Mixin
    private Regression regression = new Regression();

    @Mixin
    private OutputOptions output = new OutputOptions();

    AnovaCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        Format form = output.format(Format.TEXT, Format.JSON, Format.CSV, Format.MARKDOWN, Format.HTML);
        AnovaType type = type(regression.takeBareTypes());
        if (regression.isGeneralised()) {
            deviance(type, form);
        } else {
            variance(type, form);
        }
        return 0;
    }

    private static AnovaType type(List<String> given) {
        if (given.isEmpty()) {
            return AnovaType.II;
        }
        String word = given.get(0).strip();
        for (AnovaType type : AnovaType.values()) {
            String number = Integer.toString(AnovaJson.number(type));
            if (given.size() == 1 && (number.equals(word) || type.name().equalsIgnoreCase(word))) {
                return type;
            }
        }
        throw new Refusal(
                Refusal.Blame.USAGE,
                "--type is one of 1, 2, 3, and not " + Failures.quoted(String.join(" ", given)),
                "The type of a column is given as COLUMN=TYPE.");
    }

    private void variance(AnovaType type, Format form) {
        Regression.Fitted<LinearFit> fitted = regression.fit(console, output);
        LinearFit fit = fitted.fit();
        output.keep(fitted.input());
        Anova anova = fit.anova(type);
        if (form != Format.JSON) {
            Regression.leftOut(fit.design().rows(), console, output);
        }
        switch (form) {
            case JSON -> output.write(console, AnovaJson.of(anova, fit, fitted.input()));
            case CSV -> output.write(console, form, out -> csv(anova, out));
            case TEXT, MARKDOWN, HTML -> output.write(console, form, anova.document());
        }
    }

    private void deviance(AnovaType type, Format form) {
        if (type == AnovaType.III) {
            throw new Refusal(
                    Refusal.Blame.USAGE,
                    "--type 3 is for least squares; with --family there are 1 and 2",
                    "Type 2 tests each term beside those that do not contain it.");
        }
        regression.refuseErrors(
                "changes nothing in an analysis of deviance",
                "fit --family NAME takes it; its summary tests terms with these errors.");
        Regression.Fitted<GlmFit> fitted = regression.generalised(console, output);
        GlmFit fit = fitted.fit();
        output.keep(fitted.input());
        List<DevianceTest> tests = type == AnovaType.I ? fit.anova() : fit.termTests();
        if (form != Format.JSON) {
            Regression.leftOut(fit.design().rows(), console, output);
        }
        switch (form) {
            case JSON -> output.write(console, AnovaJson.of(type, tests, fit, fitted.input()));
            case CSV -> output.write(console, form, out -> csv(tests, out));
            case TEXT, MARKDOWN, HTML -> output.write(console, form, DevianceText.of(type, tests, fit));
        }
    }

    private static void csv(Anova anova, Writer out) throws IOException {
        CsvLine.write(out, "term", "df", "sum_sq", "mean_sq", "statistic", "p_value");
        for (Anova.Line l : anova.lines()) {
            CsvLine.write(
                    out,
                    l.term(),
                    Long.toString(l.df()),
                    CsvLine.number(l.sumOfSquares()),
                    CsvLine.number(l.meanSquare()),
                    CsvLine.number(l.statistic()),
                    CsvLine.number(l.pValue()));
        }
    }

    private static void csv(List<DevianceTest> tests, Writer out) throws IOException {
        CsvLine.write(out, "term", "df", "deviance", "df_residual", "residual_deviance", "statistic", "p_value");
        for (DevianceTest t : tests) {
            CsvLine.write(
                    out,
                    t.term(),
                    Integer.toString(t.df()),
                    CsvLine.number(t.deviance()),
                    Long.toString(t.dfResidual()),
                    CsvLine.number(t.residualDeviance()),
                    CsvLine.number(t.statistic()),
                    CsvLine.number(t.pValue()));
        }
    }
}
