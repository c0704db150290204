package dev.tilde.cli;

import dev.tilde.text.Decimals;
import java.io.IOException;
import java.io.Writer;

/** Lines of CSV that {@link dev.tilde.data.Csv} reads back. */
final class CsvLine {
    private CsvLine() {}

    static void write(Writer out, String... fields) throws IOException {
        for (int i = 0; i < fields.length; i++) {
            if (i > 0) {
                out.write(',');
            }
            out.write(quoted(fields[i]));
        }
        out.write('\n');
    }

    /** Quoted where it has to be: separators, quotes, line breaks, blanks at the ends. */
    static String quoted(String field) {
        boolean plain = field.chars().noneMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r')
                && field.strip().equals(field);
        return plain ? field : '"' + field.replace("\"", "\"\"") + '"';
    }

    /** Every digit of a number; missing is the empty field. */
    static String number(double v) {
        if (Double.isNaN(v)) {
            return "";
        }
        return Double.isInfinite(v) ? (v > 0 ? "Inf" : "-Inf") : Decimals.shortest(v);
    }
}
