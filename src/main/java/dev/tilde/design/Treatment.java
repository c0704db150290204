package dev.tilde.design;

import dev.tilde.linalg.Matrix;
import java.util.List;
import java.util.Optional;

/** Each level against one of them; without a choice the first. */
record Treatment(Optional<LevelChoice> reference) implements Contrast {
    @Override
    public CodingMatrix code(List<String> levels) {
        return CodingMatrix.treatment(levels, base(levels));
    }

    /** The level all others are compared with, under other contrasts the first. */
    static int reference(Contrast contrast, List<String> levels) {
        return contrast instanceof Treatment t
                ? t.base(levels)
                : contrast instanceof Simple s
                        ? s.treatment.base(levels)
                        : contrast instanceof Counted c ? reference(c.contrast(), levels) : 0;
    }

    private int base(List<String> levels) {
        return reference.map(r -> r.in(levels, "reference")).orElse(0);
    }

    @Override
    public String toString() {
        return reference.map(r -> "Treatment(" + r + ")").orElse("Treatment");
    }

    /** The same comparisons, centred so that the constant is the mean of the levels. */
    record Simple(Treatment treatment) implements Contrast {
        @Override
        public CodingMatrix code(List<String> levels) {
            CodingMatrix from = treatment.code(levels);
            Matrix m = from.matrix();
            for (int k = 0; k < m.data().length; k++) {
                m.data()[k] -= 1.0 / levels.size();
            }
            return new CodingMatrix(m, CodingMatrix.prefixed("Simple.", from.plainLabels()), from.plainLabels());
        }

        @Override
        public CodingMatrix codeInFull(List<String> levels) {
            return code(levels).withConstant("mean", "[mean]");
        }

        @Override
        public String toString() {
            return treatment.toString().replace("Treatment", "Simple");
        }
    }
}
