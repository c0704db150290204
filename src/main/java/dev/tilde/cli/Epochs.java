package dev.tilde.cli;

import dev.tilde.report.Numbers;
import dev.tilde.rnn.Epoch;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** How far the restarts of a training are, and when they may be through. */
final class Epochs {
    private static final double SECOND = 1e9;
    private static final int SHORTEST_BAR = 6;
    private static final int LONGEST_BAR = 20;

    private final int patience;
    private @Nullable Epoch[] last = {};
    private @Nullable Epoch[] best = {};
    /** Epochs that were run before this training went on from a checkpoint. */
    private int[] before = {};

    private long since;
    private @Nullable Epoch latest;

    /** @param patience epochs without improvement before a restart stops */
    Epochs(int patience) {
        this.patience = patience;
    }

    /** @param now in nanoseconds */
    void begin(int restarts, long now) {
        last = new Epoch[restarts];
        best = new Epoch[restarts];
        before = new int[restarts];
        since = now;
    }

    void add(Epoch epoch) {
        int r = epoch.restart();
        if (epoch.epochs() == 0 || r >= last.length) {
            return; // an echo state network has none
        }
        if (last[r] == null) {
            before[r] = Math.max(0, epoch.number() - 1);
        }
        last[r] = epoch;
        latest = epoch;
        if (epoch.best()) {
            best[r] = epoch;
        }
    }

    boolean isBegun() {
        return latest != null;
    }

    /** Epochs to the end of a restart if no further one is the best so far. */
    private int least(int r) {
        Epoch at = last[r];
        if (at == null) {
            return 0;
        }
        Epoch top = best[r];
        int most = at.epochs() - at.number();
        return Double.isNaN(at.stop()) || top == null ? most : Math.min(most, top.number() + patience - at.number());
    }

    /** The share of the way that is behind if no further epoch is the best so far. */
    double share() {
        double sum = 0;
        for (int r = 0; r < last.length; r++) {
            Epoch at = last[r];
            sum += at == null ? 0 : at.number() / (double) Math.max(1, at.number() + least(r));
        }
        return last.length == 0 ? 0 : sum / last.length;
    }

    /** {@code restart 2/5, epoch 31/500  held out 0.1664, best 0.1651 at 29  0:13 to 4:10 left}. */
    String text(long now, int width, boolean unicode) {
        Epoch at = latest;
        if (at == null) {
            return "training";
        }
        Epoch top = best[at.restart()];
        StringBuilder text = new StringBuilder();
        text.append(last.length > 1 ? "restart " + (at.restart() + 1) + "/" + last.length + ", " : "");
        text.append("epoch ").append(at.number()).append('/').append(at.epochs());
        if (!Double.isNaN(at.stop())) {
            text.append("  held out ").append(Numbers.significant(at.stop(), 4));
            text.append(top == null ? "" : ", best " + Numbers.significant(top.stop(), 4) + " at " + top.number());
        } else if (!Double.isNaN(at.train())) {
            text.append("  loss ").append(Numbers.significant(at.train(), 4));
        }
        String left = left(now);
        int room = Math.min(LONGEST_BAR, width - text.length() - left.length() - 4);
        if (room >= SHORTEST_BAR) {
            text.append("  ").append(bar(share(), room, unicode));
        }
        if (!left.isEmpty() && (width == 0 || text.length() + 2 + left.length() <= width)) {
            text.append("  ").append(left);
        }
        return width == 0 || text.length() <= width ? text.toString() : text.substring(0, width);
    }

    /** How long it takes at least and at most, at the pace so far. */
    private String left(long now) {
        double done = 0;
        double least = 0;
        double most = 0;
        int begun = 0;
        for (int r = 0; r < last.length; r++) {
            Epoch at = last[r];
            if (at != null) {
                begun++;
                done += at.number() - before[r];
                least += least(r);
                most += least(r) == 0 ? 0 : at.epochs() - at.number();
            }
        }
        if (done == 0) {
            return "";
        }
        int ahead = last.length - begun;
        Epoch any = latest;
        int epochs = any == null ? 0 : any.epochs();
        boolean early = any != null && !Double.isNaN(any.stop());
        least += (double) ahead * (early ? Math.min(patience, epochs) : epochs);
        most += (double) ahead * epochs;
        double pace = (now - since) / SECOND / done;
        String from = minutes((long) Math.ceil(pace * least));
        String to = minutes((long) Math.ceil(pace * most));
        return from.equals(to) ? to + " left" : from + " to " + to + " left";
    }

    private static String bar(double share, int length, boolean unicode) {
        int full = (int) Math.round(Math.min(1, share) * length);
        char[] bar = new char[length];
        Arrays.fill(bar, 0, full, unicode ? '\u2501' : '#');
        Arrays.fill(bar, full, length, unicode ? '\u2500' : '.');
        return new String(bar);
    }

    /** {@code 0:07}, {@code 12:30}, {@code 1:02:03}. */
    static String minutes(long seconds) {
        long h = seconds / 3600;
        long m = seconds / 60 % 60;
        long s = seconds % 60;
        String tail = (s < 10 ? "0" : "") + s;
        return h > 0 ? h + (m < 10 ? ":0" : ":") + m + ":" + tail : m + ":" + tail;
    }
}
