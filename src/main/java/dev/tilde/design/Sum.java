package dev.tilde.design;

import dev.tilde.linalg.Matrix;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Each level but one against the mean of all; the one left out, the last unless chosen, has -1 everywhere. */
record Sum(Optional<LevelChoice> omit) implements Contrast {
    @Override
    public CodingMatrix code(List<String> levels) {
        int k = levels.size();
        int without = omit.map(o -> o.in(levels, "omitted")).orElse(k - 1);
        Matrix m = Matrix.zeros(k, Math.max(0, k - 1));
        List<String> labels = new ArrayList<>();
        for (int i = 0, j = 0; i < k; i++) {
            if (i != without) {
                m.set(i, j, 1);
                m.set(without, j++, -1);
                labels.add("S." + levels.get(i));
            }
        }
        return new CodingMatrix(m, labels, Contrasts.numbers(labels.size()));
    }

    @Override
    public CodingMatrix codeInFull(List<String> levels) {
        return code(levels).withConstant("mean", "[mean]");
    }

    @Override
    public String toString() {
        return omit.map(o -> "Sum(omit = " + o + ")").orElse("Sum");
    }
}
