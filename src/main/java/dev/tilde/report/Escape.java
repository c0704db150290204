package dev.tilde.report;

/** Strings from data made safe for the place they go to. */
final class Escape {
    private Escape() {}

    /** For element content and double-quoted attributes of XML. */
    static String xml(String text) {
        StringBuilder out = new StringBuilder(text.length() + 16);
        printable(text).codePoints().forEach(c -> {
            switch (c) {
                case '&' -> out.append("&amp;");
                case '<' -> out.append("&lt;");
                case '>' -> out.append("&gt;");
                case '"' -> out.append("&quot;");
                default -> out.appendCodePoint(c);
            }
        });
        return out.toString();
    }

    /** For running text of Markdown: nothing in it is read as markup, HTML, a link or the end of a table cell. */
    static String markdown(String text) {
        StringBuilder out = new StringBuilder(text.length() + 16);
        String safe = printable(text).replace('\n', ' ');
        for (int i = 0; i < safe.length(); i++) {
            char c = safe.charAt(i);
            char next = i + 1 < safe.length() ? safe.charAt(i + 1) : ' ';
            if (c == '<' && (Character.isLetter(next) || "/!?".indexOf(next) >= 0)) {
                out.append("&lt;");
            } else if (c == '&' && (Character.isLetter(next) || next == '#')) {
                out.append("&amp;");
            } else {
                boolean opens = i == 0 && "#>+-=".indexOf(c) >= 0 && (i + 1 == safe.length() || safe.charAt(1) == ' ');
                if (opens || "\\`*_[]|~".indexOf(c) >= 0) {
                    out.append('\\');
                }
                out.append(c);
            }
        }
        return out.toString();
    }

    /**
     * Control characters, which can drive a terminal, and marks that turn the direction of what follows are replaced
     * by U+FFFD; so are halves of surrogate pairs. Line breaks and tabs stay.
     */
    static String printable(String text) {
        if (text.codePoints().noneMatch(Escape::isHidden)) {
            return text;
        }
        StringBuilder out = new StringBuilder(text.length());
        text.codePoints().forEach(c -> out.appendCodePoint(isHidden(c) ? 0xFFFD : c));
        return out.toString();
    }

    private static boolean isHidden(int c) {
        return Character.isISOControl(c) && c != '\n' && c != '\t'
                || c >= 0x202A && c <= 0x202E
                || c >= 0x2066 && c <= 0x2069
                || c >= 0xD800 && c <= 0xDFFF
                || c == 0xFFFE
                || c == 0xFFFF;
    }
}
