package dev.tilde.cli;

import dev.tilde.data.Schema;
import dev.tilde.data.Source;
import dev.tilde.design.DesignOptions;
import dev.tilde.design.DesignSpec;
import dev.tilde.design.NaAction;
import dev.tilde.design.Rows;
import dev.tilde.formula.Formula;
import dev.tilde.linear.GlmFit;
import dev.tilde.linear.LinearFit;
import dev.tilde.linear.LinearRegression;
import dev.tilde.linear.MultivariateFit;
import dev.tilde.linear.MultivariateRegression;
import dev.tilde.report.Block;
import dev.tilde.report.Document;
import dev.tilde.report.Section;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** What commands on a regression share: data, a formula, and how to fit it. */
final class Regression {
    @Parameters(index = "0", paramLabel = "DATA", description = "A CSV file, - for standard input, or a data set.")
    private String data = "";

    @Parameters(index = "1", paramLabel = "FORMULA", description = "Such as \"y ~ x + a\"; in quotes.")
    private String formula = "";

    @Mixin
    private ModelFlags estimation = new ModelFlags();

    @Mixin
    private FormulaOptions formulas = new FormulaOptions();

    @Mixin
    private DesignFlags flags = new DesignFlags();

    @Mixin
    private DataOptions reading = new DataOptions();

    /** A fit and what it is of. */
    record Fitted<F>(Input input, F fit) {}

    /** What fits a formula to rows. */
    private interface Fitting<F> {
        F fit(Formula formula, Source rows, DesignOptions options);
    }

    /** Whether it is a generalised linear model, for {@link #generalised}; else {@link #fit}. */
    boolean isGeneralised() {
        return estimation.isGeneralised();
    }

    /** See {@link ModelFlags#refuseFamily}. */
    void refuseFamily(String problem, String help) {
        estimation.refuseFamily(problem, help);
    }

    /** See {@link ModelFlags#refuseErrors}. */
    void refuseErrors(String problem, String help) {
        estimation.refuseErrors(problem, help);
    }

    /** See {@link DataOptions#takeBareTypes}. */
    List<String> takeBareTypes() {
        return reading.takeBareTypes();
    }

    /**
     * A report whose command has the data as they were given, with how to read them: the fit itself knows no more than what
     * they are called.
     */
    Document withDataAsGiven(Document report) {
        return Rerun.of(report, data, reading.words());
    }

    /** Least squares. */
    Fitted<LinearFit> fit(Console console, OutputOptions output) {
        Fitted<LinearFit> fitted = fit(estimation.leastSquares()::fit, LinearFit::design, console, output);
        return new Fitted<>(fitted.input, estimation.robust(fitted.fit));
    }

    /** Least squares of one response or several. */
    Fitted<MultivariateFit> responses(Console console, OutputOptions output) {
        Fitted<MultivariateFit> fitted = fit(
                new MultivariateRegression(estimation.leastSquares())::fit, MultivariateFit::design, console, output);
        return new Fitted<>(fitted.input, estimation.robust(fitted.fit));
    }

    /** A generalised linear model. */
    Fitted<GlmFit> generalised(Console console, OutputOptions output) {
        Fitted<GlmFit> fitted = fit(estimation.generalised()::fit, GlmFit::design, console, output);
        return new Fitted<>(fitted.input, estimation.robust(fitted.fit));
    }

    private <F> Fitted<F> fit(Fitting<F> model, Function<F, DesignSpec> design, Console console, OutputOptions output) {
        DataOptions.check(data);
        Formula parsed = formulas.parse(formula);
        Input input = reading.open(data, console);
        notes(input, parsed, console, output);
        DesignOptions options = options();
        F fit = estimation.named(
                () -> input.blamed(() -> model.fit(parsed, input.data().source(), options)));
        flags.check(design.apply(fit));
        return new Fitted<>(input, fit);
    }

    /** The models of a line with {@code sw()} or {@code csw()} on the rows that all of them can use; empty for one. */
    Optional<Comparison> several(Console console, OutputOptions output) {
        DataOptions.check(data);
        Formula line = formulas.parse(formula);
        List<Formula> models = line.models();
        if (models.size() < 2) {
            return Optional.empty();
        }
        refuseFamily("sw() and csw() are for least squares, not for --family", "Fit the models one by one.");
        LinearRegression model = estimation.leastSquares();
        Input input = reading.open(data, console);
        notes(input, line, console, output);
        DesignOptions options = options().sameRowsAs(models);
        List<LinearFit> fits = new ArrayList<>();
        for (Formula one : models) {
            fits.add(estimation.robust(estimation.named(
                    () -> input.blamed(() -> model.fit(one, input.data().source(), options)))));
        }
        return Optional.of(new Comparison(line.toString(), fits, input));
    }

    private DesignOptions options() {
        DesignOptions options = estimation.with(flags.options());
        if (options.naAction() == NaAction.PASS) {
            throw new Refusal(
                    Refusal.Blame.USAGE,
                    "--na-action pass: least squares cannot use rows with missing values",
                    "drop and exclude leave them out.");
        }
        return options;
    }

    /** What the reader wants said of the data and the columns in use. */
    static void notes(Input input, Formula formula, Console console, ShownOptions output) {
        notes(
                input.data().notes(),
                input.label(),
                input.data().schema(),
                input.file().isPresent(),
                formula,
                console,
                output);
    }

    /** Notes on a file as a whole, and on its columns that the formula names. */
    static void notes(
            List<String> whole,
            String label,
            Schema schema,
            boolean file,
            Formula formula,
            Console console,
            ShownOptions output) {
        whole.forEach(note -> output.note(console, label + ": " + note));
        for (String variable : formula.variables()) {
            schema.column(variable)
                    .map(Schema.Column::note)
                    .filter(note -> !note.isEmpty() && file)
                    .ifPresent(note -> output.note(console, note.contains(variable) ? note : variable + ": " + note));
        }
    }

    /** {@code 42 of 153 rows left out (Ozone missing in 37, Solar.R in 7)}, for output that does not say it. */
    static void leftOut(Rows rows, Console console, ShownOptions output) {
        if (rows.dropped() == 0) {
            return;
        }
        output.note(
                console,
                rows.dropped() + " of " + rows.total() + " rows left out (" + rows.reasons(Integer.MAX_VALUE) + ")");
    }

    /** The summary without the lines that say what to type in Java. */
    static Document summary(Document full) {
        List<Section> sections = new ArrayList<>();
        for (Section section : full.sections()) {
            List<Block> blocks = new ArrayList<>();
            for (Block block : section.blocks()) {
                boolean java = block instanceof Block.Definitions d
                        && d.entries().stream().allMatch(e -> e.term().equals("More"));
                if (!java) {
                    blocks.add(block);
                }
            }
            sections.add(new Section(section.id(), section.title(), section.lead(), blocks));
        }
        return new Document(full.eyebrow(), full.title(), full.formula(), full.subtitle(), sections);
    }
}
