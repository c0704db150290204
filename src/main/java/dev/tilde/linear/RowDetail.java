package dev.tilde.linear;

import dev.tilde.design.DesignMatrices;
import dev.tilde.design.DesignMatrix;
import dev.tilde.design.NaAction;
import dev.tilde.linalg.Matrix;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Residuals of the rows used, with what the rows are called; from a second look at the data. With weights they are those
 * of sqrt(w) y on sqrt(w) X, Pearson residuals then, on the rows with a weight above 0.
 */
final class RowDetail {
    /** Cells of a dense matrix above which a second look must be asked for. */
    private static final double MOST = 1e8;

    private final LinearFit fit;
    private final DesignMatrices matrices;
    private final Residuals residuals;
    private final int[] counted;
    private final long[] rows;

    private RowDetail(LinearFit fit, DesignMatrices matrices, Residuals residuals, int[] counted) {
        this.fit = fit;
        this.matrices = matrices;
        this.residuals = residuals;
        this.counted = counted;
        long[] used = matrices.predictors().keptRows();
        this.rows = Arrays.stream(counted).mapToLong(i -> used[i]).toArray();
    }

    /** Empty when the rows cannot be read again, or n p^2 is beyond 1e8. */
    static Optional<RowDetail> of(LinearFit fit) {
        double work = (double) fit.rows()
                * fit.coefficients().size()
                * fit.coefficients().size();
        return !fit.source().replayable() || work > MOST ? Optional.empty() : Optional.of(whole(fit));
    }

    /**
     * However many rows there are.
     *
     * @throws IllegalStateException if the rows cannot be read again
     */
    static RowDetail whole(LinearFit fit) {
        if (!fit.source().replayable()) {
            throw new IllegalStateException(
                    "this needs the rows a second time, and their source can be read only once; fit a Dataset or a file");
        }
        DesignMatrices m = fit.matrices();
        Matrix x = m.predictors().matrix();
        double[] y = m.response().orElseThrow().matrix().column(fit.response());
        double[] offset = m.roles().offset().orElse(null);
        double[] w = m.roles().weights().orElse(null);
        int[] counted =
                IntStream.range(0, y.length).filter(i -> w == null || w[i] > 0).toArray();
        int[] columns = IntStream.range(0, x.columns())
                .filter(j -> !fit.coefficients().get(j).isAliased())
                .toArray();
        Matrix plain = Matrix.zeros(counted.length, columns.length);
        double[] response = new double[counted.length];
        double[] roots = new double[counted.length];
        double[] offsets = new double[counted.length];
        for (int i = 0; i < counted.length; i++) {
            roots[i] = w == null ? 1 : Math.sqrt(w[counted[i]]);
            offsets[i] = offset == null ? 0 : offset[counted[i]];
            response[i] = y[counted[i]] - offsets[i];
            for (int j = 0; j < columns.length; j++) {
                plain.set(i, j, x.get(counted[i], columns[j]));
            }
        }
        boolean intercept = fit.design().predictors().intercept().isPresent();
        Scale scale = new Scale(roots, offsets, w != null, offset != null);
        double[][] all = fit.subModels().rests(x);
        double[][] rests = all == null ? null : new double[columns.length][];
        for (int j = 0; rests != null && j < columns.length; j++) {
            double[] own = all[columns[j]];
            rests[j] = own == null
                    ? null
                    : Arrays.stream(counted).mapToDouble(i -> own[i]).toArray();
        }
        return new RowDetail(fit, m, Residuals.of(plain, rests, response, intercept, scale), counted);
    }

    LinearFit fit() {
        return fit;
    }

    Residuals residuals() {
        return residuals;
    }

    /** 0-based numbers in the data of the rows that count. */
    long[] rows() {
        return rows.clone();
    }

    /** 0-based numbers in the data of the rows used, those of weight 0 among them. */
    long[] used() {
        return matrices.predictors().keptRows().clone();
    }

    /** Where each row that counts stands among those used. */
    int[] counted() {
        return counted.clone();
    }

    /** The right side of the rows used. */
    DesignMatrix design() {
        return matrices.predictors();
    }

    /** y - X b - offset of the rows used. */
    double[] errors() {
        return errors(fit, matrices);
    }

    /** The same of a fit; under {@link NaAction#EXCLUDE} of all rows, NaN for those left out. */
    static double[] errors(LinearFit fit) {
        DesignMatrices m = fit.matrices();
        double[] e = errors(fit, m);
        if (fit.design().options().naAction() != NaAction.EXCLUDE) {
            return e;
        }
        double[] all = new double[Math.toIntExact(fit.design().rows().total())];
        Arrays.fill(all, Double.NaN);
        long[] kept = m.predictors().keptRows();
        for (int i = 0; i < e.length; i++) {
            all[(int) kept[i]] = e[i];
        }
        return all;
    }

    private static double[] errors(LinearFit fit, DesignMatrices m) {
        double[] e = m.response().orElseThrow().matrix().column(fit.response());
        m.roles().offset().ifPresent(o -> {
            for (int i = 0; i < e.length; i++) {
                e[i] -= o[i];
            }
        });
        double[] fitted = m.predictors().times(fit.estimates());
        for (int i = 0; i < e.length; i++) {
            e[i] -= fitted[i];
        }
        return e;
    }

    /** X b + offset of the rows used. */
    double[] fitted() {
        double[] fitted = matrices.predictors().times(fit.estimates());
        matrices.roles().offset().ifPresent(o -> {
            for (int i = 0; i < fitted.length; i++) {
                fitted[i] += o[i];
            }
        });
        return fitted;
    }

    /** {@code row 117}: numbered from 1, as a reader of the file counts. */
    String name(int i) {
        return "row " + (rows[i] + 1);
    }

    /** The response and its unit: {@code Ozone (ppb)}. */
    String response() {
        String name = fit.responseName();
        return unit().isEmpty() ? name : name + " (" + unit() + ")";
    }

    /** The unit of a response that is a plain column; empty otherwise. */
    String unit() {
        return new ReportPieces(fit.design(), fit.source(), fit.responseName()).unit();
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
