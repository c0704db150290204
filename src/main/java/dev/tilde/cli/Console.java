package dev.tilde.cli;

import java.io.BufferedWriter;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Where a command reads and writes, how wide, and in which characters. */
final class Console {
    /** Columns where nobody says otherwise. */
    static final int WIDTH = 80;

    private static final int NARROWEST = 40;
    private static final Pattern CONTROL = Pattern.compile("[\\p{Cc}\u202A-\u202E\u2066-\u2069&&[^\n\t\r]]");

    private final InputStream in;
    private final OutputStream outBytes;
    private final Writer out;
    private final Writer err;
    private final boolean unicode;
    private final int width;
    private final boolean terminal;
    /** How many characters of a line that is to be written over stand on standard error. */
    private int line;

    /**
     * @param charset what the terminal shows. Its own characters are used for words; drawings beyond ASCII only where
     *     it is UTF-8. US-ASCII is what the JVM calls a locale that says nothing, so names are written as UTF-8 there
     */
    Console(InputStream in, OutputStream out, OutputStream err, Charset charset, int width) {
        this(in, out, err, charset, width, false);
    }

    /** @param terminal whether lines on standard error can be written over */
    Console(InputStream in, OutputStream out, OutputStream err, Charset charset, int width, boolean terminal) {
        this.terminal = terminal;
        Charset words = charset.equals(StandardCharsets.US_ASCII) ? StandardCharsets.UTF_8 : charset;
        this.in = in;
        this.outBytes = out;
        this.out = new BufferedWriter(new OutputStreamWriter(out, words), 1 << 16);
        this.err = new BufferedWriter(new OutputStreamWriter(err, words));
        this.unicode = charset.equals(StandardCharsets.UTF_8);
        this.width = Math.max(NARROWEST, width);
    }

    /** The streams of this process. Not {@code System.out}, which keeps the failures of writing to itself. */
    static Console ofProcess() {
        return new Console(
                System.in,
                new FileOutputStream(FileDescriptor.out),
                new FileOutputStream(FileDescriptor.err),
                charset(),
                columns(System.getenv("COLUMNS")),
                isTerminal());
    }

    /** Whether standard error is a terminal that is not dumb. The JDK tells of no stream alone; Linux does. */
    @SuppressWarnings("SystemConsoleNull") // asked where it may be null only
    private static boolean isTerminal() {
        if ("dumb".equals(System.getenv("TERM"))) {
            return false;
        }
        Path link = Path.of("/proc/self/fd/2");
        try {
            if (Files.isSymbolicLink(link)) {
                return Files.readSymbolicLink(link).toString().matches("/dev/(pts/\\d+|tty.*|console)");
            }
        } catch (IOException e) {
            return false;
        }
        // From JDK 22 on there is a console without a terminal, too.
        return Runtime.version().feature() < 22 && System.console() != null;
    }

    /**
     * JDK 19 and later say what standard output is in; before, {@code sun.stdout.encoding} does on some systems for a
     * terminal, and {@code native.encoding} is that of the locale. {@code file.encoding} may be an option of ours.
     */
    private static Charset charset() {
        return Stream.of("stdout.encoding", "sun.stdout.encoding", "native.encoding")
                .map(System::getProperty)
                .filter(name -> name != null && !name.isEmpty() && Charset.isSupported(name))
                .map(Charset::forName)
                .findFirst()
                .orElse(StandardCharsets.UTF_8);
    }

    static int columns(String variable) {
        return variable != null && variable.matches("[1-9]\\d{0,3}") ? Integer.parseInt(variable) : WIDTH;
    }

    InputStream in() {
        return in;
    }

    int width() {
        return width;
    }

    /** Whether lines on standard error can be written over. */
    boolean terminal() {
        return terminal;
    }

    /** Whether lines and superscripts can be drawn. */
    boolean unicode() {
        return unicode;
    }

    /** Standard output for words; flushed at the end. */
    Writer out() {
        return out;
    }

    /** Standard output for data, which are UTF-8 whatever the terminal is. */
    Writer data() {
        return new BufferedWriter(new OutputStreamWriter(outBytes, StandardCharsets.UTF_8), 1 << 16);
    }

    /** Words on standard output. */
    synchronized void print(String text) {
        overwrite("");
        try {
            out.write(text);
            out.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Lines on standard error, after what was written before, if that can still be; else nobody is left to tell. */
    synchronized void say(String lines) {
        overwrite("");
        try {
            out.flush();
        } catch (IOException e) {
            // Often the very failure that the lines tell of.
        }
        try {
            err.write(harmless(lines));
            err.write('\n');
            err.flush();
        } catch (IOException e) {
            // Nobody is left to tell.
        }
    }

    /** A line on standard error in the place of the one before it; an empty one removes it. */
    synchronized void overwrite(String text) {
        if (line == 0 && text.isEmpty()) {
            return;
        }
        try {
            err.write('\r' + text + " ".repeat(Math.max(0, line - text.length())) + (text.isEmpty() ? "\r" : ""));
            err.flush();
        } catch (IOException e) {
            // Nobody is left to tell.
        }
        line = text.length();
    }

    /** Names and cells in a message do not drive the terminal: control characters become U+FFFD. */
    private static String harmless(String lines) {
        return CONTROL.matcher(lines).replaceAll("\uFFFD");
    }

    /** Hands over what is held back. */
    void flush() {
        try {
            err.flush();
            out.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
