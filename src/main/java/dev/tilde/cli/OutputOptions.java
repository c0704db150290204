package dev.tilde.cli;

import dev.tilde.report.Document;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Options on the result: its form, its place, its width. */
final class OutputOptions {
    /** Something that can be written. */
    interface Content {
        void writeTo(Writer out) throws IOException;
    }

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    @Option(
            names = {"-f", "--format"},
            paramLabel = "FORMAT",
            converter = Format.Converter.class,
            description = "Form of the result: text, json, csv, md or html, as far as the command has it.")
    private @Nullable Format format;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FILE",
            description = "Where to write; its extension sets the format if -f does not.")
    private @Nullable String file;

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

    /** The file to write; none for standard output. */
    Optional<Path> target() {
        if (file == null || file.equals("-")) {
            return Optional.empty();
        }
        try {
            return Optional.of(Path.of(file));
        } catch (InvalidPathException e) {
            throw new Refusal(Refusal.Blame.USAGE, "no file can be called " + Failures.quoted(file), "");
        }
    }

    /** Whether {@code -o} stands there, be it for standard output. */
    boolean isGiven() {
        return file != null;
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

    /** A document as text, Markdown or HTML. */
    void write(Console console, Format form, Document document) {
        boolean unicode = console.unicode() || target().isPresent();
        String text = form.render(document, width(console), unicode);
        write(console, form, out -> out.write(text));
    }

    /**
     * Keeps the data from being written over.
     *
     * @throws Refusal if the output is the file that was read
     */
    void keep(Input input) {
        input.file().ifPresent(this::keep);
    }

    /** Keeps a file that is read from being written over; see {@link #keep(Input)}. */
    void keep(Path read) {
        Optional<Path> target = target();
        if (target.isEmpty()) {
            return;
        }
        try {
            if (Files.exists(target.get()) && Files.exists(read) && Files.isSameFile(target.get(), read)) {
                throw new Refusal(
                        Refusal.Blame.OUTPUT,
                        "-o " + target.get() + " would overwrite the data; choose another file",
                        "");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Writes to the file, or to standard output. */
    void write(Console console, Format form, Content content) {
        Optional<Path> path = target();
        if (path.isPresent()) {
            writeTo(path.get(), content);
            return;
        }
        try {
            Writer out = form == Format.TEXT ? console.out() : console.data();
            content.writeTo(out);
            out.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Writes a file of its own. */
    static void writeTo(Path path, Content content) {
        if (Files.isDirectory(path)) {
            throw new Refusal(Refusal.Blame.OUTPUT, "cannot write " + path + ": it is a folder", "");
        }
        Path folder = path.toAbsolutePath().getParent();
        if (folder != null && !Files.isDirectory(folder)) {
            throw new Refusal(Refusal.Blame.OUTPUT, "cannot write " + path + ": there is no folder " + folder, "");
        }
        try (Writer out = Files.newBufferedWriter(path, StandardCharsets.UTF_8)) {
            content.writeTo(out);
        } catch (AccessDeniedException e) {
            throw new Refusal(Refusal.Blame.OUTPUT, "cannot write " + path + ": permission denied", "");
        } catch (IOException e) {
            throw new Refusal(Refusal.Blame.OUTPUT, "cannot write " + path + ": " + e.getMessage(), "");
        }
    }

    /** A note on standard error. */
    void note(Console console, String sentence) {
        if (!quiet) {
            console.say("note: " + sentence);
        }
    }
}
