package dev.tilde.data;

import java.util.Arrays;

/** The cells of one column in an array of their own. */
sealed interface Values {
    /** How many cells there are. */
    int size();

    /** The cells of these rows, in this order. */
    Values rows(int[] which);

    /** Anything but text; missing = NaN. Coded as {@link ColumnBlock#numeric} says. */
    final class Numbers implements Values {
        final double[] cells;

        Numbers(double[] cells) {
            this.cells = cells;
        }

        @Override
        public int size() {
            return cells.length;
        }

        @Override
        public Values rows(int[] which) {
            double[] some = new double[which.length];
            Arrays.setAll(some, i -> cells[which[i]]);
            return new Numbers(some);
        }
    }

    /** Text: positions in a dictionary of different texts; missing = -1. */
    final class Texts implements Values {
        final int[] codes;
        final String[] dictionary;

        Texts(int[] codes, String[] dictionary) {
            this.codes = codes;
            this.dictionary = dictionary;
        }

        @Override
        public int size() {
            return codes.length;
        }

        @Override
        public Values rows(int[] which) {
            int[] some = new int[which.length];
            Arrays.setAll(some, i -> codes[which[i]]);
            return new Texts(some, dictionary);
        }
    }
}
