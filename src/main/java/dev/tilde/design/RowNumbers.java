package dev.tilde.design;

import java.util.Arrays;
import java.util.List;

/** Numbers of rows in the data, ascending; without a gap only the first is held. */
final class RowNumbers {
    private final long first;
    private final int count;
    /** Empty when there is no gap. */
    private final long[] all;

    private RowNumbers(long first, int count, long[] all) {
        this.first = first;
        this.count = count;
        this.all = all;
    }

    /** {@code count} rows one after the other. */
    static RowNumbers range(long first, int count) {
        return new RowNumbers(first, count, new long[0]);
    }

    /** The rows of a block whose places are {@code kept}. */
    static RowNumbers of(long firstRow, int[] kept, int n) {
        if (n > 0 && kept[n - 1] - kept[0] == n - 1 || n == 0) {
            return range(n == 0 ? firstRow : firstRow + kept[0], n);
        }
        long[] all = new long[n];
        Arrays.setAll(all, i -> firstRow + kept[i]);
        return new RowNumbers(all[0], n, all);
    }

    /** Several one after the other. */
    static RowNumbers joined(List<RowNumbers> parts) {
        int count = 0;
        boolean range = true;
        long first = -1;
        for (RowNumbers p : parts) {
            if (p.count > 0) {
                first = count == 0 ? p.first : first;
                range &= p.all.length == 0 && p.first == first + count;
                count += p.count;
            }
        }
        if (range) {
            return range(Math.max(0, first), count);
        }
        long[] all = new long[count];
        int at = 0;
        for (RowNumbers p : parts) {
            for (int i = 0; i < p.count; i++) {
                all[at++] = p.get(i);
            }
        }
        return new RowNumbers(all[0], count, all);
    }

    int count() {
        return count;
    }

    long get(int i) {
        return all.length == 0 ? first + i : all[i];
    }

    long[] toArray() {
        long[] copy = new long[count];
        Arrays.setAll(copy, this::get);
        return copy;
    }
}
