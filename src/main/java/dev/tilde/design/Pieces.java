package dev.tilde.design;

import dev.tilde.linalg.Matrix;
import dev.tilde.linalg.MatrixBlock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The values of all factors, block by block, and how they become columns of matrices. A factor is put together when it
 * is first asked for, and its pieces are given up then: at no time is more than one factor held twice.
 */
final class Pieces {
    private static final double[][] GIVEN_UP = {};

    private final @Nullable Columnar columnar;
    private final List<Piece> pieces = new ArrayList<>();
    private final Map<Integer, MatrixBlock.Dense> numbers = new HashMap<>();
    private final Map<Integer, int[]> codes = new HashMap<>();
    private @Nullable RowNumbers rows;

    /** @param columnar holds the numbers, where the pieces do not */
    Pieces(@Nullable Columnar columnar) {
        this.columnar = columnar;
    }

    /**
     * One block.
     *
     * @param firstRow number of the first row of the block, left out or not
     * @param rows their numbers in the data
     * @param numerics the columns of each numeric factor; none for others
     * @param codes of each factor of levels, -1 = missing; empty for others
     * @param levels what the codes of a factor are, where that is not fixed
     */
    @SuppressWarnings("ArrayRecordComponent") // lives for one pass, never compared
    record Piece(
            long firstRow,
            RowNumbers rows,
            List<double[][]> numerics,
            List<int[]> codes,
            Map<Integer, String[]> levels) {}

    void add(Piece piece) {
        pieces.add(piece);
    }

    Pieces with(Pieces later) {
        pieces.addAll(later.pieces);
        return this;
    }

    /** Gives every code of these pieces a new meaning. */
    void recode(Companion.Recoding recoding) {
        for (Piece p : pieces) {
            for (int f = 0; f < p.codes.size(); f++) {
                int[] own = p.codes.get(f);
                int[] map = own.length == 0 ? own : recoding.of(f);
                for (int i = 0; i < own.length; i++) {
                    own[i] = own[i] < 0 ? -1 : map[own[i]];
                }
            }
        }
    }

    /** The codes are positions among the levels of these. */
    void name(List<FactorInfo> infos) {
        for (Piece p : pieces) {
            for (int f = 0; f < infos.size(); f++) {
                if (infos.get(f) instanceof FactorInfo.Categorical c) {
                    p.levels.put(f, c.levels().toArray(String[]::new));
                }
            }
        }
    }

    /** The numbers of the rows in the data. */
    RowNumbers rows() {
        if (rows == null) {
            rows = RowNumbers.joined(pieces.stream().map(Piece::rows).toList());
        }
        return rows;
    }

    /** The columns of one side from the values of its factors. */
    DesignMatrix matrix(Side side, List<FactorInfo> infos) {
        int n = rows().count();
        List<MatrixBlock> blocks = new ArrayList<>();
        for (CodedTerm term : side.terms()) {
            for (CodedTerm.Block block : term.blocks()) {
                List<MatrixBlock> parts = new ArrayList<>();
                for (CodedTerm.Part part : block.parts()) {
                    int f = part.factor();
                    parts.add(
                            part.coding().isPresent()
                                    ? new MatrixBlock.Codes(
                                            codes(f), part.coding().get().rows())
                                    : numbers(
                                            f,
                                            ((FactorInfo.Numeric) infos.get(f))
                                                    .suffixes()
                                                    .size()));
                }
                blocks.add(parts.size() == 1 ? parts.get(0) : new MatrixBlock.Product(parts, n));
            }
        }
        return new DesignMatrix(side, blocks, rows());
    }

    private int[] codes(int f) {
        int[] known = codes.get(f);
        if (known != null) {
            return known;
        }
        int[] all = new int[rows().count()];
        int at = 0;
        for (Piece p : pieces) {
            int[] own = p.codes.set(f, new int[0]);
            System.arraycopy(own, 0, all, at, own.length);
            at += own.length;
        }
        codes.put(f, all);
        return all;
    }

    private MatrixBlock.Dense numbers(int f, int width) {
        MatrixBlock.Dense known = numbers.get(f);
        if (known != null) {
            return known;
        }
        int n = rows().count();
        Matrix m = columnar == null ? joined(f, n, width) : columnar.take(f, pieces, n);
        MatrixBlock.Dense block = new MatrixBlock.Dense(m);
        numbers.put(f, block);
        return block;
    }

    private Matrix joined(int f, int n, int width) {
        Matrix m = Matrix.zeros(n, width);
        int at = 0;
        for (Piece p : pieces) {
            double[][] own = p.numerics.set(f, GIVEN_UP);
            for (int j = 0; j < width; j++) {
                System.arraycopy(own[j], 0, m.data(), j * n + at, p.rows.count());
            }
            at += p.rows.count();
        }
        return m;
    }

    /** The one column of a numeric factor; a copy. */
    double[] column(int f) {
        return numbers(f, 1).matrix().column(0).clone();
    }

    /** The levels of a factor in order of appearance, and the codes of the rows among them. */
    RowRoles.Codes levels(int f) {
        int[] all = new int[rows().count()];
        Map<String, Integer> seen = new LinkedHashMap<>();
        int at = 0;
        for (Piece p : pieces) {
            String[] names = p.levels.getOrDefault(f, new String[0]);
            int[] known = new int[names.length];
            Arrays.fill(known, -1);
            for (int code : p.codes.get(f)) {
                if (code >= 0 && known[code] < 0) {
                    Integer next = seen.size();
                    Integer old = seen.putIfAbsent(names[code], next);
                    known[code] = old == null ? next : old;
                }
                all[at++] = code < 0 ? -1 : known[code];
            }
        }
        return new RowRoles.Codes(all, List.copyOf(seen.keySet()));
    }
}
