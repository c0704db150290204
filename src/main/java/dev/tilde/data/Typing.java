package dev.tilde.data;

import dev.tilde.text.Names;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.StringJoiner;
import java.util.regex.Pattern;

/** Finds what a column holds from all of its values, and what the reader should say about it. */
final class Typing {
    /** A text column with this share of numbers is suspected to be numbers with slips. */
    static final double MOSTLY = 0.8;
    /** With fewer rows it is no wonder that all texts differ. */
    private static final int ENOUGH_TO_IDENTIFY = 10;
    /** How many offending values a sentence names. */
    static final int NAMED = 3;
    /** Levels are compared for blanks and case up to this number. */
    private static final int FEW_LEVELS = 10_000;

    private static final Pattern DECIMAL_COMMA = Pattern.compile("[-+]?\\d+,\\d+");
    private static final Pattern THOUSANDS = Pattern.compile("[-+]?\\d{1,3}(,\\d{3})+(\\.\\d+)?");

    private final String name;
    private final Lines lines;
    private final NumberText reader;

    Typing(String name, Lines lines, char mark) {
        this.name = name;
        this.lines = lines;
        this.reader = new NumberText(mark);
    }

    /** A column and its cells. */
    record Typed(Schema.Column column, Values values) {}

    Typed infer(CsvColumn.Read read) {
        if (read.values() instanceof Values.Numbers numbers) {
            boolean empty = Arrays.stream(numbers.cells).allMatch(Double::isNaN);
            Schema.Kind kind = read.decimal() ? Schema.Kind.NUMBER : Schema.Kind.INTEGER;
            return new Typed(column(kind, false, empty ? "column " + name + " has no values" : "", ""), numbers);
        }
        Values.Texts texts = (Values.Texts) read.values();
        for (Schema.Kind kind : List.of(Schema.Kind.BOOLEAN, Schema.Kind.DATE, Schema.Kind.DATE_TIME)) {
            double[] values = valuesOf(kind, texts.dictionary);
            if (values.length > 0) {
                double[] cells = new double[texts.codes.length];
                Arrays.setAll(cells, i -> texts.codes[i] < 0 ? Double.NaN : values[texts.codes[i]]);
                Offsets offsets = kind == Schema.Kind.DATE_TIME ? Offsets.of(texts.dictionary, values) : new Offsets();
                return new Typed(
                        column(kind, false, offsets.note(name), "").withOffset(offsets.shown()),
                        new Values.Numbers(cells));
            }
        }
        return text(texts, read.cellsNa());
    }

    private Schema.Column column(Schema.Kind kind, boolean identifier, String note, String notNumbers) {
        return new Schema.Column(name, kind, List.of(), false, "", "", identifier, note, notNumbers, "");
    }

    /** The values of all texts; none unless all have one. */
    private double[] valuesOf(Schema.Kind kind, String[] texts) {
        double[] values = new double[texts.length];
        for (int k = 0; k < texts.length; k++) {
            values[k] = Cells.value(kind, texts[k], reader);
            if (Double.isNaN(values[k])) {
                return new double[0];
            }
        }
        return kind == Schema.Kind.DATE_TIME && Offsets.of(texts, values).areMixed() ? new double[0] : values;
    }

