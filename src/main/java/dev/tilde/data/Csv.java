package dev.tilde.data;

import dev.tilde.text.Names;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Reads CSV files: the first line holds the names, the kinds of the columns are found from all of their values.
 *
 * <p>Kinds are integer, decimal (also {@code 1e5}, {@code Inf}), boolean ({@code true}, {@code TRUE}, {@code True};
 * {@code T} stays text), ISO date and date-time, else text. Nothing is coerced silently: numbers with leading zeros and
 * integers past 2^53 stay text, and a text column of which 80 % are numbers says which values are none
 * ({@link Schema.Column#notNumbers}). Missing are the empty field, {@code NA}, {@code N/A}, {@code NaN} and
 * {@code null}; among numbers also {@code None}, {@code NULL}, {@code <NA>} and {@code #N/A}.
 *
 * <p>A {@code .json} file of the same name beside the file, in the format of the shipped data sets, decides over all of
 * this: kinds, levels and their order, units, and what means missing.
 */
public final class Csv {
    private static final String SEPARATORS = ";\t|";

    private final String source;
    private final CsvOptions options;
    private final Optional<Metadata> metadata;
    private final List<String> notes = new ArrayList<>();
    private final MissingTokens missing;

    private Csv(String source, CsvOptions options, Optional<Metadata> metadata) {
        this.source = source;
        this.options = options;
        this.metadata = metadata;
        this.missing = options.missing()
                .or(() -> metadata.flatMap(Metadata::missing))
                .map(MissingTokens::of)
                .orElse(MissingTokens.STANDARD);
    }

    /** Reads a file with {@link CsvOptions#DEFAULTS}. */
    public static Dataset read(Path file) {
        return read(file, CsvOptions.DEFAULTS);
    }

    /**
     * Reads a file, and the description beside it if there is one. The file is read a second time when a column that
     * began with numbers turns out to be text.
     *
     * @throws DataException if the file cannot be read or is no table; says in which line
     */
    public static Dataset read(Path file, CsvOptions options) {
        String name = String.valueOf(file.getFileName());
        if (Files.isDirectory(file)) {
            throw new DataException(file + " is a directory, not a file", name, -1, "");
        }
        List<String> notes = new ArrayList<>();
        try {
            Optional<Metadata> metadata = beside(file, notes);
            Csv csv = new Csv(name, options, metadata);
            csv.notes.addAll(notes);
            return csv.read(() -> Files.newInputStream(file));
        } catch (NoSuchFileException e) {
            throw new DataException("there is no file " + file, name, -1, "");
        } catch (IOException | UncheckedIOException e) {
            throw new DataException("cannot read " + file + ": " + e.getMessage(), name, -1, "");
        }
    }

    /**
     * Reads a stream to its end; there is no description beside it. The bytes are held in memory meanwhile.
     *
     * @param name for messages and as the name of the data set
     * @throws DataException if it cannot be read or is no table
     */
    public static Dataset read(InputStream stream, String name, CsvOptions options) {
        return read(stream, name, options, Optional.empty());
    }

    static Dataset read(InputStream stream, String name, CsvOptions options, Optional<Metadata> metadata) {
        try {
            byte[] bytes = stream.readAllBytes();
            return new Csv(name, options, metadata).read(() -> new ByteArrayInputStream(bytes));
        } catch (IOException | UncheckedIOException e) {
            throw new DataException("cannot read " + name + ": " + e.getMessage(), name, -1, "");
        }
    }

    private static Optional<Metadata> beside(Path file, List<String> notes) throws IOException {
        String name = String.valueOf(file.getFileName());
        int dot = name.lastIndexOf('.');
        String other = (dot < 0 ? name : name.substring(0, dot)) + ".json";
        Path path = file.resolveSibling(other);
        if (other.equals(name) || !Files.isRegularFile(path)) {
            return Optional.empty();
        }
        Optional<Metadata> found;
        try {
            found = Metadata.parse(Files.readString(path, StandardCharsets.UTF_8), other);
        } catch (CharacterCodingException e) {
            throw new DataException(other + " is not UTF-8", other, -1, "");
        }
        if (found.isEmpty()) {
            notes.add(other + " beside the file does not describe columns, so it was not used");
        }
        return found;
    }

    /** Opens the same bytes each time. */
    private interface Opener {
        InputStream open() throws IOException;
    }

    private Dataset read(Opener opener) throws IOException {
        try {
            return read(opener, false);
        } catch (CsvRecords.Padded e) {
            notes.clear();
            return read(opener, true);
        }
    }

    private Dataset read(Opener opener, boolean padded) throws IOException {
        List<CsvColumn> columns = new ArrayList<>();
        boolean[] nameless = new boolean[1];
        CsvRecords records = pass(opener, padded, header -> {
            List<String> names = names(header, nameless);
            for (String name : names) {
                columns.add(
                        new CsvColumn(name, metadata.flatMap(m -> m.column(name)), missing, options.decimal().mark));
            }
            return columns;
        });
        if (records.rows() == 0) {
            throw problem(source + " has a header but no rows");
        }
        if (columns.stream().anyMatch(CsvColumn::again)) {
            List<CsvColumn> again = new ArrayList<>(columns);
            again.replaceAll(c -> c.again() ? c : null);
            again.stream().filter(c -> c != null).forEach(CsvColumn::restartAsText);
            pass(opener, padded, header -> again);
        }
        return dataset(columns, records, nameless[0]);
    }

    private CsvRecords pass(Opener opener, boolean padded, Function<List<CsvRecords.Header>, List<CsvColumn>> begin)
            throws IOException {
        try (StrictReader text = new StrictReader(opener.open(), source, options.encoding())) {
            char separator = options.separator().orElseGet(() -> separator(text.ahead()));
            String hint = "";
            if (options.separator().isEmpty() && separator != ',') {
                hint = "; fields are separated by " + word(separator)
                        + " because the header has no comma, --sep decides";
            }
            CsvRecords records = new CsvRecords(source, hint, padded, begin);
            records.read(text, separator);
            if (!hint.isEmpty() && notes.stream().noneMatch(n -> n.startsWith("fields are separated"))) {
                notes.add("fields are separated by " + word(separator) + ", since the header has no comma");
            }
            return records;
        }
    }

    private static String word(char separator) {
        return switch (separator) {
            case ';' -> "semicolons";
            case '\t' -> "tabs";
            default -> "'" + separator + "'";
        };
    }

    /** A comma; when the header has none outside quotes, the commonest of the others that it has. */
    private static char separator(CharSequence text) {
        int[] counts = new int[SEPARATORS.length()];
        boolean quoted = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"') {
                quoted = !quoted;
            } else if (!quoted && (c == '\n' || c == '\r')) {
                break;
            } else if (!quoted && c == ',') {
                return ',';
            } else if (!quoted && SEPARATORS.indexOf(c) >= 0) {
                counts[SEPARATORS.indexOf(c)]++;
            }
        }
        int best = 0;
        for (int k = 1; k < counts.length; k++) {
            best = counts[k] > counts[best] ? k : best;
        }
        return counts[best] > 0 ? SEPARATORS.charAt(best) : ',';
    }

    private List<String> names(List<CsvRecords.Header> header, boolean[] nameless) {
        List<String> names = new ArrayList<>();
        Map<String, Integer> places = new LinkedHashMap<>();
        List<String> twice = new ArrayList<>();
        Map<String, String> folded = new LinkedHashMap<>();
        NumberText numbers = new NumberText(options.decimal().mark);
        boolean allNumbers = true;
        for (int j = 0; j < header.size(); j++) {
            CsvRecords.Header field = header.get(j);
            String name = field.quoted() ? field.text() : field.text().strip();
            if (name.isBlank()) {
                if (j > 0) {
                    throw problem(source + ": column " + (j + 1) + " has no name in the header");
                }
                nameless[0] = true;
                name = "row";
            }
            allNumbers &= numbers.read(name) != NumberText.Form.NONE;
            Integer first = places.putIfAbsent(name, j);
            if (first != null && !twice.contains(name)) {
                twice.add(name);
            }
            String other = folded.putIfAbsent(name.toLowerCase(Locale.ROOT), name);
            if (other != null && !other.equals(name)) {
                throw problem(source + ": the columns " + other + " and " + name
                        + " differ only by case; rename one of them");
            }
            names.add(name);
        }
        if (!twice.isEmpty()) {
            throw problem(source + " has more than one column " + Names.list(twice, 10)
                    + (nameless[0] && twice.contains("row") ? " (the first one has no name and is called row)" : "")
                    + (allNumbers ? "; the first line holds only numbers, so the header may be missing" : ""));
        }
        if (allNumbers) {
            notes.add("the first line holds only numbers and was taken as the names of the columns; if the file has no"
                    + " header, add one");
        }
        metadata.ifPresent(m -> m.columns().stream()
                .filter(c -> !names.contains(c.name()))
                .findFirst()
                .ifPresent(c -> {
                    throw new DataException(
                            source + " has no column " + c.name() + ", which its description has",
                            source,
                            -1,
                            c.name());
                }));
        return names;
    }

    private Dataset dataset(List<CsvColumn> columns, CsvRecords records, boolean nameless) {
        List<Schema.Column> schema = new ArrayList<>();
        List<Values> values = new ArrayList<>();
        for (int j = 0; j < columns.size(); j++) {
            CsvColumn column = columns.get(j);
            Typing typing = new Typing(column.name, records.lines(), options.decimal().mark);
            Optional<Schema.Column> declared = metadata.flatMap(m -> m.column(column.name));
            CsvColumn.Read read = column.finish();
            Typing.Typed typed =
                    declared.isPresent() ? typing.declared(declared.get(), read, source) : typing.infer(read);
            Schema.Column found = typed.column();
            if (declared.isEmpty()) {
                if (metadata.isPresent()) {
                    notes.add(
                            "column " + column.name + " is not in the description; its type was found from its values");
                }
                if (j == 0 && nameless) {
                    found = identifier(found);
                }
            }
            schema.add(found);
            values.add(typed.values());
        }
        Dataset.About about = metadata.map(Metadata::about).orElse(Dataset.About.name(stem()));
        return new Dataset(about, new ArraySource(new Schema(schema), values, records.rows()), notes);
    }

    private static Schema.Column identifier(Schema.Column c) {
        String note = "the first column has no name, is called row and names the rows, so . leaves it out";
        return new Schema.Column(
                c.name(), c.kind(), c.levels(), c.ordered(), c.unit(), c.description(), true, note, c.notNumbers());
    }

    private String stem() {
        int dot = source.lastIndexOf('.');
        return dot <= 0 ? source : source.substring(0, dot);
    }

    private DataException problem(String message) {
        return new DataException(message, source, -1, "");
    }
}
