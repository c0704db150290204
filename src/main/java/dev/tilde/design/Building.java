package dev.tilde.design;

import dev.tilde.data.ColumnBlock;
import dev.tilde.data.Pass;
import dev.tilde.design.Bound.Category;
import dev.tilde.design.Bound.Coded;
import dev.tilde.design.Bound.Numbers;
import dev.tilde.formula.Formula;
import dev.tilde.formula.FormulaException;
import dev.tilde.formula.FormulaException.Kind;
import dev.tilde.linalg.Matrix;
import dev.tilde.linalg.MatrixBlock;
import dev.tilde.text.Names;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The pass that turns rows into numbers with what was learned: values of each factor, codes as positions of levels. */
final class Building implements Pass<Building.State> {
    private static final int UNSEEN = -2;

    private final Formula formula;
    private final List<FactorInfo> infos;
    private final List<? extends @Nullable Bound> bounds;
    private final boolean dropMissing;
    private final Set<Integer> open;
    private final Unseen unseen;
    private final List<Map<String, Integer>> positions = new ArrayList<>();

    /**
     * @param bounds one for each factor, null for those that are not needed
     * @param dropMissing whether rows with a missing value are left out; else they stay, with NaN
     * @param open factors whose levels need not have been seen: groups and clusters
     * @param unseen what a level is that was not learned
     */
    Building(
            Formula formula,
            List<FactorInfo> infos,
            List<? extends @Nullable Bound> bounds,
            boolean dropMissing,
            Set<Integer> open,
            Unseen unseen) {
        this.unseen = unseen;
        this.formula = formula;
        this.infos = infos;
        this.bounds = bounds;
        this.dropMissing = dropMissing;
        this.open = open;
        for (FactorInfo info : infos) {
            Map<String, Integer> byLevel = new HashMap<>();
            if (info instanceof FactorInfo.Categorical c) {
                c.levels().forEach(l -> byLevel.put(l, byLevel.size()));
            }
            positions.add(byLevel);
        }
    }

    /** The pieces of consecutive blocks. */
    static final class State {
        private final List<Piece> pieces = new ArrayList<>();

        int rows() {
            return pieces.stream().mapToInt(p -> p.rows.length).sum();
        }

        long[] keptRows() {
            long[] all = new long[rows()];
            int at = 0;
            for (Piece p : pieces) {
                System.arraycopy(p.rows, 0, all, at, p.rows.length);
                at += p.rows.length;
            }
            return all;
        }
    }

    @SuppressWarnings("ArrayRecordComponent") // lives for one pass, never compared
    private record Piece(long[] rows, List<double[][]> numerics, List<int[]> codes, Map<Integer, String[]> levels) {}

    @Override
    public State init() {
        return new State();
    }

    @Override
    public void add(State s, ColumnBlock block) {
        int rows = block.rows();
        boolean[] drop = new boolean[rows];
        List<double[][]> numerics = new ArrayList<>();
        List<int[]> codes = new ArrayList<>();
        Map<Integer, String[]> levels = new HashMap<>();
        for (int f = 0; f < bounds.size(); f++) {
            double[][] values = bounds.get(f) instanceof Numbers n ? n.values().of(block) : new double[0][];
            int[] own = new int[0];
            if (bounds.get(f) instanceof Category c) {
                Coded coded = c.coder().of(block);
                own = open.contains(f) ? Arrays.copyOf(coded.codes(), rows) : codes(f, coded, rows);
                levels.put(f, open.contains(f) ? coded.dictionary() : new String[0]);
            }
            for (int i = 0; dropMissing && i < rows; i++) {
                for (double[] column : values) {
                    drop[i] |= Double.isNaN(column[i]);
                }
                drop[i] |= own.length > 0 && own[i] == -1;
            }
            numerics.add(values);
            codes.add(own);
        }
        for (int f = 0; f < codes.size(); f++) {
            for (int i = 0; i < codes.get(f).length; i++) {
                if (codes.get(f)[i] == UNSEEN && !drop[i]) {
                    throw unseen(f, ((Category) bounds.get(f)).coder().of(block), i, block.firstRow());
                }
            }
        }
        s.pieces.add(piece(block, drop, numerics, codes, levels));
    }

    private static Piece piece(
            ColumnBlock block,
            boolean[] drop,
            List<double[][]> numerics,
            List<int[]> codes,
            Map<Integer, String[]> levels) {
        int n = 0;
        for (boolean d : drop) {
            n += d ? 0 : 1;
        }
        long[] rows = new long[n];
        int[] at = new int[n];
        for (int i = 0, k = 0; i < drop.length; i++) {
            if (!drop[i]) {
                at[k] = i;
                rows[k++] = block.firstRow() + i;
            }
        }
        List<double[][]> values = new ArrayList<>();
        for (double[][] columns : numerics) {
            double[][] taken = new double[columns.length][n];
            for (int j = 0; j < columns.length; j++) {
                for (int k = 0; k < n; k++) {
                    taken[j][k] = columns[j][at[k]];
                }
            }
            values.add(taken);
        }
        List<int[]> taken = new ArrayList<>();
        for (int[] c : codes) {
            int[] t = new int[c.length == 0 ? 0 : n];
            for (int k = 0; k < t.length; k++) {
                t[k] = c[at[k]];
            }
            taken.add(t);
        }
        return new Piece(rows, values, taken, levels);
    }