    private Typed text(Values.Texts texts, int cellsNa) {
        int kinds = texts.dictionary.length;
        int[] counts = new int[kinds];
        int present = 0;
        for (int code : texts.codes) {
            if (code >= 0) {
                counts[code]++;
                present++;
            }
        }
        boolean identifier = kinds == texts.codes.length && kinds >= ENOUGH_TO_IDENTIFY;
        NumberText.Form[] forms = new NumberText.Form[kinds];
        int others = 0;
        int commas = 0;
        for (int k = 0; k < kinds; k++) {
            forms[k] = reader.read(texts.dictionary[k]);
            if (forms[k] == NumberText.Form.NONE) {
                others += counts[k];
                commas += hasComma(texts.dictionary[k]) ? counts[k] : 0;
            }
        }
        StringJoiner notes = new StringJoiner("; ");
        String notNumbers = "";
        Offsets offsets = Offsets.of(texts.dictionary);
        if (offsets.areMixed()) {
            notes.add("kept as text because " + offsets.mixture());
        }
        if (others == 0 && present > 0) {
            notes.add(whyText(texts, forms));
        } else if (commas > 0 && present - others + commas >= MOSTLY * present) {
            notNumbers = commaSentence(texts);
        } else if (present - others >= MOSTLY * present) {
            notNumbers = otherSentence(texts, forms, others, present);
        }
        String notTimes = notTimes(texts, counts, present);
        if (!notTimes.isEmpty()) {
            notes.add(notTimes);
        }
        identifier &= notNumbers.isEmpty() && notTimes.isEmpty();
        if (identifier) {
            notes.add("different in every row, so . leaves it out");
        }
        if (cellsNa > 0) {
            notes.add(
                    cellsNa == 1
                            ? "1 cell holds NA and counts as missing"
                            : cellsNa + " cells hold NA and count as missing");
        }
        if (!identifier && kinds <= FEW_LEVELS) {
            String alike = alike(texts.dictionary);
            if (!alike.isEmpty()) {
                notes.add(alike);
            }
        }
        String note = notes.length() == 0 ? "" : "column " + name + ": " + notes;
        return new Typed(column(Schema.Kind.TEXT, identifier, note, notNumbers), texts);
    }

    /** The values that keep a column from being one of dates or date-times; empty where these are not most. */
    private String notTimes(Values.Texts texts, int[] counts, int present) {
        for (Schema.Kind kind : List.of(Schema.Kind.DATE, Schema.Kind.DATE_TIME)) {
            boolean[] odd = new boolean[counts.length];
            int others = 0;
            for (int k = 0; k < odd.length && present - others >= MOSTLY * present; k++) {
                odd[k] = Double.isNaN(Cells.value(kind, texts.dictionary[k], reader));
                others += odd[k] ? counts[k] : 0;
            }
            if (others > 0 && present - others >= MOSTLY * present) {
                List<String> examples = new ArrayList<>();
                first(texts, odd).forEach((text, line) -> examples.add('"' + text + "\" (line " + line + ")"));
                String word = kind == Schema.Kind.DATE ? "date" : "date-time";
                return "kept as text because " + others + " of its " + present + " values "
                        + (others == 1 ? "is no " + word : "are no " + word + "s") + ": "
                        + String.join(", ", examples);
            }
        }
        return "";
    }

    /** The first of some values, with their lines. */
    private Map<String, Long> first(Values.Texts texts, boolean[] which) {
        Map<String, Long> first = new LinkedHashMap<>();
        for (int i = 0; i < texts.codes.length && first.size() < NAMED; i++) {
            int code = texts.codes[i];
            if (code >= 0 && which[code]) {
                first.putIfAbsent(texts.dictionary[code], lines.of(i));
            }
        }
        return first;
    }

    private boolean hasComma(String text) {
        return DECIMAL_COMMA.matcher(text).matches() || THOUSANDS.matcher(text).matches();
    }

    private static String whyText(Values.Texts texts, NumberText.Form[] forms) {
        for (int k = 0; k < forms.length; k++) {
            if (forms[k] == NumberText.Form.LEADING_ZEROS) {
                return "kept as text because of leading zeros, such as " + texts.dictionary[k];
            }
        }
        for (int k = 0; k < forms.length; k++) {
            if (forms[k] == NumberText.Form.TOO_LARGE) {
                return "kept as text because " + texts.dictionary[k]
                        + " is past 2^53 and would be rounded as a number; likely an identifier";
            }
        }
        return "kept as text";
    }

    private String commaSentence(Values.Texts texts) {
        for (int i = 0; i < texts.codes.length; i++) {
            int code = texts.codes[i];
            if (code >= 0 && hasComma(texts.dictionary[code])) {
                return "column " + name + " is text because its numbers are written with a comma: \""
                        + texts.dictionary[code] + "\" (line " + lines.of(i)
                        + "); read it with --decimal , if that is a decimal mark, take thousands separators out of the"
                        + " file, or write C(" + name + ") or --type " + name + "=factor if levels are meant";
            }
        }
        return "";
    }

