package dev.tilde.design;

import dev.tilde.data.ColumnBlock;
import dev.tilde.data.DataException;
import dev.tilde.data.Pass;
import dev.tilde.design.Bound.Category;
import dev.tilde.design.Bound.Coded;
import dev.tilde.design.Bound.Numbers;
import dev.tilde.formula.Conventions;
import dev.tilde.formula.Factor;
import dev.tilde.formula.Formula;
import dev.tilde.formula.FormulaException;
import dev.tilde.formula.FormulaException.Kind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The last pass of learning: which rows are complete, what is missing where, which levels there are; the companion
 * gets the complete rows.
 */
final class Learning<S> implements Pass<Learning.State<S>> {
    private final Formula formula;
    private final List<Factor> factors;
    private final List<Bound> bounds;
    private final Companion<S> companion;
    private final boolean keepMissing;
    private final Set<Integer> weights;

    /**
     * @param keepMissing whether rows with missing values stay, with NaN and codes of -1
     * @param weights the factors that must not be negative
     */
    Learning(
            Formula formula,
            List<Factor> factors,
            List<Bound> bounds,
            Companion<S> companion,
            boolean keepMissing,
            Set<Integer> weights) {
        this.formula = formula;
        this.factors = factors;
        this.bounds = bounds;
        this.companion = companion;
        this.keepMissing = keepMissing;
        this.weights = weights;
    }

    /** What some rows have told. */
    static final class State<S> {
        private long total;
        private long used;
        private final long[] missing;
        private final long[] firstInfinite;
        private long firstNegative = -1;
        private final List<Map<String, Integer>> codes = new ArrayList<>();
        private S companion;

        State(int factors, S companion) {
            this.missing = new long[factors];
            this.firstInfinite = new long[factors];
            Arrays.fill(firstInfinite, -1);
            for (int f = 0; f < factors; f++) {
                codes.add(new LinkedHashMap<>());
            }
            this.companion = companion;
        }

        S companion() {
            return companion;
        }

        /** Levels in order of first appearance. */
        List<String> levels(int factor) {
            return List.copyOf(codes.get(factor).keySet());
        }
    }

    @Override
    public State<S> init() {
        return new State<>(factors.size(), companion.init());
    }

    @Override
    public void add(State<S> s, ColumnBlock block) {
        int rows = block.rows();
        boolean[] incomplete = new boolean[rows];
        boolean[] finite = new boolean[bounds.size()];
        List<double[][]> numerics = new ArrayList<>();
        List<Coded> coded = new ArrayList<>();
        for (int f = 0; f < bounds.size(); f++) {
            double[][] values = bounds.get(f) instanceof Numbers n ? n.values().of(block) : new double[0][];
            Coded codes = bounds.get(f) instanceof Category c ? c.coder().of(block) : null;
            numerics.add(values);
            coded.add(codes == null ? new Coded(new int[0], new String[0]) : codes);
            if (codes == null) {
                finite[f] = isFinite(values, rows);
                s.missing[f] += finite[f] ? 0 : mark(values, rows, incomplete);
            } else {
                s.missing[f] += mark(codes.codes(), rows, incomplete);
            }
        }
        int[] kept = complete(keepMissing ? new boolean[rows] : incomplete);
        s.total += rows;
        s.used += kept.length;
        List<int[]> frameCodes = new ArrayList<>();
        int[] levels = new int[bounds.size()];
        for (int f = 0; f < bounds.size(); f++) {
            if (bounds.get(f) instanceof Category) {
                frameCodes.add(intern(s.codes.get(f), coded.get(f), rows, kept));
                levels[f] = s.codes.get(f).size();
            } else {
                frameCodes.add(new int[0]);
                numerics.set(f, take(numerics.get(f), rows, kept));
                if (!finite[f]) {
                    noteInfinite(s, f, numerics.get(f), block.firstRow(), kept);
                }
                if (weights.contains(f) && s.firstNegative < 0) {
                    s.firstNegative = firstNegative(numerics.get(f)[0], block.firstRow(), kept);
                }
            }
        }
        companion.add(s.companion, new Frame(kept.length, numerics, frameCodes, levels, block.firstRow(), kept));
    }

    private static long mark(double[][] columns, int rows, boolean[] incomplete) {
        if (columns.length == 1) {
            double[] x = columns[0];
            long count = 0;
            for (int i = 0; i < rows; i++) {
                if (Double.isNaN(x[i])) {
                    incomplete[i] = true;
                    count++;
                }
            }
            return count;
        }
        boolean[] missing = new boolean[rows];
        for (double[] column : columns) {
            mark(new double[][] {column}, rows, missing);
        }
        long count = 0;
        for (int i = 0; i < rows; i++) {
            incomplete[i] |= missing[i];
            count += missing[i] ? 1 : 0;
        }
        return count;
    }

    /** The usual case in one look. */
    private static boolean isFinite(double[][] columns, int rows) {
        for (double[] x : columns) {
            for (int i = 0; i < rows; i++) {
                if (!Double.isFinite(x[i])) {
                    return false;
                }
            }
        }
        return true;
    }

    private static long mark(int[] codes, int rows, boolean[] incomplete) {
        long count = 0;
        for (int i = 0; i < rows; i++) {
            if (codes[i] < 0) {
                incomplete[i] = true;
                count++;
            }
        }
        return count;
    }

