package dev.tilde.design;

import dev.tilde.formula.Factor;
import dev.tilde.linalg.LevelRows;
import java.util.List;
import java.util.Optional;

/** What was learned about a factor. */
public sealed interface FactorInfo {
    /** The expression. */
    Factor factor();

    /**
     * A factor of numbers.
     *
     * @param suffixes what is appended to the factor's name for each of its columns
     */
    record Numeric(Factor factor, List<String> suffixes) implements FactorInfo {
        public Numeric {
            suffixes = List.copyOf(suffixes);
        }
    }

    /**
     * A factor of levels.
     *
     * @param levels in the order of their codes, the reference of a treatment coding first
     * @param contrast how it is coded beside a constant
     */
    record Categorical(Factor factor, List<String> levels, Contrast contrast) implements FactorInfo {
        public Categorical {
            levels = List.copyOf(levels);
        }

        /**
         * The columns it has beside a constant: a row for each level; R's {@code contrasts(a)}. What a term uses can be
         * the full coding, see {@link CodedTerm.Part#coding}.
         */
        public CodingMatrix coding() {
            return contrast.code(levels);
        }

        /** The level the others are compared with; none where the contrast is no treatment coding. */
        public Optional<String> reference() {
            if (!levels.isEmpty() && coding().rows() instanceof LevelRows.Indicators one) {
                for (int i = 0; i < levels.size(); i++) {
                    if (one.column(i) < 0) {
                        return Optional.of(levels.get(i));
                    }
                }
            }
            return Optional.empty();
        }
    }
}
