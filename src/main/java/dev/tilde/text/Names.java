package dev.tilde.text;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Nearest names, names in lists, the order of names. */
public final class Names {
    private static final int LONGEST = 80;

    private Names() {}

    /**
     * The candidates a misspelt name may have meant, nearest first: equal but for case, or within a
     * Damerau-Levenshtein distance of 2 (1 for names of two or three letters, 0 for one), at most three.
     *
     * @param wanted the name as written
     * @param candidates the names that exist
     * @return an empty list when none is near
     */
    public static List<String> nearest(String wanted, Collection<String> candidates) {
        record Near(String name, int distance) {}
        int limit = wanted.length() <= 1 ? 0 : wanted.length() <= 3 ? 1 : 2;
        List<Near> near = new ArrayList<>();
        for (String candidate : candidates) {
            if (Math.abs(candidate.length() - wanted.length()) > limit) {
                continue;
            }
            int d = candidate.equalsIgnoreCase(wanted) ? 0 : distance(lower(wanted), lower(candidate)) + 1;
            if (d <= limit + 1) {
                near.add(new Near(candidate, d));
            }
        }
        return near.stream()
                .sorted(Comparator.comparingInt(Near::distance))
                .limit(3)
                .map(Near::name)
                .toList();
    }

    /** "Did you mean a or b?", or an empty string when nothing is near. */
    public static String didYouMean(String wanted, Collection<String> candidates) {
        List<String> near = nearest(wanted, candidates);
        return near.isEmpty() ? "" : "Did you mean " + String.join(" or ", near) + "?";
    }

    /**
     * The first names of a list, "a, b, c, ... (40 in all)" when there are more than {@code most}; a name past 80
     * characters is cut.
     */
    public static String list(Collection<String> names, int most) {
        String shown = names.stream().limit(most).map(Names::cut).collect(Collectors.joining(", "));
        return names.size() <= most ? shown : shown + ", ... (" + names.size() + " in all)";
    }

    private static String cut(String name) {
        return name.length() <= LONGEST ? name : name.substring(0, LONGEST - 3) + "...";
    }

    /**
     * The order of texts by code point: Python's, R's in the C locale, and that of the bytes of UTF-8. It differs from
     * {@link String#compareTo} where surrogates meet chars from U+E000 on.
     */
    public static int byCodePoint(String a, String b) {
        int n = Math.min(a.length(), b.length());
        for (int i = 0; i < n; i++) {
            char x = a.charAt(i);
            char y = b.charAt(i);
            if (x != y) {
                // Surrogates stand for code points above every other char.
                boolean sx = Character.isSurrogate(x);
                boolean sy = Character.isSurrogate(y);
                return sx == sy ? Character.compare(x, y) : sx ? 1 : -1;
            }
        }
        return Integer.compare(a.length(), b.length());
    }

    private static String lower(String s) {
        return s.toLowerCase(Locale.ROOT);
    }

    /** Optimal string alignment: edits, and swaps of neighbours. */
    private static int distance(String a, String b) {
        int[] before = new int[b.length() + 1];
        int[] last = new int[b.length() + 1];
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            last[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int change = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
                row[j] = Math.min(Math.min(row[j - 1], last[j]) + 1, last[j - 1] + change);
                if (i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1)) {
                    row[j] = Math.min(row[j], before[j - 2] + 1);
                }
            }
            int[] free = before;
            before = last;
            last = row;
            row = free;
        }
        return last[b.length()];
    }
}
