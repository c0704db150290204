package dev.tilde.cli;

import dev.tilde.linear.GlmFit;
import dev.tilde.linear.LinearFit;
import dev.tilde.model.Fitted;
import dev.tilde.report.Document;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code tilde report}: the summary, and a page with everything. */
@Command(
        name = "report",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        header = "Writes a report on a linear or generalised linear regression as one HTML page.",
        description =
                "%nPrints the summary too. Without -o the page is called after the data: air.csv gives air.html.%n",
        footer = {
            "",
            "Examples:",
            "  tilde report air.csv \"Ozone ~ Solar.R + Wind + Temp + C(Month)\" -o ozone.html",
            "  tilde report quine \"Days ~ Eth + Sex + Age\" --family quasipoisson -o days.html"
        })
final class ReportCommand implements Callable<Integer> {
    private final Console console;

    @Mixin
    private Regression regression = new Regression();

    @Mixin
    private OutputOptions output = new OutputOptions();

    ReportCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        Format form = output.format(Format.HTML, Format.MARKDOWN, Format.JSON, Format.TEXT);
        if (regression.isGeneralised()) {
            Regression.Fitted<GlmFit> fitted = regression.generalised(console, output);
            return write(form, fitted, fitted.fit().report());
        }
        Regression.Fitted<LinearFit> fitted = regression.fit(console, output);
        return write(form, fitted, fitted.fit().report());
    }

    private int write(Format form, Regression.Fitted<? extends Fitted> fitted, Document report) {
        Document page = regression.withDataAsGiven(report);
        output.keep(fitted.input());
        if (output.isGiven() && output.target().isEmpty()) {
            output.write(console, form, page);
            return 0;
        }
        String summary = Format.TEXT.render(
                Regression.summary(fitted.fit().summary()), output.width(console), console.unicode());
        Path file = output.target().orElseGet(() -> Path.of(name(fitted.input()) + "." + form.word));
        String text = form.render(page, output.width(console), true);
        OutputOptions.writeTo(file, out -> out.write(text));
        console.print(summary);
        if (!output.isQuiet()) {
            console.say("wrote " + file);
        }
        return 0;
    }

    private static String name(Input input) {
        return input.label().equals(DataOptions.STDIN) ? "report" : input.stem();
    }
}
