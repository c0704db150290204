package dev.tilde.design;

import dev.tilde.data.ColumnBlock;
import dev.tilde.data.Pass;
import dev.tilde.design.Bound.Category;
import dev.tilde.design.Bound.Coded;
import dev.tilde.design.Bound.Numbers;
import dev.tilde.formula.Formula;
import dev.tilde.formula.FormulaException;
import dev.tilde.formula.FormulaException.Kind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The pass that turns rows into numbers with what was learned: values of each factor, codes as positions of levels. */
final class Building implements Pass<Pieces> {
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

    @Override
    public Pieces init() {
        return new Pieces(null);
    }

    @Override
    public void add(Pieces s, ColumnBlock block) {
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
                if (codes.get(f)[i] == Unseen.NONE && !drop[i]) {
                    throw unseen(f, ((Category) bounds.get(f)).coder().of(block), i, block.firstRow());
                }
            }
        }
        s.add(piece(block, drop, numerics, codes, levels));
    }

    private static Pieces.Piece piece(
            ColumnBlock block,
            boolean[] drop,
            List<double[][]> numerics,
            List<int[]> codes,
            Map<Integer, String[]> levels) {
        int n = 0;
        for (boolean d : drop) {
            n += d ? 0 : 1;
        }
        int[] at = new int[n];
        for (int i = 0, k = 0; i < drop.length; i++) {
            if (!drop[i]) {
                at[k++] = i;
            }
        }
        RowNumbers rows = RowNumbers.of(block.firstRow(), at, n);
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
        return new Pieces.Piece(block.firstRow(), rows, values, taken, levels);
    }

    /** Positions of levels; -1 = missing, {@link Unseen#NONE} = a level that was not learned. */
    private int[] codes(int f, Coded coded, int rows) {
        int[] known = new int[coded.dictionary().length];
        int other = unseen.place((FactorInfo.Categorical) infos.get(f));
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

    private FormulaException unseen(int f, Coded coded, int row, long firstRow) {
        String level = coded.dictionary()[coded.codes()[row]];
        FactorInfo.Categorical info = (FactorInfo.Categorical) infos.get(f);
        return new FormulaException(
                Kind.UNSEEN_LEVEL,
                info.factor() + " has the level \"" + level + "\" in row " + (firstRow + row + 1)
                        + " of the new data, which the fit has not seen",
                unseen.help(info),
                formula.source(),
                info.factor().expression().span());
    }

    @Override
    public Pieces merge(Pieces left, Pieces right) {
        return left.with(right);
    }
}
