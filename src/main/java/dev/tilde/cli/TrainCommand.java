package dev.tilde.cli;

import dev.tilde.formula.Formula;
import dev.tilde.formula.FormulaException;
import dev.tilde.rnn.RnnFit;
import dev.tilde.rnn.RnnRegression;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code tilde train}: a sequence model, its summary and its file. */
@Command(
        name = "train",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        header = "Trains a recurrent network on the sequences of a table and saves it.",
        description =
                "%nThe rows of each group, behind | in the formula, form a sequence. Prints the summary; json has every number in full, csv the errors of the model and of simpler ones. Ctrl-C keeps the best epoch so far.%n",
        footer = {
            "",
            "Examples:",
            "  tilde train airquality \"Wind ~ lag(Wind) + Temp | Month\" -o wind.tilde",
            "  tilde train load.csv \"load ~ lag(load, 1:24)\" -m lstm -o load.tilde"
        })
final class TrainCommand implements Callable<Integer> {
    private final Console console;
    private final Interrupt interrupt;

    @Parameters(index = "0", paramLabel = "DATA", description = "A CSV file, - for standard input, or a data set.")
    private String data = "";

    @Parameters(index = "1", paramLabel = "FORMULA", description = "Such as \"y ~ lag(y) + x + a | id\"; in quotes.")
    private String formula = "";

    @Option(
            names = {"-o", "--output"},
            paramLabel = "MODEL",
            required = true,
            description = "Where to save the model.")
    private String target = "";

    @Option(
            names = "--checkpoint",
            paramLabel = "FILE",
            description = "Keep the state of training in a file; the same command goes on from it, to the same bits.")
    private @Nullable String checkpoint;

    @Option(names = "--report", paramLabel = "FILE", description = "Write a report too, as html, md, json or text.")
    private @Nullable String report;

    @Option(
            names = "--level",
            paramLabel = "P",
            defaultValue = "0.95",
            description = "Level of the intervals of forecasts, between 0 and 1; 0.95 by default.")
    private double level;

    @Mixin
    private NetworkFlags network = new NetworkFlags();

    @Mixin
    private EchoFlags echo = new EchoFlags();

    @Mixin
    private SequenceFlags sequences = new SequenceFlags();

    @Mixin
    private TrainingFlags training = new TrainingFlags();

    @Mixin
    private FormulaOptions formulas = new FormulaOptions();

    @Mixin
    private DataOptions reading = new DataOptions();

    @Mixin
    private ProgressOptions progress = new ProgressOptions();

    @Mixin
    private ShownOptions shown = new ShownOptions();

    TrainCommand(Console console, Interrupt interrupt) {
        this.console = console;
        this.interrupt = interrupt;
    }

    @Override
    public Integer call() {
        Format form = shown.format(Format.TEXT, Format.JSON, Format.CSV, Format.MARKDOWN, Format.HTML);
        shown.width(console);
        RnnRegression model = model();
        DataOptions.check(data);
        Path file = OutputOptions.path(target);
        OutputOptions.checkWritable(file);
        Path kept = beside("--checkpoint", checkpoint, file);
        Path page = beside("--report", report, file);
        Formula parsed = formulas.parse(formula);
        Optional<Trained> trained = trained(model, parsed, form, file, kept, page);
        if (trained.isEmpty()) {
            console.say("stopped before the first epoch had ended; nothing is saved");
            return Failures.INTERRUPTED;
        }
        OutputOptions.print(console, form, trained.get().content());
        TrainOutcome outcome = trained.get().outcome();
        if (outcome.interrupted()) {
            console.say(outcome.stopped(kept));
            return Failures.INTERRUPTED;
        }
        if (!shown.isQuiet()) {
            console.say("wrote " + file + (page == null ? "" : " and " + page));
        }
        return 0;
    }

    /** A training that came to something, and what is shown of it. */
    private record Trained(TrainOutcome outcome, OutputOptions.Content content) {}

    /**
     * Reads, trains, saves.
     *
     * @return empty if it was interrupted before there was anything to save
     */
    private Optional<Trained> trained(
            RnnRegression model, Formula parsed, Format form, Path file, @Nullable Path kept, @Nullable Path page) {
        try (ProgressLine line =
                progress.training(console, shown, interrupt, model.training().patience())) {
            line.begins("reading " + data);
            Input input = reading.open(data, console);
            for (Path written :
                    Stream.of(file, kept, page).filter(Objects::nonNull).toList()) {
                input.file().ifPresent(read -> OutputOptions.keep("", written, read));
            }
            Regression.notes(input, parsed, console, shown);
            RnnFit fit = input.blamed(() -> fit(model, parsed, input, line, kept));
            TrainOutcome outcome = new TrainOutcome(fit, input, target, interrupt.isRequested());
            if (!outcome.isTrained()) {
                return Optional.empty();
            }
            outcome.refuseDiverged();
            line.begins("saving the model");
            fit.save(file);
            line.begins("describing the fit");
            OutputOptions.Content content = outcome.content(form, shown.width(console), console.unicode());
            if (page != null) {
                line.begins("writing the report");
                Format as = Format.ofFile(page.toString()).orElse(Format.HTML);
                String text = as.render(fit.report(), shown.width(console), true);
                OutputOptions.writeTo(page, out -> out.write(text));
            }
            return Optional.of(new Trained(outcome, content));
        } catch (CancellationException e) {
            return Optional.empty();
        }
    }

    /** @throws Refusal if options are out of range or do not suit each other */
    private RnnRegression model() {
        try {
            RnnRegression plain = RnnRegression.DEFAULTS.level(level);
            RnnRegression trained = training.on(network.on(sequences.on(plain)), network.isEcho());
            sequences.options();
            return echo.on(trained, network);
        } catch (IllegalArgumentException e) {
            throw usage(e);
        }
    }

    private RnnFit fit(RnnRegression model, Formula parsed, Input input, ProgressLine line, @Nullable Path kept) {
        try {
            return kept == null
                    ? model.fit(parsed, input.data().source(), sequences.options(), line)
                    : model.fit(parsed, input.data().source(), sequences.options(), line, kept);
        } catch (FormulaException e) {
            throw e;
        } catch (IllegalArgumentException e) {
            // What the formula and the options say of the sequences does not agree.
            throw usage(e);
        }
    }

    private static Refusal usage(IllegalArgumentException e) {
        return new Refusal(Refusal.Blame.USAGE, String.valueOf(e.getMessage()), "");
    }

    /** A file beside the model. */
    private static @Nullable Path beside(String option, @Nullable String name, Path model) {
        if (name == null) {
            return null;
        }
        Path path = OutputOptions.path(name);
        OutputOptions.checkWritable(path);
        if (path.toAbsolutePath().normalize().equals(model.toAbsolutePath().normalize())) {
            throw new Refusal(Refusal.Blame.USAGE, option + " and -o name the same file", "");
        }
        if (option.equals("--checkpoint") && Files.exists(path) && !Files.isReadable(path)) {
            throw new Refusal(Refusal.Blame.DATA, "cannot read " + path + ": permission denied", "");
        }
        return path;
    }
}
