package dev.tilde.data;

/** The blanks around a cell, which belong to it only inside quotes: space, tab, no-break space. */
final class Blanks {
    private Blanks() {}

    /** The first position from {@code at} on that is not blank; {@code end} when all are. */
    static int start(char[] chars, int at, int end) {
        int from = at;
        while (from < end && isBlank(chars[from])) {
            from++;
        }
        return from;
    }

    /** One past the last position before {@code end} that is not blank; {@code from} when all are. */
    static int end(char[] chars, int from, int end) {
        int to = end;
        while (to > from && isBlank(chars[to - 1])) {
            to--;
        }
        return to;
    }

    static boolean isBlank(char c) {
        return c == ' ' || c == '\t' || c == '\u00a0';
    }
}
