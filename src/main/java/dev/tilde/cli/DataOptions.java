package dev.tilde.cli;

import dev.tilde.cli.Refusal.Blame;
import dev.tilde.data.Csv;
import dev.tilde.data.CsvOptions;
import dev.tilde.data.CsvSource;
import dev.tilde.data.Dataset;
import dev.tilde.data.Datasets;
import dev.tilde.data.Schema;
import dev.tilde.text.Names;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which data, and how to read them. */
final class DataOptions {
    /** How the file of a model begins. */
    private static final String MODEL = "{\"what\":\"tilde ";

    /** What data without a name are called. */
    static final String STDIN = "standard input";

    @Option(
            names = "--type",
            paramLabel = "COLUMN=TYPE",
            description = "Read a column as factor, number, integer, boolean, date, datetime or time; repeatable.")
    private List<String> types = new ArrayList<>();

    @Option(
            names = "--levels",
            paramLabel = "COLUMN=A,B,C",
            description = "All levels of a factor in their order, the reference first; repeatable.")
    private List<String> levels = new ArrayList<>();

    @Option(
            names = "--sep",
            paramLabel = "CHAR",
            description = "Between fields: a character, or tab; else a comma, or what the header has.")
    private @Nullable String separator;

    @Option(
            names = "--na",
            paramLabel = "LIST",
            description = "Texts that mean a missing value, with commas between; else NA, N/A, NaN, null.")
    private @Nullable String missing;

    @Option(names = "--decimal", paramLabel = "CHAR", description = "Decimal mark of numbers: . or ,")
    private @Nullable String decimal;

    @Option(names = "--encoding", paramLabel = "NAME", description = "Encoding of the file; else UTF-8.")
    private @Nullable String encoding;

    /**
     * Opens standard input, a file, or a shipped data set; a file wins over a data set of its name.
     *
     * @throws Refusal if there is none of them
     */
    Input open(String data, Console console) {
        check(data);
        refuseModel(data);
        Input plain = plain(data, console);
        Dataset set = plain.data();
        for (String type : types) {
            int at = equals(type, "--type", "COLUMN=TYPE, such as --type month=factor", set.schema());
            set = set.withType(type.substring(0, at), kind(type, at));
        }
        for (String order : levels) {
            int at = equals(order, "--levels", "COLUMN=A,B,C, such as --levels size=small,large", set.schema());
            set = set.withLevels(order.substring(0, at), CommaList.of(order.substring(at + 1)));
        }
        return new Input(set, plain.label(), plain.file());
    }

    /** Takes the values of {@code --type} that are of no column, for a command whose result has types too. */
    List<String> takeBareTypes() {
        List<String> bare = types.stream().filter(t -> t.indexOf('=') < 0).toList();
        types.removeAll(bare);
        return bare;
    }

    /** What was given of these options, as words of a command line. */
    List<String> words() {
        List<String> words = new ArrayList<>();
        types.forEach(t -> words.addAll(List.of("--type", t)));
        levels.forEach(l -> words.addAll(List.of("--levels", l)));
        add(words, "--sep", separator);
        add(words, "--na", missing);
        add(words, "--decimal", decimal);
        add(words, "--encoding", encoding);
        return words;
    }

    private static void add(List<String> words, String option, @Nullable String value) {
        if (value != null) {
            words.addAll(List.of(option, value));
        }
    }

    /**
     * A file whose rows are read anew in each pass and never held; empty for anything else, and where columns are to be
     * read otherwise.
     */
    Optional<CsvSource> stream(String data) {
        check(data);
        refuseModel(data);
        Optional<Path> path = path(data).filter(p -> Files.isRegularFile(p) && Files.isReadable(p));
        return types.isEmpty() && levels.isEmpty() ? path.map(p -> CsvSource.of(p, options())) : Optional.empty();
    }

    /**
     * Looks whether these may be data at all, before anything else is done.
     *
     * @throws Refusal if it is empty, or a formula in the place of the data
     */
    static void check(String data) {
        if (data.isBlank()) {
            throw new Refusal(Blame.DATA, "the name of the data is empty", "");
        }
        if (data.indexOf('~') >= 0 && path(data).filter(Files::exists).isEmpty()) {
            throw new Refusal(
                    Blame.DATA, "there is no file " + Failures.quoted(data), "The data come first, then the formula.");
        }
    }

    private static void refuseModel(String data) {
        if (path(data).filter(DataOptions::isModel).isPresent()) {
            throw new Refusal(
                    Blame.DATA,
                    data + " is a saved model, not data",
                    "tilde predict MODEL DATA and tilde forecast MODEL read models.");
        }
    }

