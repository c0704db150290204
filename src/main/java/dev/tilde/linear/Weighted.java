package dev.tilde.linear;

/**
 * Columns times weights without a rounding: w x is exactly product + error.
 *
 * @param product w x rounded, a column for each; null for columns that are null
 * @param error what rounding took away
 */
@SuppressWarnings("ArrayRecordComponent") // handed over, never compared
record Weighted(double[][] product, double[][] error) {
    static Weighted of(double[][] columns, double[] weights, int n) {
        double[][] product = new double[columns.length][];
        double[][] error = new double[columns.length][];
        for (int j = 0; j < columns.length; j++) {
            double[] x = columns[j];
            if (x == null) {
                continue;
            }
            double[] p = new double[n];
            double[] e = new double[n];
            product[j] = p;
            error[j] = e;
            for (int i = 0; i < n; i++) {
                p[i] = weights[i] * x[i];
            }
            for (int i = 0; i < n; i++) {
                e[i] = Math.fma(weights[i], x[i], -p[i]);
            }
        }
        return new Weighted(product, error);
    }
}
