package dev.tilde.cli;

import dev.tilde.design.DesignMatrices;
import dev.tilde.design.DesignMatrix;
import dev.tilde.linalg.Matrix;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Some rows of a design side by side: response, offset, weights, predictors, further parts.
 *
 * @param names of the columns, all different; those of a further part begin with its number: {@code 2|Intercept}
 * @param parts the numbers, each for all rows
 * @param kept the numbers of the rows in the data
 */
@SuppressWarnings("ArrayRecordComponent") // written and forgotten
record Slab(List<String> names, List<Matrix> parts, long[] kept) {
    static Slab of(DesignMatrices m) {
        List<String> names = new ArrayList<>();
        List<Matrix> parts = new ArrayList<>();
        m.response().ifPresent(y -> add(y, "", names, parts));
        column("offset", m.roles().offset(), names, parts);
        column("weights", m.roles().weights(), names, parts);
        add(m.predictors(), "", names, parts);
        for (int k = 0; k < m.parts().size(); k++) {
            add(m.parts().get(k), (k + 2) + "|", names, parts);
        }
        return new Slab(names, parts, m.predictors().keptRows());
    }

    static Slab of(DesignMatrix x) {
        return new Slab(x.columns(), List.of(x.matrix()), x.keptRows());
    }

    private static void add(DesignMatrix x, String prefix, List<String> names, List<Matrix> parts) {
        x.columns().forEach(c -> names.add(prefix + c));
        parts.add(x.matrix());
    }

    private static void column(String name, Optional<double[]> values, List<String> names, List<Matrix> parts) {
        values.ifPresent(v -> {
            names.add(name);
            parts.add(Matrix.of(v.length, 1, v));
        });
    }

    int rows() {
        return kept.length;
    }

    double[] row(int i) {
        double[] row = new double[names.size()];
        int at = 0;
        for (Matrix m : parts) {
            for (int j = 0; j < m.columns(); j++) {
                row[at++] = m.get(i, j);
            }
        }
        return row;
    }
}