    private static boolean isModel(Path file) {
        if (!Files.isRegularFile(file) || !Files.isReadable(file)) {
            return false;
        }
        try (InputStream in = Files.newInputStream(file)) {
            return new String(in.readNBytes(MODEL.length()), StandardCharsets.UTF_8).equals(MODEL);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Input plain(String data, Console console) {
        if (data.equals("-")) {
            return new Input(Csv.read(console.in(), STDIN, options()), STDIN, Optional.empty());
        }
        Optional<Path> path = path(data);
        Optional<String> shipped =
                Datasets.names().stream().filter(data::equalsIgnoreCase).findFirst();
        if (path.isPresent() && Files.exists(path.get()) && !(shipped.isPresent() && Files.isDirectory(path.get()))) {
            String label = String.valueOf(path.get().getFileName());
            if (Files.isDirectory(path.get())) {
                throw new Refusal(Blame.DATA, data + " is a folder, not a file", "");
            }
            if (!Files.isReadable(path.get())) {
                throw new Refusal(Blame.DATA, "cannot read " + data + ": permission denied", "");
            }
            return new Input(Csv.read(path.get(), options()), label, path);
        }
        if (shipped.isPresent()) {
            if (Stream.of(separator, missing, decimal, encoding).anyMatch(Objects::nonNull)) {
                throw usage("--sep, --na, --decimal and --encoding are for files; " + shipped.get()
                        + " comes with Tilde and is read as it is");
            }
            return new Input(Datasets.find(shipped.get()), shipped.get(), Optional.empty());
        }
        throw none(data, path);
    }

    private static Optional<Path> path(String data) {
        try {
            return Optional.of(Path.of(data));
        } catch (InvalidPathException e) {
            return Optional.empty();
        }
    }

    private static Refusal none(String data, Optional<Path> path) {
        List<String> near = new ArrayList<>();
        path.ifPresent(p -> near.addAll(nearFiles(p)));
        near.addAll(Names.nearest(data, Datasets.names()));
        String help = near.isEmpty() ? "" : "Did you mean " + String.join(" or ", near) + "?  ";
        boolean name = data.indexOf('/') < 0 && data.indexOf('.') < 0 && data.indexOf('\\') < 0;
        return new Refusal(
                Blame.DATA,
                "there is no file " + data + " and no data set of that name",
                (help + (name || near.isEmpty() ? "tilde data lists the data sets." : "")).strip());
    }

    /** Files beside the one that does not exist, with a name like it. */
    private static List<String> nearFiles(Path missing) {
        Path folder = missing.getParent();
        Path name = missing.getFileName();
        if (name == null || folder != null && !Files.isDirectory(folder)) {
            return List.of();
        }
        List<String> names = new ArrayList<>();
        try (Stream<Path> files = Files.list(folder == null ? Path.of("") : folder)) {
            files.filter(Files::isRegularFile).limit(1000).forEach(f -> names.add(String.valueOf(f.getFileName())));
        } catch (java.io.IOException | java.io.UncheckedIOException e) {
            return List.of();
        }
        names.sort(null);
        List<String> near = new ArrayList<>(Names.nearest(name.toString(), names));
        names.stream().filter(n -> n.equals(name + ".csv") && !near.contains(n)).forEach(near::add);
        return near.stream().map(n -> String.valueOf(missing.resolveSibling(n))).toList();
    }

    private CsvOptions options() {
        CsvOptions options = CsvOptions.DEFAULTS;
        if (separator != null) {
            options = options.separator(separatorOf(separator));
        }
        if (missing != null) {
            options = options.missing(CommaList.of(missing));
        }
        if (decimal != null) {
            options = options.decimal(
                    switch (decimal) {
                        case ".", "point" -> CsvOptions.Decimal.POINT;
                        case ",", "comma" -> CsvOptions.Decimal.COMMA;
                        default -> throw usage("--decimal is . or , and not " + Failures.quoted(decimal));
                    });
        }
        if (encoding != null) {
            try {
                options = options.encoding(Charset.forName(encoding));
            } catch (IllegalArgumentException e) {
                throw usage("--encoding: Java knows none called " + Failures.quoted(encoding)
                        + "; known are UTF-8, ISO-8859-1, windows-1252, UTF-16 and more");
            }
        }
        return options;
    }

    private static char separatorOf(String word) {
        String text = switch (word) {
            case "tab", "\\t" -> "\t";
            case "comma" -> ",";
            case "semicolon" -> ";";
            case "space" -> " ";
            default -> word;
        };
        if (text.length() != 1 || "\"\r\n\0".indexOf(text) >= 0) {
            throw usage("--sep is one character or tab, and not " + Failures.quoted(word));
        }
        return text.charAt(0);
    }

    /** Where the name of the column ends: names may hold the sign too. */
    private static int equals(String given, String option, String shape, Schema schema) {
        int first = given.indexOf('=');
        if (first <= 0) {
            throw usage(option + " wants " + shape + ", and not " + Failures.quoted(given));
        }
        for (int at = given.lastIndexOf('='); at > first; at = given.lastIndexOf('=', at - 1)) {
            if (schema.column(given.substring(0, at)).isPresent()) {
                return at;
            }
        }
        return first;
    }

    private static Schema.Kind kind(String type, int at) {
        try {
            return Schema.Kind.of(type.substring(at + 1));
        } catch (IllegalArgumentException e) {
            throw usage("--type " + type + ": " + e.getMessage());
        }
    }

    private static Refusal usage(String problem) {
        return new Refusal(Blame.USAGE, problem, "");
    }
}
