package dev.tilde.design;

import dev.tilde.linalg.Matrix;
import dev.tilde.text.Names;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** The contrasts of the language. */
public final class Contrasts {
    /**
     * Each level against the first, R's {@code contr.treatment} and patsy's {@code Treatment}; also called dummy
     * coding. For three levels:
     *
     * <pre>
     * 0 0
     * 1 0
     * 0 1
     * </pre>
     */
    public static final Contrast TREATMENT = new Treatment("");

    private Contrasts() {}

    /**
     * Each level against the named one.
     *
     * @param reference a level; when no level has this name and it is a whole number n, the level at position n
     *     from 0, or from the end when negative
     */
    public static Contrast treatment(String reference) {
        return new Treatment(reference);
    }

    /** The name table: what {@code C(a, NAME)} and {@code C(a, NAME(...))} may say. */
    static Map<String, Function<Arguments, Contrast>> table() {
        Function<Arguments, Contrast> treatment =
                args -> treatment(args.only("reference").text("reference", 0).orElse(""));
        return Map.of("Treatment", treatment, "contr.treatment", args -> TREATMENT);
    }

    private record Treatment(String reference) implements Contrast {
        @Override
        public CodingMatrix code(List<String> levels) {
            int base = base(levels);
            int k = levels.size();
            Matrix m = Matrix.zeros(k, Math.max(0, k - 1));
            List<String> labels = new ArrayList<>();
            List<String> plain = new ArrayList<>();
            for (int i = 0, j = 0; i < k; i++) {
                if (i != base) {
                    m.set(i, j++, 1);
                    labels.add("T." + levels.get(i));
                    plain.add(levels.get(i));
                }
            }
            return new CodingMatrix(m, labels, plain);
        }

        private int base(List<String> levels) {
            if (reference.isEmpty()) {
                return 0;
            }
            int at = levels.indexOf(reference);
            if (at >= 0) {
                return at;
            }
            if (reference.matches("-?\\d{1,6}")) {
                int position = Integer.parseInt(reference);
                position += position < 0 ? levels.size() : 0;
                if (position >= 0 && position < levels.size()) {
                    return position;
                }
            }
            throw new IllegalArgumentException(
                    "the reference level \"" + reference + "\" is not among " + Names.list(levels, 10));
        }

        @Override
        public String toString() {
            return reference.isEmpty() ? "Treatment" : "Treatment(\"" + reference + "\")";
        }
    }
}
