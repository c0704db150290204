package dev.tilde.rnn;

import dev.tilde.linalg.Kernels;
import dev.tilde.linalg.Plane;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The steps of a batch as cells of grids, row after row: which step is the neighbour of which, and which cells are there.
 * In one dimension all steps are.
 */
final class GridSteps {
    /** A step outside the grid. */
    static final int OUTSIDE = Integer.MIN_VALUE;

    private final Kernels k;
    private @Nullable Batch batch;
    private Plane[] observed = {};

    GridSteps(Kernels k) {
        this.k = k;
    }

    /** @param scanned as {@link Batch#observed}, in the order in which cells are read */
    void open(Batch next, Plane[] scanned) {
        batch = next;
        observed = scanned;
    }

    private Batch batch() {
        Batch b = batch;
        if (b == null) {
            throw new IllegalStateException("no batch");
        }
        return b;
    }

    /** The cell above, against the direction of the rows. */
    int above(int t) {
        int c = batch().columns;
        return t >= c ? t - c : OUTSIDE;
    }

    /** The cell to the left. */
    int left(int t) {
        return t % batch().columns != 0 ? t - 1 : OUTSIDE;
    }

    /** The steps after which a sequence has its final states: its last one; of a grid {@link Grids#ends}. */
    List<Integer> ends(int row) {
        int n = batch().lengths[row];
        if (observed.length == 0) {
            return List.of(n - 1);
        }
        boolean[] there = new boolean[n];
        for (int t = 0; t < n; t++) {
            there[t] = observed[t].get(row) != 0;
        }
        return Grids.ends(there, batch().columns);
    }

    /**
     * Zero where a grid has no cell: its states when they are computed, and on the way back their gradients, of which none
     * passes a missing cell.
     */
    void clearMissing(Plane p, int t, int width) {
        if (observed.length > 0) {
            for (int r = 0; r < batch().active(t); r++) {
                if (observed[t].get(r) == 0) {
                    k.zeroRow(p, r, width);
                }
            }
        }
    }
}
