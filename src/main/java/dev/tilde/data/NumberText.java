package dev.tilde.data;

/**
 * Reads numbers from characters: an optional sign, digits with a decimal mark, an exponent; or {@code Inf}. Nothing
 * else: no thousands separators, no suffixes, no hexadecimal digits. Correctly rounded. Not safe for threads.
 */
final class NumberText {
    /** What a text is. */
    enum Form {
        /** Digits only. */
        INTEGER,
        /** With a decimal mark or an exponent, or infinite. */
        DECIMAL,
        /** Digits that begin with a zero, such as 007: more likely a code than a number. */
        LEADING_ZEROS,
        /** An integer past 2^53, which a double does not hold exactly. */
        TOO_LARGE,
        /** No number. */
        NONE
    }

    private static final double[] POWERS = {
        1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19,
        1e20, 1e21, 1e22
    };
    private static final long EXACT = 1L << 53;

    private final char mark;
    /** The number that was read; valid unless the form was NONE. */
    double value;

    NumberText(char mark) {
        this.mark = mark;
    }

    Form read(String text) {
        char[] chars = text.toCharArray();
        int from = 0;
        int to = chars.length;
        while (from < to && chars[from] <= ' ') {
            from++;
        }
        while (to > from && chars[to - 1] <= ' ') {
            to--;
        }
        return read(chars, from, to - from);
    }

    Form read(char[] chars, int from, int length) {
        int to = from + length;
        int at = from;
        boolean negative = at < to && chars[at] == '-';
        if (negative || at < to && chars[at] == '+') {
            at++;
        }
        int digitsFrom = at;
        long mantissa = 0;
        int used = 0;
        int scale = 0;
        boolean exact = true;
        while (at < to && digit(chars[at])) {
            if (used < 18) {
                mantissa = 10 * mantissa + (chars[at] - '0');
                used += mantissa > 0 ? 1 : 0;
            } else {
                exact = false;
            }
            at++;
        }
        int whole = at - digitsFrom;
        int fraction = 0;
        boolean plain = true;
        if (at < to && chars[at] == mark) {
            plain = false;
            at++;
            while (at < to && digit(chars[at])) {
                if (used < 18) {
                    mantissa = 10 * mantissa + (chars[at] - '0');
                    used += mantissa > 0 ? 1 : 0;
                    scale--;
                } else {
                    exact = false;
                }
                fraction++;
                at++;
            }
        }
        if (whole + fraction == 0) {
            return infinite(chars, at, to, negative);
        }
        if (at < to && (chars[at] == 'e' || chars[at] == 'E')) {
            plain = false;
            int sign = at + 1 < to && (chars[at + 1] == '-' || chars[at + 1] == '+') ? 1 : 0;
            boolean down = sign == 1 && chars[at + 1] == '-';
            at += 1 + sign;
            int exponentFrom = at;
            int exponent = 0;
            while (at < to && digit(chars[at])) {
                exponent = Math.min(100_000, 10 * exponent + (chars[at] - '0'));
                at++;
            }
            if (at == exponentFrom) {
                return Form.NONE;
            }
            scale += down ? -exponent : exponent;
        }
        if (at != to) {
            return Form.NONE;
        }
        if (exact && mantissa <= EXACT && scale >= -22 && scale <= 22) {
            // Both factors are exact, so the one rounding is the right one.
            double v = scale < 0 ? mantissa / POWERS[-scale] : mantissa * POWERS[scale];
            value = negative ? -v : v;
        } else {
            value = Double.parseDouble(new String(chars, from, length).replace(mark, '.'));
        }
        if (!plain) {
            return Form.DECIMAL;
        }
        if (whole > 1 && chars[digitsFrom] == '0') {
            return Form.LEADING_ZEROS;
        }
        return exact && mantissa <= EXACT ? Form.INTEGER : Form.TOO_LARGE;
    }

    private static boolean digit(char c) {
        return c >= '0' && c <= '9';
    }

    private Form infinite(char[] chars, int at, int to, boolean negative) {
        if (to - at == 3 || to - at == 8) {
            String word = new String(chars, at, to - at);
            if (word.equals("Inf") || word.equals("inf") || word.equals("Infinity")) {
                value = negative ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY;
                return Form.DECIMAL;
            } else if (word.equals("NaN")) {
                value = Double.NaN;
                return Form.DECIMAL;
            }
        }
        return Form.NONE;
    }
}
