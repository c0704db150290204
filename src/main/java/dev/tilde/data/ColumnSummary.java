package dev.tilde.data;

import dev.tilde.text.Names;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What one column of a data set holds.
 *
 * @param column its entry in the schema
 * @param rows how many cells there are
 * @param missing how many of them are missing
 * @param distinct how many different values there are, missing not counted
 * @param min the smallest value; NaN for text and when all are missing
 * @param max the largest value; NaN for text and when all are missing
 * @param levels of text: the declared levels, otherwise the texts that occur, in code-point order; empty for others
 */
public record ColumnSummary(
        Schema.Column column, int rows, int missing, int distinct, double min, double max, List<String> levels) {
    public ColumnSummary {
        levels = List.copyOf(levels);
    }

    /** The smallest and largest value as text: {@code 1 .. 6.5}, dates as dates; empty for text. */
    public String range() {
        return Double.isNaN(min) ? "" : column.text(min) + " .. " + column.text(max);
    }

    static ColumnSummary of(Schema.Column column, Values values) {
        return values instanceof Values.Texts texts
                ? ofTexts(column, texts)
                : ofNumbers(column, ((Values.Numbers) values).cells);
    }

    private static ColumnSummary ofNumbers(Schema.Column column, double[] cells) {
        double[] sorted = cells.clone();
        Arrays.sort(sorted);
        int n = sorted.length;
        while (n > 0 && Double.isNaN(sorted[n - 1])) {
            n--;
        }
        int distinct = 0;
        for (int i = 0; i < n; i++) {
            distinct += i == 0 || sorted[i] != sorted[i - 1] ? 1 : 0;
        }
        double min = n == 0 ? Double.NaN : sorted[0];
        double max = n == 0 ? Double.NaN : sorted[n - 1];
        return new ColumnSummary(column, cells.length, cells.length - n, distinct, min, max, List.of());
    }

    private static ColumnSummary ofTexts(Schema.Column column, Values.Texts texts) {
        boolean[] seen = new boolean[texts.dictionary.length];
        int missing = 0;
        for (int code : texts.codes) {
            if (code < 0) {
                missing++;
            } else {
                seen[code] = true;
            }
        }
        List<String> occurring = new ArrayList<>();
        for (int k = 0; k < seen.length; k++) {
            if (seen[k]) {
                occurring.add(texts.dictionary[k]);
            }
        }
        occurring.sort(Names::byCodePoint);
        List<String> levels = column.levels().isEmpty() ? occurring : column.levels();
        return new ColumnSummary(column, texts.codes.length, missing, occurring.size(), Double.NaN, Double.NaN, levels);
    }
}