    private String otherSentence(Values.Texts texts, NumberText.Form[] forms, int others, int present) {
        boolean[] odd = new boolean[forms.length];
        for (int k = 0; k < odd.length; k++) {
            odd[k] = forms[k] == NumberText.Form.NONE;
        }
        return notNumbers(name, first(texts, odd), others, present);
    }

    /**
     * The sentence about a column of which most values are numbers.
     *
     * @param first the first values that are none, with their lines
     */
    static String notNumbers(String name, Map<String, Long> first, long others, long present) {
        List<String> examples = new ArrayList<>();
        first.forEach((text, line) -> examples.add('"' + text + "\" (line " + line + ")"));
        String tokens = String.join(",", first.keySet());
        return "column " + name + " is text because " + others + " of its " + present + " values "
                + (others == 1 ? "is no number: " : "are no numbers: ") + String.join(", ", examples)
                + "; --na " + (tokens.contains(" ") ? "\"" + tokens + "\"" : tokens)
                + " makes " + (first.size() == 1 ? "it" : "them") + " missing, C(" + name + ") or --type " + name
                + "=factor makes levels of all values";
    }

    /** Levels that are the same but for blanks or case. */
    private static String alike(String[] levels) {
        Map<String, List<String>> groups = new LinkedHashMap<>();
        for (String level : levels) {
            String key = level.strip().replaceAll("\\s+", " ").toLowerCase(Locale.ROOT);
            groups.computeIfAbsent(key, k -> new ArrayList<>()).add('"' + level + '"');
        }
        List<String> found = groups.values().stream()
                .filter(g -> g.size() > 1)
                .map(g -> String.join(" and ", g))
                .toList();
        return found.isEmpty() ? "" : "levels that differ only by blanks or case: " + Names.list(found, NAMED);
    }

    /**
     * The cells of a column whose kind is declared.
     *
     * @throws DataException if a cell is not of that kind or not among the declared levels
     */
    Typed declared(Schema.Column column, CsvColumn.Read read, String source) {
        if (!(read.values() instanceof Values.Texts texts)) {
            return new Typed(column, read.values());
        }
        double[] values = new double[texts.dictionary.length];
        boolean text = column.kind() == Schema.Kind.TEXT;
        boolean free = text && column.levels().isEmpty();
        for (int k = 0; k < values.length; k++) {
            values[k] = text
                    ? free ? k : column.levels().indexOf(texts.dictionary[k]) < 0 ? Double.NaN : k
                    : Cells.value(column.kind(), texts.dictionary[k], reader);
        }
        double[] cells = new double[text ? 0 : texts.codes.length];
        for (int i = 0; i < texts.codes.length; i++) {
            int code = texts.codes[i];
            if (code >= 0 && Double.isNaN(values[code])) {
                String wanted = text
                        ? "is not among its levels " + Names.list(column.levels(), 10)
                        : "is not " + column.kind().label();
                throw new DataException(
                        source + " line " + lines.of(i) + ", column " + column.name() + ": \"" + texts.dictionary[code]
                                + "\" " + wanted + ", as its description says",
                        source,
                        i,
                        column.name());
            }
            if (!text) {
                cells[i] = code < 0 ? Double.NaN : values[code];
            }
        }
        if (text) {
            return new Typed(column, texts);
        }
        return new Typed(dated(column, Offsets.of(texts.dictionary, values), source), new Values.Numbers(cells));
    }

    /** With the offset of its times, unless it is known from all of a file. */
    private static Schema.Column dated(Schema.Column column, Offsets offsets, String source) {
        if (column.kind() != Schema.Kind.DATE_TIME) {
            return column;
        }
        if (offsets.areMixed()) {
            throw mixed(column, offsets, source);
        }
        return column.offset().isEmpty() ? column.withOffset(offsets.shown()) : column;
    }

    /** The complaint about times of which some are instants and some are not. */
    static DataException mixed(Schema.Column column, Offsets offsets, String source) {
        return new DataException(
                (source.isEmpty() ? "" : source + ", ") + "column " + column.name() + ": " + offsets.mixture()
                        + "; write all of them with their offset, or none",
                source,
                -1,
                column.name());
    }
}
