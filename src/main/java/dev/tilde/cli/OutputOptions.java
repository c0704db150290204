package dev.tilde.cli;

import dev.tilde.json.Json;
import dev.tilde.report.Document;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Options on the result: its form, its place, its width. */
final class OutputOptions extends ShownOptions {
    /** Something that can be written. */
    interface Content {
        void writeTo(Writer out) throws IOException;
    }

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FILE",
            description = "Where to write; its extension sets the format if -f does not.")
    private @Nullable String file;

    /** The file to write; none for standard output. */
    @Override
    Optional<Path> target() {
        return file == null || file.equals("-") ? Optional.empty() : Optional.of(path(file));
    }

    /** A path as it was typed. */
    static Path path(String file) {
        if (file.isBlank()) {
            throw new Refusal(Refusal.Blame.USAGE, "the name of a file is empty", "");
        }
        try {
            return Path.of(file);
        } catch (InvalidPathException e) {
            throw new Refusal(Refusal.Blame.USAGE, "no file can be called " + Failures.quoted(file), "");
        }
    }

    /** Whether {@code -o} stands there, be it for standard output. */
    boolean isGiven() {
        return file != null;
    }

    /** A document as text, Markdown or HTML. */
    void write(Console console, Format form, Document document) {
        boolean unicode = console.unicode() || target().isPresent();
        String text = form.render(document, width(console), unicode);
        write(console, form, out -> out.write(text));
    }

    /** JSON, one line for each key. */
    void write(Console console, Json json) {
        String text = json.pretty();
        write(console, Format.JSON, out -> out.write(text + "\n"));
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
        target().ifPresent(target -> keep("-o", target, read));
    }

    /** Keeps a file that is read from being written over by the file of an option. */
    static void keep(String option, Path written, Path read) {
        try {
            if (Files.exists(written) && Files.exists(read) && Files.isSameFile(written, read)) {
                throw new Refusal(
                        Refusal.Blame.OUTPUT,
                        option + (option.isEmpty() ? "" : " ") + written
                                + " would overwrite the data; choose another file",
                        "");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Looks whether a file could be written, before work is done for it.
     *
     * @throws Refusal if it is a folder, or in one that is not there or may not be written
     */
    static void checkWritable(Path path) {
        if (Files.isDirectory(path)) {
            throw new Refusal(Refusal.Blame.OUTPUT, "cannot write " + path + ": it is a folder", "");
        }
        Path folder = path.toAbsolutePath().getParent();
        if (folder != null && !Files.isDirectory(folder)) {
            throw new Refusal(Refusal.Blame.OUTPUT, "cannot write " + path + ": there is no folder " + folder, "");
        }
        boolean closed = Files.exists(path) ? !Files.isWritable(path) : folder != null && !Files.isWritable(folder);
        if (closed) {
            throw new Refusal(Refusal.Blame.OUTPUT, "cannot write " + path + ": permission denied", "");
        }
    }

    /** Writes to the file, or to standard output. */
    void write(Console console, Format form, Content content) {
        Optional<Path> path = target();
        if (path.isPresent()) {
            writeTo(path.get(), content);
        } else {
            print(console, form, content);
        }
    }

    /** Writes to standard output. */
    static void print(Console console, Format form, Content content) {
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
        checkWritable(path);
        try (Writer out = Files.newBufferedWriter(path, StandardCharsets.UTF_8)) {
            content.writeTo(out);
        } catch (AccessDeniedException e) {
            throw new Refusal(Refusal.Blame.OUTPUT, "cannot write " + path + ": permission denied", "");
        } catch (IOException e) {
            throw new Refusal(Refusal.Blame.OUTPUT, "cannot write " + path + ": " + e.getMessage(), "");
        }
    }
}
