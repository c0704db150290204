package dev.tilde.rnn;

import dev.tilde.text.Decimals;
import java.util.Arrays;
import java.util.Locale;

/**
 * An option in words: a name and perhaps numbers, such as {@code huber(1.5)}.
 *
 * @param word in lower case
 * @param numbers none where there are no parentheses
 */
@SuppressWarnings("ArrayRecordComponent") // handed on inside this room, never compared
record Worded(String word, double[] numbers) {
    /** @throws IllegalArgumentException if numbers are written that are none */
    static Worded of(String what, String text) {

        String lower = text.strip().toLowerCase(Locale.ROOT);
        int open = lower.indexOf('(');
        if (open < 0 || !lower.endsWith(")")) {
            return new Worded(lower, new double[0]);
        }
        String inside = lower.substring(open + 1, lower.length() - 1);
        try {
            return new Worded(
                    lower.substring(0, open).strip(),
                    inside.isBlank()
                            ? new double[0]
                            : Arrays.stream(inside.split(",", -1))
                                    .mapToDouble(Double::parseDouble)
                                    .toArray());
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("not numbers in the " + what + " " + text, e);
        }
    }

    /** The number at a place, or what stands for it. */
    double number(int at, double otherwise) {
        return at < numbers.length ? numbers[at] : otherwise;
    }

    /**
     * The whole number at a place, or what stands for it.
     *
     * @throws IllegalArgumentException if it is another number
     */
    int whole(String what, int at, int otherwise) {
        double v = number(at, otherwise);
        if (v != (int) v) {
            throw new IllegalArgumentException(
                    "the " + what + " " + word + " counts epochs in whole numbers, got " + Decimals.shortest(v));
        }
        return (int) v;
    }

    /**
     * The same where no more than so many numbers are written.
     *
     * @throws IllegalArgumentException if there are more
     */
    Worded most(String what, int count) {
        if (numbers.length > count) {
            throw new IllegalArgumentException("the " + what + " " + word + " takes "
                    + (count == 0 ? "no number" : count == 1 ? "one number" : "up to " + count + " numbers") + ", got "
                    + numbers.length);
        }
        return this;
    }
}
