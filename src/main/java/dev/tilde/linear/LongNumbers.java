package dev.tilde.linear;

import java.util.Arrays;

/**
 * Numbers keys that are not negative from 0, in the order in which they are first met. Open addressing: pairs of codes fill the
 * halves of a long evenly, which a hash map of boxed longs turns into long chains.
 */
final class LongNumbers {
    private static final long EMPTY = -1;

    /** 2^64 over the golden ratio: the high bits of a multiple spread over the table (Knuth 6.4). */
    private static final long SPREAD = 0x9E3779B97F4A7C15L;

    private long[] keys = {};
    private int[] numbers = {};
    private int shift = 64;
    private int size;

    /** The number of a key, the next one if it is new. */
    int of(long key) {
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
