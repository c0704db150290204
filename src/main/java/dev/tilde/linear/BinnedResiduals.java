package dev.tilde.linear;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Residuals of single trials averaged over rows of like probability: Gelman and Hill 2007, section 5.6. R's
 * {@code arm::binned.resids} takes errors from the spread inside a bin, which is none where all rows are alike; these are
 * the model's.
 *
 * @param bins by ascending probability; none is empty
 */
record BinnedResiduals(List<Bin> bins) {
    BinnedResiduals {
        bins = List.copyOf(bins);
    }

    /**
     * Some rows.
     *
     * @param mean of their fitted probabilities
     * @param residual average observed less fitted
     * @param bound two standard errors of that average by the model, 2 sqrt(sum p (1 - p)) / rows
     */
    record Bin(double mean, double residual, double bound, int rows) {}

    /** As many bins as sqrt(n), equal probabilities in one. */
    static BinnedResiduals of(double[] fitted, double[] residuals) {
        int n = fitted.length;
        int wanted = Math.max(1, (int) Math.sqrt(n));
        double[] sorted = Arrays.stream(fitted).sorted().toArray();
        double[] breaks = IntStream.range(1, wanted)
                .map(k -> (int) ((long) n * k / wanted))
                .mapToDouble(at -> (sorted[at - 1] + sorted[at]) / 2)
                .distinct()
                .toArray();
        double[] mean = new double[breaks.length + 1];
        double[] residual = new double[mean.length];
        double[] variance = new double[mean.length];
        int[] rows = new int[mean.length];
        for (int i = 0; i < n; i++) {
            int at = Arrays.binarySearch(breaks, fitted[i]);
            int bin = at < 0 ? -at - 1 : at;
            rows[bin]++;
            mean[bin] += (fitted[i] - mean[bin]) / rows[bin];
            residual[bin] += (residuals[i] - residual[bin]) / rows[bin];
            variance[bin] += fitted[i] * (1 - fitted[i]);
        }
        return new BinnedResiduals(IntStream.range(0, rows.length)
                .filter(b -> rows[b] > 0)
                .mapToObj(b -> new Bin(mean[b], residual[b], 2 * Math.sqrt(variance[b]) / rows[b], rows[b]))
                .toList());
    }

    /** Bins whose average is farther from zero than two standard errors. */
    long outside() {
        return bins.stream().filter(b -> Math.abs(b.residual) > b.bound).count();
    }
}
