package dev.tilde.linear;

import java.util.Arrays;

/*
 * Few cells and codes make a table, as looking up is most of what numbering costs. Many make a hash table of open addressing:
 * pairs of codes fill the halves of a long evenly, which a hash map of boxed longs turns into long chains.
 */

/** Numbers pairs of whole numbers that are not negative from 0, in the order in which they are first met. */
final class LongNumbers {
    /** Entries of the table at most: 1 MB. */
    private static final int TABLE = 1 << 18;

    private static final long EMPTY = -1;

    /** 2^64 over the golden ratio: the high bits of a multiple spread over the table (Knuth 6.4). */
    private static final long SPREAD = 0x9E3779B97F4A7C15L;

    /** By first and second, the number plus 1; 0 where there is none. Of length 0 once it had to become too large. */
    private int[] table = new int[16];

    /** Bits of the second. */
    private int width = 2;

    private long[] keys = {};
    private int[] numbers = {};
    private int shift = 64;
    private int size;

    /** The number of a pair, the next one if it is new. */
    int of(int first, int second) {
        if (table.length > 0) {
            long at = (long) first << width | second;
            if (second >> width != 0 || at >= table.length) {
                widen(first, second);
                return of(first, second);
            }
            int number = table[(int) at];
            if (number == 0) {
                number = ++size;
                table[(int) at] = number;
            }
            return number - 1;
        }
        return of((long) first << 32 | second);
    }

    /** Makes room for a pair in the table, or, where that would take too much, moves all to the hash table. */
    private void widen(int first, int second) {
        int bits = Math.max(width, Integer.SIZE - Integer.numberOfLeadingZeros(second));
        int rows = Math.max(table.length >> width, Integer.highestOneBit(first) << 1);
        int[] old = table;
        boolean fits = first < TABLE && (long) rows << bits <= TABLE;
        table = new int[fits ? rows << bits : 0];
        long[] met = new long[fits ? 0 : size];
        for (int i = 0; i < old.length; i++) {
            int of = i >> width;
            int to = i & (1 << width) - 1;
            if (old[i] > 0 && fits) {
                table[of << bits | to] = old[i];
            } else if (old[i] > 0) {
                met[old[i] - 1] = (long) of << 32 | to;
            }
        }
        width = bits;
        if (!fits) {
            size = 0;
            for (long key : met) {
                of(key);
            }
        }
    }

    private int of(long key) {
        if (size >= keys.length / 2) {
            grow();
        }
        int at = slot(key);
        if (keys[at] == EMPTY) {
            keys[at] = key;
            numbers[at] = size++;
        }
        return numbers[at];
    }

    private int slot(long key) {
        int at = (int) (key * SPREAD >>> shift);
        while (keys[at] != key && keys[at] != EMPTY) {
            at = at + 1 & keys.length - 1;
        }
        return at;
    }

    private void grow() {
        long[] old = keys;
        int[] of = numbers;
        int room = Math.max(16, Math.multiplyExact(old.length, 4));
        keys = new long[room];
        Arrays.fill(keys, EMPTY);
        numbers = new int[room];
        shift = Long.numberOfLeadingZeros(room) + 1;
        for (int i = 0; i < old.length; i++) {
            if (old[i] != EMPTY) {
                int at = slot(old[i]);
                keys[at] = old[i];
                numbers[at] = of[i];
            }
        }
    }
}
