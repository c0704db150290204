package dev.tilde.design;

import dev.tilde.formula.Factor;
import java.util.List;

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
    }
}
