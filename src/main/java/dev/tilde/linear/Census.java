package dev.tilde.linear;

import dev.tilde.design.Companion;
import dev.tilde.design.Frame;
import dev.tilde.design.Layout;
import dev.tilde.linalg.DoubleDouble;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Counts rows by level and by cell, and the different values of numeric factors as long as they are few and whole. */
final class Census implements Companion<Census.State> {
    /** More different values than this are no levels. */
    static final int FEW = 10;

    private final Layout layout;
    private final List<List<Integer>> cells = new ArrayList<>();

    Census(Layout layout) {
        this.layout = layout;
        Set<List<Integer>> seen = new LinkedHashSet<>();
        for (List<Integer> term : layout.predictors()) {
            List<Integer> factors = List.copyOf(
                    new TreeSet<>(term.stream().filter(layout::isCategorical).toList()));
            factors.forEach(f -> seen.add(List.of(f)));
            if (factors.size() > 1) {
                seen.add(factors);
            }
        }
        cells.addAll(seen);
    }

    /** The sets of factors whose cells are counted, single factors among them. */
    List<List<Integer>> counted() {
        return cells;
    }

    /** What some rows have told. */
    static final class State {
        private final List<Cells> counts = new ArrayList<>();
        /** Different values of a numeric factor; null when they are many, broken or no single column. */
        private final List<Set<Double>> values = new ArrayList<>();

        Cells counts(int at) {
            return counts.get(at);
        }

        long count(int at, int cell) {
            DoubleDouble sum = counts.get(at).sum(cell, 0);
            return (long) sum.hi();
        }

        /** The different values of a numeric factor; empty if they are many or not whole. */
        Set<Double> values(int factor) {
            return values.get(factor);
        }
    }

    @Override
    public State init() {
        State s = new State();
        cells.forEach(c -> s.counts.add(new Cells(c, 1)));
        for (int f = 0; f < layout.factors().size(); f++) {
            s.values.add(new TreeSet<>());
        }
        return s;
    }

    @Override
    public void add(State s, Frame frame) {
        double[] ones = new double[frame.rows()];
        Arrays.fill(ones, 1);
        for (Cells c : s.counts) {
            c.add(0, c.index(frame), frame.rows(), ones, null, null);
        }
        for (int f = 0; f < layout.factors().size(); f++) {
            if (layout.widths().get(f) == 1) {
                note(s.values.get(f), frame.numeric(f, 0), frame.rows());
            }
        }
    }

    /** A set that holds NaN has seen too much. */
    private static void note(Set<Double> seen, double[] x, int rows) {
        if (seen.contains(Double.NaN)) {
            return;
        }
        for (int i = 0; i < rows; i++) {
            boolean whole = x[i] == Math.rint(x[i]);
            seen.add(whole ? x[i] + 0.0 : Double.NaN);
            if (!whole || seen.size() > FEW) {
                seen.add(Double.NaN);
                return;
            }
        }
    }

    @Override
    public State merge(State left, State right, Recoding codes) {
        for (int c = 0; c < cells.size(); c++) {
            left.counts.get(c).merge(right.counts.get(c), codes);
        }
        for (int f = 0; f < left.values.size(); f++) {
            left.values.get(f).addAll(right.values.get(f));
            if (left.values.get(f).size() > FEW) {
                left.values.get(f).add(Double.NaN);
            }
        }
        return left;
    }
}
