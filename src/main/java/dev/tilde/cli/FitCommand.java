package dev.tilde.cli;

import dev.tilde.linear.Coefficient;
import dev.tilde.linear.LinearFit;
import java.io.IOException;
import java.io.Writer;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code tilde fit}: least squares, its summary. */
@Command(
        name = "fit",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        header = "Fits a linear regression and prints its summary.",
        description = "%nText is the summary; json has every number in full; csv is the table of coefficients.%n",
        footer = {"", "Example:", "  tilde fit air.csv \"Ozone ~ Solar.R + Wind + Temp + C(Month)\""})
final class FitCommand implements Callable<Integer> {
    private final Console console;

    @Mixin
    private Regression regression = new Regression();

    @Mixin
    private OutputOptions output = new OutputOptions();

    FitCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        Format form = output.format(Format.TEXT, Format.JSON, Format.CSV, Format.MARKDOWN, Format.HTML);
        Optional<Comparison> several = regression.several(console, output);
        if (several.isPresent()) {
            write(several.get(), form);
            return 0;
        }
        Regression.Fitted fitted = regression.fit(console, output);
        output.keep(fitted.input());
        switch (form) {
            case JSON -> {
                String json = FitJson.of(fitted.fit(), fitted.input()).pretty();
                output.write(console, form, out -> out.write(json + "\n"));
            }
            case CSV -> {
                Regression.leftOut(fitted.fit().design().rows(), console, output);
                output.write(console, form, out -> coefficients(fitted.fit(), out));
            }
            case TEXT, MARKDOWN, HTML -> output.write(console, form, Regression.summary(fitted.fit()));
        }
        return 0;
    }

    private void write(Comparison several, Format form) {
        output.keep(several.input());
        switch (form) {
            case JSON -> {
                String json = several.json().pretty();
                output.write(console, form, out -> out.write(json + "\n"));
            }
            case CSV -> output.write(console, form, several::csv);
            case TEXT, MARKDOWN, HTML -> output.write(console, form, several.document());
        }
    }

    private static void coefficients(LinearFit fit, Writer out) throws IOException {
        CsvLine.write(out, "term", "estimate", "std_error", "statistic", "df", "p_value", "conf_low", "conf_high");
        for (Coefficient c : fit.coefficients()) {
            CsvLine.write(
                    out,
                    c.name(),
                    CsvLine.number(c.estimate()),
                    CsvLine.number(c.stdError()),
                    CsvLine.number(c.statistic()),
                    c.isAliased() ? "" : Long.toString(fit.dfResidual()),
                    CsvLine.number(c.pValue()),
                    CsvLine.number(c.low()),
                    CsvLine.number(c.high()));
        }
    }
}