    private static int[] complete(boolean[] incomplete) {
        int n = 0;
        for (boolean b : incomplete) {
            n += b ? 0 : 1;
        }
        int[] kept = new int[n];
        for (int i = 0, k = 0; i < incomplete.length; i++) {
            if (!incomplete[i]) {
                kept[k++] = i;
            }
        }
        return kept;
    }

    private static double[][] take(double[][] columns, int rows, int[] kept) {
        if (kept.length == rows) {
            return columns;
        }
        double[][] out = new double[columns.length][kept.length];
        for (int j = 0; j < columns.length; j++) {
            for (int k = 0; k < kept.length; k++) {
                out[j][k] = columns[j][kept[k]];
            }
        }
        return out;
    }

    /**
     * Codes of the state's dictionary. Levels come from the complete rows; under patsy's rule from all rows.
     */
    private int[] intern(Map<String, Integer> dictionary, Coded coded, int rows, int[] kept) {
        int[] known = new int[coded.dictionary().length];
        Arrays.fill(known, -1);
        if (formula.conventions().unusedLevels() == Conventions.UnusedLevels.KEPT) {
            for (int i = 0; i < rows; i++) {
                if (coded.codes()[i] >= 0) {
                    code(dictionary, coded, coded.codes()[i], known);
                }
            }
        }
        int[] out = new int[kept.length];
        for (int k = 0; k < kept.length; k++) {
            int code = coded.codes()[kept[k]];
            out[k] = code < 0 ? -1 : code(dictionary, coded, code, known);
        }
        return out;
    }

    private static int code(Map<String, Integer> dictionary, Coded coded, int code, int[] known) {
        if (known[code] < 0) {
            Integer next = dictionary.size();
            Integer old = dictionary.putIfAbsent(coded.dictionary()[code], next);
            known[code] = old == null ? next : old;
        }
        return known[code];
    }

    private static long firstNegative(double[] x, long firstRow, int[] kept) {
        for (int k = 0; k < kept.length; k++) {
            if (x[k] < 0) {
                return firstRow + kept[k];
            }
        }
        return -1;
    }

    private void noteInfinite(State<S> s, int f, double[][] columns, long firstRow, int[] kept) {
        if (s.firstInfinite[f] >= 0) {
            return;
        }
        for (double[] x : columns) {
            for (int k = 0; k < kept.length; k++) {
                if (Double.isInfinite(x[k])) {
                    s.firstInfinite[f] = firstRow + kept[k];
                    return;
                }
            }
        }
    }

    @Override
    public State<S> merge(State<S> left, State<S> right) {
        left.total += right.total;
        left.used += right.used;
        left.firstNegative = left.firstNegative < 0 ? right.firstNegative : left.firstNegative;
        List<int[]> recoded = new ArrayList<>();
        for (int f = 0; f < factors.size(); f++) {
            left.missing[f] += right.missing[f];
            if (left.firstInfinite[f] < 0) {
                left.firstInfinite[f] = right.firstInfinite[f];
            }
            Map<String, Integer> dictionary = left.codes.get(f);
            int[] codes = new int[right.codes.get(f).size()];
            right.codes.get(f).forEach((level, code) -> {
                Integer next = dictionary.size();
                Integer old = dictionary.putIfAbsent(level, next);
                codes[code] = old == null ? next : old;
            });
            recoded.add(codes);
        }
        left.companion = companion.merge(left.companion, right.companion, recoded::get);
        return left;
    }

    Rows rows(State<S> s) {
        Map<String, Long> missing = new LinkedHashMap<>();
        for (int f = 0; f < factors.size(); f++) {
            if (s.missing[f] > 0) {
                missing.put(factors.get(f).name(), s.missing[f]);
            }
        }
        return new Rows(s.total, s.used, missing);
    }

    /** Refuses missing values when they are not to be dropped, and infinite ones in these factors. */
    void check(State<S> s, NaAction action, Set<Integer> finite) {
        if (s.firstNegative >= 0) {
            int f = weights.iterator().next();
            throw problem(
                    Kind.OUT_OF_BOUNDS,
                    "the weights " + factors.get(f) + " are negative in row " + (s.firstNegative + 1) + " of the data",
                    "Weights are 0 or more.",
                    f);
        }
        for (int f = 0; f < factors.size(); f++) {
            if (action == NaAction.RAISE && s.missing[f] > 0) {
                throw problem(
                        Kind.MISSING_DATA,
                        factors.get(f) + " is missing in " + s.missing[f] + (s.missing[f] == 1 ? " row" : " rows"),
                        "",
                        f);
            }
            if (s.firstInfinite[f] >= 0 && finite.contains(f)) {
                throw problem(
                        Kind.TYPE,
                        factors.get(f) + " is infinite in row " + (s.firstInfinite[f] + 1) + " of the data",
                        factors.get(f).name().contains("log") ? "A logarithm of zero? log1p(x) is defined there." : "",
                        f);
            }
        }
    }

    /** At the place in the formula, or about the data where the options named the column. */
    private RuntimeException problem(Kind kind, String problem, String help, int f) {
        if (Sequencing.isOption(factors.get(f))) {
            return new DataException(problem, "", -1, factors.get(f).name());
        }
        return new FormulaException(
                kind,
                problem,
                help,
                formula.source(),
                factors.get(f).expression().span());
    }
}
