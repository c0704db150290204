package dev.tilde.text;

/** A piece of text on a line of its own, with carets below the part that matters. */
public final class Caret {
    private static final int WIDEST = 100;

    private Caret() {}

    /**
     * The line of {@code text} that holds the span, indented by four, and below it a run of carets.
     * Columns are counted in code points, wide characters as two, combining marks as none, tabs as one blank.
     * Of a text of several lines only the line with the start is shown, with its number; of a very long
     * line only the part around the span.
     *
     * @param text the whole text
     * @param start first char of the span, from 0
     * @param end one past its last char; an empty span gets one caret
     */
    public static String under(String text, int start, int end) {
        int from = text.lastIndexOf('\n', Math.max(0, Math.min(start, text.length()) - 1)) + 1;
        if (start < text.length() && start > 0 && text.charAt(start) == '\n' && from > start) {
            from = start;
        }
        int to = text.indexOf('\n', from);
        to = to < 0 ? text.length() : to;
        long number = text.substring(0, from).chars().filter(c -> c == '\n').count() + 1;
        boolean several = text.indexOf('\n') >= 0;
        int a = Math.max(from, Math.min(start, to));
        int b = Math.max(a, Math.min(end, to));

        String head = "    " + (several ? number + " | " : "");
        String cut = "";
        String tail = "";
        if (to - from > WIDEST) {
            int left = Math.max(from, Math.min(a - WIDEST / 2, to - WIDEST));
            int right = Math.min(to, left + WIDEST);
            cut = left > from ? "..." : "";
            tail = right < to ? "..." : "";
            from = left;
            to = right;
            b = Math.min(b, to);
        }
        String line = text.substring(from, to).replace('\t', ' ').replace('\r', ' ');
        int before = width(head) + width(cut) + width(text.substring(from, a));
        int carets = Math.max(1, width(text.substring(a, b)));
        return head + cut + line + tail + "\n" + " ".repeat(before) + "^".repeat(carets);
    }

    /** Terminal columns a text takes: two for wide East Asian and emoji characters, none for combining marks. */
    public static int width(String text) {
        return text.codePoints().map(Caret::width).sum();
    }

    private static int width(int c) {
        int type = Character.getType(c);
        if (type == Character.NON_SPACING_MARK || type == Character.ENCLOSING_MARK || type == Character.FORMAT) {
            return 0;
        }
        boolean wide = c >= 0x1100 && c <= 0x115F
                || c >= 0x2E80 && c <= 0xA4CF
                || c >= 0xAC00 && c <= 0xD7A3
                || c >= 0xF900 && c <= 0xFAFF
                || c >= 0xFE30 && c <= 0xFE6F
                || c >= 0xFF00 && c <= 0xFF60
                || c >= 0xFFE0 && c <= 0xFFE6
                || c >= 0x1F300 && c <= 0x1FAFF
                || c >= 0x20000 && c <= 0x3FFFD;
        return wide ? 2 : 1;
    }
}
