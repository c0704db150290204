package dev.tilde.data;

import java.util.Arrays;
import java.util.TreeSet;

/** The offsets of the date-times of one column, text by text. */
final class Offsets {
    private final TreeSet<String> seen = new TreeSet<>();
    private double latest = Double.NEGATIVE_INFINITY;
    private String shown = "";
    private String with = "";
    private String local = "";

    /** Those of some texts; what is no date-time does not count. */
    static Offsets of(String[] texts) {
        return of(texts, Arrays.stream(texts).mapToDouble(Cells::dateTime).toArray());
    }

    /** @param seconds the values of the texts; NaN for one that does not count */
    static Offsets of(String[] texts, double[] seconds) {
        Offsets all = new Offsets();
        for (int k = 0; k < texts.length; k++) {
            if (!Double.isNaN(seconds[k])) {
                all.add(texts[k], seconds[k]);
            }
        }
        return all;
    }

    /** @param seconds the value of the text, which is a date-time */
    void add(String text, double seconds) {
        if (!Cells.hasOffset(text)) {
            local = local.isEmpty() ? text : local;
            return;
        }
        with = with.isEmpty() ? text : with;
        String offset = Cells.offset(text);
        seen.add(offset);
        // At one instant the first by its text, so that the order of rows does not matter.
        if (seconds > latest || seconds == latest && offset.compareTo(shown) < 0) {
            latest = seconds;
            shown = offset;
        }
    }

    /** Whether some are instants and others local times, which cannot be compared. */
    boolean areMixed() {
        return !local.isEmpty() && !with.isEmpty();
    }

    /** What is said of a mixture: one of each. */
    String mixture() {
        return "some of its times have an offset, such as " + with + ", and some have none, such as " + local;
    }

    /** The offset of the latest; empty where there is none. */
    String shown() {
        return shown;
    }

    /** What a reader should know of several offsets; empty where there is one at most. */
    String note(String column) {
        return seen.size() < 2
                ? ""
                : "column " + column + ": times with the offsets " + String.join(", ", seen)
                        + " are instants, shown at " + shown + ", the offset of the latest";
    }
}
