package dev.tilde.cli;

import dev.tilde.json.Json;
import dev.tilde.linear.Coefficient;
import dev.tilde.linear.GlmFit;
import dev.tilde.linear.LinearFit;
import dev.tilde.linear.MultivariateFit;
import dev.tilde.model.Fitted;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code tilde fit}: least squares or a generalised linear model, its summary. */
@Command(
        name = "fit",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        header = "Fits a linear or generalised linear regression and prints its summary.",
        description = "%nText is the summary; json has every number in full; csv is the table of coefficients.%n",
        footer = {
            "",
            "Examples:",
            "  tilde fit air.csv \"Ozone ~ Solar.R + Wind + Temp + C(Month)\"",
            "  tilde fit air.csv \"Ozone ~ Wind + Temp\" --robust hc3",
            "  tilde fit air.csv \"Ozone ~ Wind + Temp\" --family poisson",
            "  tilde fit air.csv \"Ozone ~ Wind + Temp\" --save air.json",
            "  tilde fit cars.csv \"mpg + disp ~ wt + hp\""
        })
final class FitCommand implements Callable<Integer> {
    private final Console console;

    @Mixin
    private Regression regression = new Regression();

    @Option(
            names = "--save",
            paramLabel = "FILE",
            description = "Saves the model too; tilde predict FILE DATA reads it.")
    private @Nullable String save;

    @Mixin
    private StrictFlag strict = new StrictFlag();

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
            if (save != null) {
                throw new Refusal(Refusal.Blame.USAGE, "--save takes one model, and the formula says several", "");
            }
            write(several.get(), form);
            return strict.exit(several.get().fits().stream().map(LinearFit::findings));
        }
        if (regression.isGeneralised()) {
            Regression.Fitted<GlmFit> fitted = regression.generalised(console, output);
            GlmFit fit = fitted.fit();
            double df = fit.isDispersionFixed() ? Double.NaN : fit.dfResidual();
            output.keep(fitted.input());
            save(fitted.input(), fit::save);
            write(form, fit, () -> GlmJson.of(fit, fitted.input()), fit.coefficients(), df);
            return strict.exit(Stream.of(fit).map(GlmFit::findings));
        }
        Regression.Fitted<MultivariateFit> fitted = regression.responses(console, output);
        output.keep(fitted.input());
        if (fitted.fit().fits().size() > 1) {
            save(fitted.input(), fitted.fit()::save);
            write(new Responses(fitted.fit(), fitted.input()), form);
            return strict.exit(fitted.fit().fits().stream().map(LinearFit::findings));
        }
        LinearFit fit = fitted.fit().fits().get(0);
        save(fitted.input(), fit::save);
        write(form, fit, () -> FitJson.of(fit, fitted.input()), fit.coefficients(), fit.dfResidual());
        return strict.exit(Stream.of(fit).map(LinearFit::findings));
    }

    private void save(Input input, Consumer<Path> writer) {
        if (save != null) {
            Path file = OutputOptions.path(save);
            input.file().ifPresent(read -> OutputOptions.keep("--save", file, read));
            writer.accept(file);
        }
    }

    private void write(Format form, Fitted fit, Supplier<Json> json, List<Coefficient> coefficients, double df) {
        switch (form) {
            case JSON -> output.write(console, json.get());
            case CSV -> {
                Regression.leftOut(fit.design().rows(), console, output);
                output.write(console, form, out -> write(coefficients, df, out));
            }
            case TEXT, MARKDOWN, HTML -> output.write(console, form, Regression.summary(fit.summary()));
        }
    }

    private void write(Comparison several, Format form) {
        output.keep(several.input());
        switch (form) {
            case JSON -> output.write(console, several.json());
            case CSV -> output.write(console, form, several::csv);
            case TEXT, MARKDOWN, HTML -> output.write(console, form, several.document());
        }
    }

    private void write(Responses several, Format form) {
        switch (form) {
            case JSON -> output.write(console, several.json());
            case CSV -> {
                Regression.leftOut(several.fit().design().rows(), console, output);
                output.write(console, form, several::csv);
            }
            case TEXT, MARKDOWN, HTML ->
                output.write(console, form, several.fit().summary());
        }
    }

    private static void write(List<Coefficient> coefficients, double df, Writer out) throws IOException {
        CsvLine.write(out, "term", "estimate", "std_error", "statistic", "df", "p_value", "conf_low", "conf_high");
        for (Coefficient c : coefficients) {
            CsvLine.write(
                    out,
                    c.name(),
                    CsvLine.number(c.estimate()),
                    CsvLine.number(c.stdError()),
                    CsvLine.number(c.statistic()),
                    c.isAliased() ? "" : CsvLine.number(df),
                    CsvLine.number(c.pValue()),
                    CsvLine.number(c.low()),
                    CsvLine.number(c.high()));
        }
    }
}
