package dev.tilde.design;

import dev.tilde.linalg.Matrix;
import java.util.ArrayList;
import java.util.List;

/** Contrasts that walk up the levels. */
enum Steps implements Contrast {
    /** Each level against the mean of those before it. */
    HELMERT {
        @Override
        public CodingMatrix code(List<String> levels) {
            int k = levels.size();
            Matrix m = Matrix.zeros(k, Math.max(0, k - 1));
            for (int j = 0; j < m.columns(); j++) {
                for (int i = 0; i <= j; i++) {
                    m.set(i, j, -1);
                }
                m.set(j + 1, j, j + 1);
            }
            return new CodingMatrix(
                    m, CodingMatrix.prefixed("H.", behindFirst(levels)), Contrasts.numbers(m.columns()));
        }

        @Override
        public CodingMatrix codeInFull(List<String> levels) {
            return code(levels).withConstant("H.intercept", "[H.intercept]");
        }

        @Override
        public String toString() {
            return "Helmert";
        }
    },

    /** Each level against the one before it. */
    DIFF {
        @Override
        public CodingMatrix code(List<String> levels) {
            int k = levels.size();
            Matrix m = Matrix.zeros(k, Math.max(0, k - 1));
            List<String> plain = new ArrayList<>();
            for (int j = 0; j < m.columns(); j++) {
                for (int i = 0; i < k; i++) {
                    m.set(i, j, (i <= j ? j + 1 - k : j + 1) / (double) k);
                }
                plain.add(levels.get(j + 1) + "-" + levels.get(j));
            }
            List<String> upper = CodingMatrix.prefixed("D.", behindFirst(levels));
            // patsy names a difference after its lower level.
            List<String> lower = levels.subList(0, m.columns());
            return new CodingMatrix(m, upper, plain)
                    .patsy(lower.stream().map(l -> "[D." + l + "]").toList());
        }

        /** patsy names these by the levels one after the other, although the first is the constant. */
        @Override
        public CodingMatrix codeInFull(List<String> levels) {
            return code(levels)
                    .withConstant("mean", "[mean]")
                    .patsy(levels.stream().map(l -> "[D." + l + "]").toList());
        }

        @Override
        public String toString() {
            return "Diff";
        }
    };

    private static List<String> behindFirst(List<String> levels) {
        return levels.isEmpty() ? levels : levels.subList(1, levels.size());
    }
}
