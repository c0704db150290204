package dev.tilde.cli;

import dev.tilde.data.Dataset;
import dev.tilde.design.DesignOptions;
import dev.tilde.design.DesignSpec;
import dev.tilde.formula.Formula;
import dev.tilde.formula.FormulaException;
import dev.tilde.json.Json;
import dev.tilde.linear.Explanation;
import dev.tilde.report.Block;
import dev.tilde.report.Block.Entry;
import dev.tilde.report.Document;
import dev.tilde.report.Section;
import dev.tilde.report.Text;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code tilde explain}: what a formula means, and what it makes of data. */
@Command(
        name = "explain",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        header = "Says what a formula means.",
        description =
                "%nIts terms and variables, and where R and patsy read it otherwise. With data also its columns: how each factor is coded and why, levels, and rows left out.%n",
        footer = {"", "Example:", "  tilde explain \"y ~ a * b - a\""})
final class ExplainCommand implements Callable<Integer> {
    private final Console console;

    @Parameters(index = "0", paramLabel = "FORMULA", description = "Such as \"y ~ x + a\"; in quotes.")
    private String formula = "";

    @Parameters(
            index = "1",
            arity = "0..1",
            paramLabel = "DATA",
            description = "A CSV file, - for standard input, or a data set.")
    private @Nullable String data;

    @Mixin
    private FormulaOptions formulas = new FormulaOptions();

    @Mixin
    private DesignFlags flags = new DesignFlags();

    @Mixin
    private DataOptions reading = new DataOptions();

    @Mixin
    private OutputOptions output = new OutputOptions();

    ExplainCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        Format form = output.format(Format.TEXT, Format.JSON, Format.MARKDOWN, Format.HTML);
        Formula parsed = formulas.parse(formula);
        DesignOptions options = flags.options();
        if (parsed.models().size() > 1) {
            several(parsed, form);
            return 0;
        }
        Explanation explanation;
        if (data == null) {
            checkFunctions(parsed);
            explanation = Explanation.of(parsed);
        } else {
            Input input = reading.open(data, console);
            output.keep(input);
            Regression.notes(input, parsed, console, output);
            explanation = input.blamed(() -> Explanation.of(parsed, input.data().source(), options));
            explanation.design().ifPresent(flags::check);
        }
        if (form == Format.JSON) {
            String json = ExplanationJson.of(explanation).pretty();
            output.write(console, form, out -> out.write(json + "\n"));
        } else {
            output.write(console, form, explanation.document());
        }
        return 0;
    }

    /** A line of several models: which they are. */
    private void several(Formula line, Format form) {
        List<Formula> models = line.models();
        if (form == Format.JSON) {
            Json list = Json.object(
                    "formula", Json.of(line.toString()),
                    "models", Json.of(models.stream().map(Formula::toString).toList()));
            output.write(console, form, out -> out.write(list.pretty() + "\n"));
            return;
        }
        List<Entry> entries = new ArrayList<>();
        models.forEach(m -> entries.add(Entry.of("Model " + (entries.size() + 1), m.toString())));
        output.write(
                console,
                form,
                new Document(
                        "",
                        models.size() + " formulas",
                        List.of(new Document.Piece(line.toString(), Document.Role.PLAIN)),
                        Text.NONE,
                        List.of(Section.untitled("models", new Block.Definitions(entries)))));
    }

    /**
     * Finds calls of functions that do not exist, without data: on numbers made up for every variable, where whatever
     * else may be wrong with them does not count.
     *
     * @throws FormulaException if there is such a call
     */
    private static void checkFunctions(Formula formula) {
        Dataset numbers = Dataset.named("numbers");
        for (String variable : formula.variables()) {
            numbers = numbers.with(variable, 1, 2, 3, 4);
        }
        try {
            DesignSpec.learn(formula, numbers.source(), DesignOptions.DEFAULTS);
        } catch (FormulaException e) {
            if (e.kind() == FormulaException.Kind.UNKNOWN_FUNCTION) {
                throw e;
            }
        } catch (RuntimeException e) {
            return;
        }
    }
}
