package dev.tilde.linear;

import dev.tilde.data.Dataset;
import dev.tilde.data.Datasets;
import dev.tilde.linalg.Matrix;
import java.util.List;

/** Fits of data sets without the formula language. */
final class PlainFits {
    private PlainFits() {}

    /** A fit with an intercept unless the first column is "0"; "a=b" is the indicator of a at b. */
    static Residuals of(String data, String response, String columns) {
        Dataset d = Datasets.find(data);
        List<String> all = List.of(columns.split(" "));
        boolean intercept = !all.get(0).equals("0");
        List<String> names = intercept ? all : all.subList(1, all.size());
        int first = intercept ? 1 : 0;
        Matrix x = Matrix.zeros(d.rows(), names.size() + first);
        for (int i = 0; i < d.rows(); i++) {
            if (intercept) {
                x.set(i, 0, 1);
            }
            for (int j = 0; j < names.size(); j++) {
                String[] parts = names.get(j).split("=", -1);
                double v = d.numbers(parts[0])[i];
                x.set(i, j + first, parts.length == 1 ? v : v == Double.parseDouble(parts[1]) ? 1 : 0);
            }
        }
        return Residuals.of(x, d.numbers(response), intercept);
    }

    /** An intercept and these columns. */
    static Residuals of(double[] y, double[]... columns) {
        Matrix x = Matrix.zeros(y.length, columns.length + 1);
        for (int i = 0; i < y.length; i++) {
            x.set(i, 0, 1);
            for (int j = 0; j < columns.length; j++) {
                x.set(i, j + 1, columns[j][i]);
            }
        }
        return Residuals.of(x, y, true);
    }
}
