package dev.tilde.design;

import dev.tilde.linalg.Matrix;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Numbers of all rows, one array for each factor, that blocks write to at their own place: with the number of rows known
 * beforehand nothing has to be put together later. Rows left out leave gaps, which are closed at the end.
 */
final class Columnar {
    private final int rows;
    private final List<Integer> widths;
    private final double[][] values;

    /** @param widths columns of each factor; 0 for those without numbers */
    Columnar(int rows, List<Integer> widths) {
        this.rows = rows;
        this.widths = widths;
        this.values = new double[widths.size()][];
        // Java clears new arrays, which takes its time.
        IntStream.range(0, values.length).parallel().forEach(f -> values[f] = new double[rows * widths.get(f)]);
    }

    /** Whether all of it fits into arrays. */
    static boolean fits(long rows, List<Integer> widths) {
        return widths.stream().allMatch(w -> rows * w <= Integer.MAX_VALUE - 16);
    }

    /** Writes the complete rows of a block behind its first row; blocks do not overlap. */
    void write(int factor, int column, double[] from, int n, long firstRow) {
        System.arraycopy(from, 0, values[factor], column * rows + (int) firstRow, n);
    }

    /** The columns of a factor without the gaps; given up here. */
    Matrix take(int factor, List<Pieces.Piece> pieces, int kept) {
        double[] all = values[factor];
        values[factor] = new double[0];
        int width = widths.get(factor);
        if (kept == rows) {
            return Matrix.of(kept, width, all);
        }
        int to = 0;
        for (int j = 0; j < width; j++) {
            for (Pieces.Piece p : pieces) {
                int n = p.rows().count();
                System.arraycopy(all, j * rows + (int) p.firstRow(), all, to, n);
                to += n;
            }
        }
        return Matrix.of(kept, width, Arrays.copyOf(all, to));
    }
}
