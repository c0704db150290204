package dev.tilde.rnn;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Which steps train, which stop the training and which calibrate intervals.
 *
 * @param kind how they were divided
 * @param parts one for each step of the panel: {@link #TRAIN}, {@link #STOP} or {@link #CALIBRATE}
 */
@SuppressWarnings("ArrayRecordComponent") // handed on inside this room, never compared
record Split(Kind kind, byte[] parts) {
    /** Learns. */
    static final byte TRAIN = 0;
    /** Says when to stop learning. */
    static final byte STOP = 1;
    /** Measures errors for intervals. */
    static final byte CALIBRATE = 2;

    private static final double HELD_OUT = 0.2;
    /** Rows or columns that have a fifth. */
    private static final int LEAST_LINES = 5;

    /** How steps are divided. */
    enum Kind {
        /** All of them train. */
        NONE("all rows train"),
        /** The last fifth of every sequence is held out, counted up to the last response that is known. */
        TIME("the last 20 % of each sequence held out"),
        /** The last step of every sequence of three or more is held out, since no fifth has one. */
        LAST_ROW("the last row of each sequence of 3 or more held out"),
        /** The last fifth of the rows of every grid is held out, of flat grids of the columns; the network reads them. */
        CELLS("the last 20 % of the rows of each grid held out, their inputs read"),
        /** A fifth of the sequences is held out, as many long as short ones. */
        GROUPS("20 % of the sequences held out");

        private final String words;

        Kind(String words) {
            this.words = words;
        }

        String words() {
            return words;
        }
    }

    /** What to divide by. */
    enum Rule {
        /** By time where the response is lagged or led, groups are on the right or there are few, else by groups. */
        AUTO,
        /** By time. */
        TIME,
        /** By groups. */
        GROUPS,
        /** Nothing is held out. */
        NONE
    }

    /** @param y each response by step of the panel */
    static Split of(Rule rule, Panel panel, double[][] y, boolean byTime, long seed) {
        int steps = panel.rows().length;
        if (rule == Rule.NONE) {
            return new Split(Kind.NONE, new byte[steps]);
        }
        if (rule == Rule.TIME || rule == Rule.AUTO && byTime) {
            if (panel.width() > 0) {
                return cells(panel);
            }
            Split time = time(panel, y, false);
            if (time.kind() == Kind.NONE) {
                time = time(panel, y, true);
            }
            if (time.kind() != Kind.NONE) {
                return time;
            }
        }
        return groups(panel, seed, rule == Rule.GROUPS);
    }

    private static Split time(Panel panel, double[][] y, boolean lastRow) {
        byte[] parts = new byte[panel.rows().length];
        boolean any = false;
        boolean odd = false;
        for (int s = 0; s < panel.count(); s++) {
            int end = known(panel, y, s);
            int n = end - panel.starts()[s];
            int held = lastRow ? n >= 3 ? 1 : 0 : (int) (HELD_OUT * n);
            int stop = (held + (odd ? 0 : 1)) / 2;
            odd ^= held % 2 == 1;
            Arrays.fill(parts, end - held, end - held + stop, STOP);
            Arrays.fill(parts, end - held + stop, held > 0 ? panel.starts()[s + 1] : end, CALIBRATE);
            any |= held > 0;
        }
        return new Split(!any ? Kind.NONE : lastRow ? Kind.LAST_ROW : Kind.TIME, parts);
    }

    /** Where the rows of a sequence end that are still to come: they have nothing to hold out. */
    private static int known(Panel panel, double[][] y, int s) {
        int end = panel.starts()[s + 1];
        while (end > panel.starts()[s] && isMissing(y, end - 1)) {
            end--;
        }
        return end;
    }

    private static boolean isMissing(double[][] y, int step) {
        return Arrays.stream(y).allMatch(v -> Double.isNaN(v[step]));
    }

    /**
     * The last fifth of the rows or columns of every grid, the last one of those with less than 5 of both; half of these
     * cells say when to stop. A stretch at the edge has fewer neighbours that train than cells here and there.
     */
    private static Split cells(Panel panel) {
        byte[] parts = new byte[panel.rows().length];
        Grids grids = Grids.of(panel);
        boolean any = false;
        boolean odd = false;
        for (int s = 0; s < panel.count(); s++) {
            int height = grids.height(s);
            int width = grids.width(s);
            boolean flat = height < LEAST_LINES && width > height;
            int lines = flat ? width : height;
            int held = lines >= LEAST_LINES ? (int) (HELD_OUT * lines) : lines >= 3 ? 1 : 0;
            List<Integer> cells = new ArrayList<>();
            for (int line = lines - held; line < lines; line++) {
                for (int t = 0; t < panel.length(s); t++) {
                    if (grids.there()[s][t] && (flat ? t % grids.columns() : t / grids.columns()) == line) {
                        cells.add(panel.starts()[s] + t);
                    }
                }
            }
            int stop = (cells.size() + (odd ? 0 : 1)) / 2;
            odd ^= cells.size() % 2 == 1;
            for (int i = 0; i < cells.size(); i++) {
                parts[cells.get(i)] = i < stop ? STOP : CALIBRATE;
            }
            any |= !cells.isEmpty();
        }
        return new Split(any ? Kind.CELLS : Kind.NONE, parts);
    }

    /** Of every five sequences of like length one; where there are fewer and groups were asked for, the last one. */
    private static Split groups(Panel panel, long seed, boolean asked) {
        byte[] parts = new byte[panel.rows().length];
        int count = panel.count();
        SplittableRandom random = new SplittableRandom(seed);
        long[] draw = new long[count];
        Integer[] sorted = new Integer[count];
        for (int s = 0; s < count; s++) {
            draw[s] = random.nextLong();
            sorted[s] = s;
        }
        Arrays.sort(
                sorted,
                (a, b) -> panel.length(a) != panel.length(b)
                        ? Integer.compare(panel.length(a), panel.length(b))
                        : Long.compare(draw[a], draw[b]));
        boolean any = false;
        for (int i = 4; i < count; i += 5) {
            int s = sorted[i];
            Arrays.fill(parts, panel.starts()[s], panel.starts()[s + 1], i / 5 % 2 == 0 ? STOP : CALIBRATE);
            any = true;
        }
        if (!any && asked && count > 1) {
            int s = sorted[count - 1];
            Arrays.fill(parts, panel.starts()[s], panel.starts()[s + 1], STOP);
            any = true;
        }
        return new Split(any ? Kind.GROUPS : Kind.NONE, parts);
    }
}
