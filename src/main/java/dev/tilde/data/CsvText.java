package dev.tilde.data;

import dev.tilde.text.Names;
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
import org.jspecify.annotations.Nullable;

/** A CSV text that can be read from its start any number of times: its separator, its names, its description. */
final class CsvText {
    private static final String SEPARATORS = ";\t|";

    final String source;
    final CsvOptions options;
    final Optional<Metadata> metadata;
    final MissingTokens missing;
    private final Opener opener;
    private final List<String> given;
    private final List<String> notes = new ArrayList<>();
    private boolean padded;
    private boolean nameless;

    /** Opens the same bytes each time. */
    interface Opener {
        InputStream open() throws IOException;
    }

    /** What may fail on the disk. */
    interface Work<T> {
        T run() throws IOException;
    }

    /** Whether names that differ only by case are columns of their own. */
    enum Case {
        REFUSED,
        DISTINGUISHED
    }

    /** @param given notes made before */
    CsvText(String source, CsvOptions options, Optional<Metadata> metadata, Opener opener, List<String> given) {
        this.source = source;
        this.options = options;
        this.metadata = metadata;
        this.opener = opener;
        this.given = given;
        this.missing = options.missing()
                .or(() -> metadata.flatMap(Metadata::missing))
                .map(MissingTokens::of)
                .orElse(MissingTokens.STANDARD);
    }

    /** A file, with the description beside it. */
    static CsvText of(Path file, CsvOptions options) {
        String name = String.valueOf(file.getFileName());
        if (Files.isDirectory(file)) {
            throw new DataException(file + " is a directory, not a file", name, -1, "");
        }
        List<String> notes = new ArrayList<>();
        Optional<Metadata> metadata = onDisk(file.toString(), name, () -> beside(file, notes));
        return new CsvText(name, options, metadata, () -> Files.newInputStream(file), notes);
    }

    /** Does something that may fail on the disk, and says so in our words. */
    static <T> T onDisk(String file, String source, Work<T> work) {
        try {
            return work.run();
        } catch (NoSuchFileException e) {
            throw new DataException("there is no file " + file, source, -1, "");
        } catch (IOException | UncheckedIOException e) {
            throw new DataException("cannot read " + file + ": " + e.getMessage(), source, -1, "");
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

    /**
     * Reads everything, once more if blanks around quotes turn up.
     *
     * @param reading calls {@link #records}
     */
    <T> T read(Work<T> reading) throws IOException {
        notes.clear();
        try {
            return reading.run();
        } catch (CsvRecords.Padded e) {
            padded = true;
            notes.clear();
            return reading.run();
        }
    }

    /** Begins to read; the columns are asked for when the names are known. */
    CsvRecords records(Case names, Function<List<String>, ? extends List<? extends @Nullable CellSink>> begin)
            throws IOException {
        StrictReader text = decode(opener.open());
        char separator = options.separator().orElseGet(() -> separator(text.ahead()));
        String hint = "";
        if (options.separator().isEmpty() && separator != ',') {
            hint = "; fields are separated by " + word(separator) + " because the header has no comma, --sep decides";
            note("fields are separated by " + word(separator) + ", since the header has no comma");
        }
        CsvRecords records = new CsvRecords(source, hint, padded, header -> begin.apply(names(header, names)));
        records.open(text, separator);
        return records;
    }

    private StrictReader decode(InputStream bytes) throws IOException {
        try {
            return new StrictReader(bytes, source, options.encoding());
        } catch (IOException | RuntimeException e) {
            bytes.close();
            throw e;
        }
    }

    private void note(String sentence) {
        if (!notes.contains(sentence)) {
            notes.add(sentence);
        }
    }

    /** What is to be said about the file. */
    List<String> notes() {
        List<String> all = new ArrayList<>(given);
        all.addAll(notes);
        return all;
    }

    /** Whether the first column has no name. */
    boolean nameless() {
        return nameless;
    }

    /** The name without its extension. */
    String stem() {
        int dot = source.lastIndexOf('.');
        return dot <= 0 ? source : source.substring(0, dot);
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

    private List<String> names(List<CsvRecords.Header> header, Case letters) {
        List<String> names = new ArrayList<>();
        Map<String, Integer> places = new LinkedHashMap<>();
        List<String> twice = new ArrayList<>();
        Map<String, String> folded = new LinkedHashMap<>();
        NumberText numbers = new NumberText(options.decimal().mark);
        boolean allNumbers = true;
        boolean anyFraction = false;
        for (int j = 0; j < header.size(); j++) {
            CsvRecords.Header field = header.get(j);
            String name = field.quoted() ? field.text() : field.text().strip();
            if (name.isBlank()) {
                if (j > 0) {
                    throw problem(source + ": column " + (j + 1) + " has no name in the header");
                }
                nameless = true;
                name = "row";
            }
            NumberText.Form form = numbers.read(name);
            allNumbers &= form != NumberText.Form.NONE;
            anyFraction |= form == NumberText.Form.DECIMAL && Double.isFinite(numbers.value);
            Integer first = places.putIfAbsent(name, j);
            if (first != null && !twice.contains(name)) {
                twice.add(name);
            }
            String other = folded.putIfAbsent(name.toLowerCase(Locale.ROOT), name);
            if (letters == Case.REFUSED && other != null && !other.equals(name)) {
                throw problem(source + ": the columns " + other + " and " + name
                        + " differ only by case; rename one of them");
            }
            names.add(name);
        }
        if (!twice.isEmpty()) {
            throw problem(source + " has more than one column " + Names.list(twice, 10)
                    + (nameless && twice.contains("row") ? " (the first one has no name and is called row)" : "")
                    + (allNumbers ? "; the first line holds only numbers, so the header may be missing" : ""));
        }
        if (allNumbers || anyFraction) {
            note("the first line (" + Names.list(names, 5)
                    + ") holds numbers and was taken as the names of the columns;"
                    + " if the file has no header, add one");
        }
        if (names.size() == 1
                && options.separator().isEmpty()
                && names.get(0).strip().contains(" ")) {
            note("the file has one column, " + names.get(0) + "; fields have to be separated by a comma, semicolon, tab"
                    + " or |, not by blanks");
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

    DataException problem(String message) {
        return new DataException(message, source, -1, "");
    }
}
