package dev.tilde.formula;

import dev.tilde.formula.FormulaException.Kind;

/**
 * Where R ends an expression: at a line break outside of brackets, unless something is still missing. {@code y ~ x} and
 * {@code + z} on the next line are two expressions to R, and no formula.
 */
final class RLines {
    private RLines() {}

    /** The text with blanks for comments, from {@code #} to the end of the line. */
    static String withoutComments(String text) {
        if (text.indexOf('#') < 0) {
            return text;
        }
        StringBuilder out = new StringBuilder(text);
        char quote = 0;
        boolean comment = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (comment && c != '\n') {
                out.setCharAt(i, ' ');
            } else if (quote != 0) {
                i += c == '\\' ? 1 : 0;
                quote = c == quote ? 0 : quote;
            } else {
                comment = c == '#';
                out.setCharAt(i, comment ? ' ' : c);
                quote = c == '"' || c == '\'' || c == '`' ? c : 0;
            }
        }
        return out.toString();
    }

    /**
     * @param source what the complaint shows
     * @param text the same without its comments
     * @throws FormulaException if the text is more than one expression
     */
    static void check(String source, String text) {
        int depth = 0;
        char quote = 0;
        char last = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (quote != 0) {
                i += c == '\\' ? 1 : 0;
                quote = c == quote ? 0 : quote;
                last = c;
            } else if (c == '\n'
                    && depth == 0
                    && isComplete(last)
                    && !text.substring(i).isBlank()) {
                throw new FormulaException(
                        Kind.SYNTAX,
                        "R ends the formula at the end of this line",
                        "Put the operator at the end of the line, or the formula in brackets.",
                        source,
                        new Span(i, i + 1));
            } else if (!Character.isWhitespace(c)) {
                quote = c == '"' || c == '\'' || c == '`' ? c : 0;
                depth += c == '(' || c == '[' || c == '{' ? 1 : c == ')' || c == ']' || c == '}' ? -1 : 0;
                last = c;
            }
        }
    }

    /** Whether an expression can end with this character; 0 stands for nothing yet. */
    private static boolean isComplete(char last) {
        return last != 0 && "+-*/^:~|&<>=!%,([{".indexOf(last) < 0;
    }
}
