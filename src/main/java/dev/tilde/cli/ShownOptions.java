package dev.tilde.cli;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Options on what is shown: its form, its width, notes. */
class ShownOptions {
    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    @Option(
            names = {"-f", "--format"},
            paramLabel = "FORMAT",
            converter = Format.Converter.class,
            description = "Form of the result: text, json, csv, md or html, as far as the command has it.")
    private @Nullable Format format;

    @Option(
            names = "--width",
            paramLabel = "N",
            description = "Columns of text, at least 40; else COLUMNS of the environment, else 80.")
    private @Nullable Integer width;

    @Option(
            names = {"-q", "--quiet"},
            description = "No notes on standard error.")
    private boolean quiet;

    @Option(
            names = {"-v", "--verbose"},
            description = "Where in the program an unexpected failure happened.")
    @SuppressWarnings("unused") // Failures asks the parse result, since it has no command to ask.
    private boolean verbose;

    /**
     * The form of the result.
     *
     * @param known what the command has, the default first
     */
    Format format(Format... known) {
        Format chosen = format;
        if (chosen == null) {
            chosen = target().flatMap(t -> Format.ofFile(t.toString())).orElse(known[0]);
        }
        if (!Arrays.asList(known).contains(chosen)) {
            throw new Refusal(
                    Refusal.Blame.USAGE,
                    command.name() + " has no " + chosen.word + "; it writes "
                            + Arrays.stream(known).map(f -> f.word).collect(Collectors.joining(", ")),
                    "");
        }
        return chosen;
    }

    /** The file that the result goes to; none for standard output. */
    Optional<Path> target() {
        return Optional.empty();
    }

    boolean isQuiet() {
        return quiet;
    }

    int width(Console console) {
        if (width == null) {
            return console.width();
        }
        if (width < 40) {
            throw new Refusal(Refusal.Blame.USAGE, "--width has to be at least 40, not " + width, "");
        }
        return width;
    }

    /** A note on standard error. */
    void note(Console console, String sentence) {
        if (!quiet) {
            console.say("note: " + sentence);
        }
    }
}