    /** Positions of levels; -1 = missing, {@link #UNSEEN} = a level that was not learned. */
    private int[] codes(int f, Coded coded, int rows) {
        int[] known = new int[coded.dictionary().length];
        int other = other(f);
        for (int c = 0; c < known.length; c++) {
            known[c] = positions.get(f).getOrDefault(coded.dictionary()[c], other);
        }
        int[] out = new int[rows];
        for (int i = 0; i < rows; i++) {
            int c = coded.codes()[i];
            out[i] = c < 0 ? -1 : known[c];
        }
        return out;
    }

    /** Where a level goes that was not learned. */
    private int other(int f) {
        return switch (unseen) {
            case ERROR -> UNSEEN;
            case NA -> -1;
            case OTHER -> positions.get(f).getOrDefault(Unseen.POOL, UNSEEN);
            case REFERENCE -> {
                FactorInfo.Categorical c = (FactorInfo.Categorical) infos.get(f);
                yield c.levels().isEmpty() ? UNSEEN : Treatment.reference(c.contrast(), c.levels());
            }
        };
    }

    private FormulaException unseen(int f, Coded coded, int row, long firstRow) {
        String level = coded.dictionary()[coded.codes()[row]];
        FactorInfo.Categorical info = (FactorInfo.Categorical) infos.get(f);
        return new FormulaException(
                Kind.UNSEEN_LEVEL,
                info.factor() + " has the level \"" + level + "\" in row " + (firstRow + row + 1)
                        + " of the new data, which the fit has not seen",
                "Levels: " + Names.list(info.levels(), 10)
                        + (unseen == Unseen.OTHER ? "\nNone of them is for rare ones, as pool(x, 10) has it." : ""),
                formula.source(),
                info.factor().expression().span());
    }

    @Override
    public State merge(State left, State right) {
        left.pieces.addAll(right.pieces);
        return left;
    }

    /** The columns of one side from the values of its factors. */
    DesignMatrix matrix(Side side, State s) {
        int n = s.rows();
        List<MatrixBlock> blocks = new ArrayList<>();
        Map<Integer, MatrixBlock> dense = new HashMap<>();
        Map<Integer, int[]> codes = new HashMap<>();
        for (CodedTerm term : side.terms()) {
            for (CodedTerm.Block block : term.blocks()) {
                List<MatrixBlock> parts = new ArrayList<>();
                for (CodedTerm.Part part : block.parts()) {
                    int f = part.factor();
                    parts.add(
                            part.coding().isPresent()
                                    ? new MatrixBlock.Codes(
                                            codes.computeIfAbsent(f, k -> codes(k, s, n)),
                                            part.coding().get().rows())
                                    : dense.computeIfAbsent(f, k -> numbers(k, s, n)));
                }
                blocks.add(parts.size() == 1 ? parts.get(0) : new MatrixBlock.Product(parts, n));
            }
        }
        return new DesignMatrix(side, blocks, s.keptRows());
    }

    private static int[] codes(int f, State s, int n) {
        int[] all = new int[n];
        int at = 0;
        for (Piece p : s.pieces) {
            int[] own = p.codes.get(f);
            System.arraycopy(own, 0, all, at, own.length);
            at += own.length;
        }
        return all;
    }

    private MatrixBlock numbers(int f, State s, int n) {
        int width = ((FactorInfo.Numeric) infos.get(f)).suffixes().size();
        Matrix m = Matrix.zeros(n, width);
        int at = 0;
        for (Piece p : s.pieces) {
            double[][] own = p.numerics.get(f);
            for (int j = 0; j < width; j++) {
                System.arraycopy(own[j], 0, m.data(), j * n + at, p.rows.length);
            }
            at += p.rows.length;
        }
        return new MatrixBlock.Dense(m);
    }

    /** The one column of a numeric factor. */
    static double[] column(int f, State s) {
        double[] all = new double[s.rows()];
        int at = 0;
        for (Piece p : s.pieces) {
            System.arraycopy(p.numerics.get(f)[0], 0, all, at, p.rows.length);
            at += p.rows.length;
        }
        return all;
    }

    /** The levels of an open factor in order of appearance, and the codes of the rows among them. */
    static RowRoles.Codes levels(int f, State s) {
        int[] all = new int[s.rows()];
        Map<String, Integer> seen = new LinkedHashMap<>();
        int at = 0;
        for (Piece p : s.pieces) {
            int[] own = p.codes.get(f);
            String[] names = p.levels.getOrDefault(f, new String[0]);
            for (int i = 0; i < own.length; i++) {
                Integer next = seen.size();
                Integer old = own[i] < 0 ? Integer.valueOf(-1) : seen.putIfAbsent(names[own[i]], next);
                all[at++] = old == null ? next : old;
            }
        }
        return new RowRoles.Codes(all, List.copyOf(seen.keySet()));
    }
}
