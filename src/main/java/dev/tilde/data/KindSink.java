package dev.tilde.data;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Finds the kind of a column from all of its cells without holding them. */
final class KindSink implements CellSink {
    private final String name;
    private final MissingTokens missing;
    private final NumberText reader;
    private final Map<String, Long> odd = new LinkedHashMap<>();

    private long present;
    private long integers;
    private long decimals;
    private long codes;
    private long truths;
    private long dates;
    private long times;
    private final Offsets offsets = new Offsets();
    private long soft;
    private String code = "";

    KindSink(String name, MissingTokens missing, char mark) {
        this.name = name;
        this.missing = missing;
        this.reader = new NumberText(mark);
    }

    @Override
    public void add(char[] chars, int at, int n, boolean quoted, CsvPosition position) {
        int from = Blanks.start(chars, at, at + n);
        int length = Blanks.end(chars, from, at + n) - from;
        if (missing.anywhere(chars, from, length)) {
            return;
        }
        if (missing.amongNumbers(chars, from, length)) {
            soft++;
            return;
        }
        present++;
        switch (reader.read(chars, from, length)) {
            case INTEGER -> integers++;
            case DECIMAL -> decimals++;
            case LEADING_ZEROS, TOO_LARGE -> {
                if (codes++ == 0) {
                    code = new String(chars, from, length);
                }
            }
            default -> word(new String(chars, from, length), position);
        }
    }

    private void word(String text, CsvPosition position) {
        if (odd.size() < Typing.NAMED) {
            odd.putIfAbsent(text, position.line());
        }
        if (!Double.isNaN(Cells.truth(text))) {
            truths++;
        } else if (!Double.isNaN(Cells.date(text))) {
            dates++;
        } else if (!Double.isNaN(Cells.dateTime(text))) {
            times++;
            offsets.add(text, Cells.dateTime(text));
        }
    }

    /** What the cells so far are. */
    Schema.Column column() {
        long numbers = integers + decimals;
        if (numbers == present) {
            Schema.Kind kind = decimals > 0 || present == 0 ? Schema.Kind.NUMBER : Schema.Kind.INTEGER;
            return column(kind, present == 0 ? "column " + name + " has no values" : "", "");
        }
        if (soft == 0) {
            if (truths == present) {
                return column(Schema.Kind.BOOLEAN, "", "");
            } else if (dates == present) {
                return column(Schema.Kind.DATE, "", "");
            } else if (times == present && !offsets.areMixed()) {
                return column(Schema.Kind.DATE_TIME, offsets.note(name), "").withOffset(offsets.shown());
            }
        }
        long all = present + soft;
        if (numbers + codes == present && soft == 0) {
            return column(
                    Schema.Kind.TEXT,
                    "column " + name + ": kept as text because of leading zeros or integers past 2^53, such as " + code,
                    "");
        }
        if (offsets.areMixed()) {
            return column(Schema.Kind.TEXT, "column " + name + ": kept as text because " + offsets.mixture(), "");
        }
        boolean mostly = numbers + codes >= Typing.MOSTLY * all && !odd.isEmpty();
        return column(Schema.Kind.TEXT, "", mostly ? Typing.notNumbers(name, odd, all - numbers - codes, all) : "");
    }

    private Schema.Column column(Schema.Kind kind, String note, String notNumbers) {
        return new Schema.Column(name, kind, List.of(), false, "", "", false, note, notNumbers, "");
    }
}
