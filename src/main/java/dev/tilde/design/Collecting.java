package dev.tilde.design;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Keeps the values while the design is learned, so that one pass over the rows does for both. */
final class Collecting implements Companion<Pieces> {
    private final Layout layout;
    private final @Nullable Columnar numbers;

    /** @param rows how many there are, if that is known */
    Collecting(Layout layout, OptionalLong rows) {
        this.layout = layout;
        this.numbers = rows.isPresent() && Columnar.fits(rows.getAsLong(), layout.widths())
                ? new Columnar((int) rows.getAsLong(), layout.widths())
                : null;
    }

    @Override
    public Pieces init() {
        return new Pieces(numbers);
    }

    @Override
    public void add(Pieces state, Frame frame) {
        int n = frame.rows();
        List<double[][]> numerics = new ArrayList<>();
        List<int[]> codes = new ArrayList<>();
        for (int f = 0; f < layout.factors().size(); f++) {
            double[][] own = new double[numbers == null ? layout.widths().get(f) : 0][];
            for (int j = 0; j < layout.widths().get(f); j++) {
                if (numbers == null) {
                    own[j] = Arrays.copyOf(frame.numeric(f, j), n);
                } else {
                    numbers.write(f, j, frame.numeric(f, j), n, frame.firstRow());
                }
            }
            numerics.add(own);
            codes.add(layout.isCategorical(f) ? Arrays.copyOf(frame.codes(f), n) : new int[0]);
        }
        state.add(new Pieces.Piece(frame.firstRow(), frame.numbers(), numerics, codes, new HashMap<>()));
    }

    @Override
    public Pieces merge(Pieces left, Pieces right, Recoding codes) {
        right.recode(codes);
        return left.with(right);
    }

    /** The matrices, once the levels are known. */
    static DesignMatrices matrices(DesignFit.Learned<Pieces> learned) {
        DesignSpec spec = learned.spec();
        Pieces pieces = learned.companion();
        pieces.recode(learned.levels());
        pieces.name(spec.factors());
        return spec.build().matrices(pieces);
    }
}
