package dev.tilde.data;

import java.util.List;

/** The texts that mean a missing value. The empty field always does. */
final class MissingTokens {
    private static final List<String> ANYWHERE = List.of("NA", "N/A", "NaN", "null");
    private static final List<String> AMONG_NUMBERS = List.of("None", "NULL", "<NA>", "#N/A");

    /** The standard list. */
    static final MissingTokens STANDARD = new MissingTokens(ANYWHERE, AMONG_NUMBERS);

    private final String[] anywhere;
    private final String[] amongNumbers;

    private MissingTokens(List<String> anywhere, List<String> amongNumbers) {
        this.anywhere = anywhere.toArray(String[]::new);
        this.amongNumbers = amongNumbers.toArray(String[]::new);
    }

    /** Only these. */
    static MissingTokens of(List<String> texts) {
        return new MissingTokens(texts.stream().filter(t -> !t.isEmpty()).toList(), List.of());
    }

    /** Missing in a column of any kind. */
    boolean anywhere(char[] chars, int from, int length) {
        return length == 0 || among(anywhere, chars, from, length);
    }

    /** Missing in a column that otherwise holds numbers. */
    boolean amongNumbers(char[] chars, int from, int length) {
        return among(amongNumbers, chars, from, length);
    }

    private static boolean among(String[] tokens, char[] chars, int from, int length) {
        for (String token : tokens) {
            if (token.length() == length && token.charAt(0) == chars[from] && same(token, chars, from)) {
                return true;
            }
        }
        return false;
    }

    private static boolean same(String token, char[] chars, int from) {
        for (int i = 1; i < token.length(); i++) {
            if (token.charAt(i) != chars[from + i]) {
                return false;
            }
        }
        return true;
    }
}
