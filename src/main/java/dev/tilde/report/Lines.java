package dev.tilde.report;

import dev.tilde.text.Caret;
import java.util.ArrayList;
import java.util.List;

/** Text by display width: wrapped, padded, cut. */
final class Lines {
    private Lines() {}

    /** Words on lines of at most {@code width} columns; a longer word is broken. At least one line. */
    static List<String> wrap(String text, int width) {
        List<String> lines = new ArrayList<>();
        StringBuilder line = new StringBuilder();
        int used = 0;
        for (String word : words(text)) {
            int wide = Caret.width(word);
            if (used > 0 && used + 1 + wide > width) {
                lines.add(line.toString());
                line.setLength(0);
                used = 0;
            }
            if (used > 0) {
                line.append(' ');
                used++;
            }
            if (wide <= width) {
                line.append(word);
                used += wide;
                continue;
            }
            for (int c : word.codePoints().toArray()) {
                int w = Caret.width(Character.toString(c));
                if (used + w > width) {
                    lines.add(line.toString());
                    line.setLength(0);
                    used = 0;
                }
                line.appendCodePoint(c);
                used += w;
            }
        }
        lines.add(line.toString());
        return lines;
    }

    /** The words of a text; what belongs together, such as "p = 0.03" or "F(4, 103)", is one word. */
    private static List<String> words(String text) {
        List<String> words = new ArrayList<>();
        boolean joins = false;
        for (String word : text.trim().split("\\s+")) {
            boolean sign = word.equals("=") || word.equals("<") || word.equals(">");
            if ((joins || sign) && !words.isEmpty()) {
                words.set(words.size() - 1, words.get(words.size() - 1) + " " + word);
            } else {
                words.add(word);
            }
            joins = sign || word.matches("\\w+\\(\\d+,");
        }
        return words;
    }

    /** The text, or its two ends around an ellipsis when it is wider than {@code most}. */
    static String cut(String text, int most) {
        return cut(text, most, "\u2026");
    }

    static String cut(String text, int most, String ellipsis) {
        if (Caret.width(text) <= most) {
            return text;
        }
        int room = most - Caret.width(ellipsis);
        int[] all = text.codePoints().toArray();
        int head = 0;
        int used = 0;
        while (used + width(all[head]) <= (room + 1) / 2) {
            used += width(all[head++]);
        }
        int tail = all.length;
        while (used + width(all[tail - 1]) <= room) {
            used += width(all[--tail]);
        }
        return new String(all, 0, head) + ellipsis + new String(all, tail, all.length - tail);
    }

    private static int width(int c) {
        return Caret.width(Character.toString(c));
    }

    static String padLeft(String text, int width) {
        return " ".repeat(Math.max(0, width - Caret.width(text))) + text;
    }

    static String padRight(String text, int width) {
        return text + " ".repeat(Math.max(0, width - Caret.width(text)));
    }
}
