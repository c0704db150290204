package dev.tilde.linear;

import dev.tilde.data.Schema;
import dev.tilde.design.DesignMatrices;
import dev.tilde.formula.Term;
import dev.tilde.linalg.Matrix;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.IntStream;

/** Residuals of the rows used, with what the rows are called; from a second look at the data. */
final class RowDetail {
    /** Cells of a dense matrix above which a second look must be asked for. */
    private static final double MOST = 1e8;

    private final LinearFit fit;
    private final Residuals residuals;
    private final long[] rows;

    private RowDetail(LinearFit fit, Residuals residuals, long[] rows) {
        this.fit = fit;
        this.residuals = residuals;
        this.rows = rows;
    }

    /** Empty when the rows cannot be read again, or n p^2 is beyond 1e8. */
    static Optional<RowDetail> of(LinearFit fit) {
        double work = (double) fit.rows()
                * fit.coefficients().size()
                * fit.coefficients().size();
        if (!fit.source().replayable() || work > MOST) {
            return Optional.empty();
        }
        DesignMatrices m = fit.matrices();
        Matrix x = estimated(m.predictors().matrix(), fit);
        double[] y = m.response().orElseThrow().matrix().column(0);
        boolean intercept = fit.design().predictors().terms().stream()
                .anyMatch(t -> t.term().equals(Term.INTERCEPT));
        return Optional.of(
                new RowDetail(fit, Residuals.of(x, y, intercept), m.predictors().keptRows()));
    }

    private static Matrix estimated(Matrix x, LinearFit fit) {
        int[] kept = IntStream.range(0, x.columns())
                .filter(j -> !fit.coefficients().get(j).isAliased())
                .toArray();
        if (kept.length == x.columns()) {
            return x;
        }
        Matrix out = Matrix.zeros(x.rows(), kept.length);
        for (int k = 0; k < kept.length; k++) {
            System.arraycopy(x.data(), kept[k] * x.rows(), out.data(), k * x.rows(), x.rows());
        }
        return out;
    }

    LinearFit fit() {
        return fit;
    }

    Residuals residuals() {
        return residuals;
    }

    /** 0-based numbers in the data of the rows used. */
    long[] rows() {
        return rows.clone();
    }

    /** {@code row 117}: numbered from 1, as a reader of the file counts. */
    String name(int i) {
        return "row " + (rows[i] + 1);
    }

    /** The response and its unit: {@code Ozone (ppb)}. */
    String response() {
        String name = fit.design().response().terms().get(0).name();
        return unit().isEmpty() ? name : name + " (" + unit() + ")";
    }

    /** The unit of a response that is a plain column; empty otherwise. */
    String unit() {
        String name = fit.design().response().terms().get(0).name();
        return fit.source().schema().column(name).map(Schema.Column::unit).orElse("");
    }

    /** Positions of the largest absolute values, largest first. */
    static int[] extreme(double[] values, int most) {
        return IntStream.range(0, values.length)
                .filter(i -> !Double.isNaN(values[i]))
                .boxed()
                .sorted((a, b) -> Double.compare(Math.abs(values[b]), Math.abs(values[a])))
                .limit(most)
                .mapToInt(i -> i)
                .toArray();
    }

    static int[] order(double[] values) {
        Integer[] order = new Integer[values.length];
        Arrays.setAll(order, i -> i);
        Arrays.sort(order, (a, b) -> Double.compare(values[a], values[b]));
        return Arrays.stream(order).mapToInt(i -> i).toArray();
    }
}
