package dev.tilde.rnn;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;

/**
 * What an epoch trains on: sequences, or random windows of those that are much longer than a window, in batches of like
 * length in random order.
 */
final class Batches {
    private final TrainingSet data;
    private final int window;
    private final int unscored;
    private final int size;
    private final boolean vary;

    /**
     * @param window steps of a window; sequences up to twice as long stay whole
     * @param unscored first steps of a window whose targets do not count, since its state starts from 0
     * @param size sequences of a batch
     * @param vary whether lengths vary at random
     */
    Batches(TrainingSet data, int window, int unscored, int size, boolean vary) {
        this.data = data;
        this.window = window;
        this.unscored = unscored;
        this.size = size;
        this.vary = vary;
    }

    /** The steps of the longest stretch. */
    int longest() {
        int longest = 0;
        for (int s = 0; s < data.count(); s++) {
            int n = data.trained(s);
            longest = Math.max(longest, isCut(n) ? window : n);
        }
        return longest;
    }

    private boolean isCut(int n) {
        return window > 0 && n > 2 * window;
    }

    /** All sequences, the longest first. */
    List<Example> whole() {
        List<Example> all = new ArrayList<>();
        for (int s = 0; s < data.count(); s++) {
            if (data.trained(s) > 0) {
                all.add(data.example(s, 0, data.trained(s), 0));
            }
        }
        all.sort(Comparator.comparingInt(e -> -e.length()));
        return all;
    }

    List<List<Example>> epoch(SplittableRandom random) {
        List<Example> all = new ArrayList<>();
        for (int s = 0; s < data.count(); s++) {
            int n = data.trained(s);
            if (n == 0) {
                continue;
            }
            if (!isCut(n)) {
                all.add(vary && data.columns() == 0 ? stretch(s, n, random) : data.example(s, 0, n, 0));
                continue;
            }
            // As many windows as cover the sequence once, from anywhere, so that no phase of a season is favoured.
            // They reach over both ends: of m windows of w steps a row is scored m (w - u) / (n + w - 1 - u) times an
            // epoch, the last one as often as others, the first u rows, the unscored of a window that begins later,
            // up to w / (w - u) times as often.
            for (int i = 0; i < (n + window - 1) / window; i++) {
                int from = random.nextInt(n - unscored + window - 1) - (window - 1);
                int start = Math.max(0, from);
                all.add(data.example(s, start, Math.min(n, from + window), start == 0 ? 0 : start + unscored));
            }
        }
        List<long[]> keys = new ArrayList<>();
        for (int i = 0; i < all.size(); i++) {
            keys.add(new long[] {all.get(i).length(), random.nextLong(), i});
        }
        keys.sort(Comparator.<long[]>comparingLong(k -> -k[0]).thenComparingLong(k -> k[1]));
        List<List<Example>> batches = new ArrayList<>();
        for (int i = 0; i < keys.size(); i += size) {
            List<Example> batch = new ArrayList<>();
            for (long[] k : keys.subList(i, Math.min(i + size, keys.size()))) {
                batch.add(all.get((int) k[2]));
            }
            batches.add(batch);
        }
        for (int i = batches.size() - 1; i > 0; i--) {
            List<Example> kept = batches.get(i);
            int j = random.nextInt(i + 1);
            batches.set(i, batches.get(j));
            batches.set(j, kept);
        }
        return batches;
    }

    /** At least a fifth of a sequence: its beginning, or with one response at the end its end. */
    private Example stretch(int s, int n, SplittableRandom random) {
        int least = Math.max(1, n / 5);
        int length = least + random.nextInt(n - least + 1);
        int from = data.last() ? n - length : 0;
        return data.example(s, from, from + length, from);
    }
}
