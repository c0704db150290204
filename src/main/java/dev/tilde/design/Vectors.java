package dev.tilde.design;

import java.util.Arrays;
import java.util.List;

/** Numbers as what was learned holds them, which can be compared, and as loops want them. */
final class Vectors {
    private Vectors() {}

    static List<Double> list(double... values) {
        return Arrays.stream(values).boxed().toList();
    }

    static List<List<Double>> lists(double[][] rows) {
        return Arrays.stream(rows).map(Vectors::list).toList();
    }

    static double[] array(List<Double> values) {
        return values.stream().mapToDouble(Double::doubleValue).toArray();
    }

    static double[][] arrays(List<List<Double>> rows) {
        return rows.stream().map(Vectors::array).toArray(double[][]::new);
    }
}
