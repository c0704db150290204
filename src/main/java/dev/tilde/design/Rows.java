package dev.tilde.design;

import dev.tilde.report.Numbers;
import dev.tilde.text.Names;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What became of the rows.
 *
 * @param total rows of the data
 * @param used rows without a missing value in any factor
 * @param missing for each factor with missing values how many it has; a row can count for several
 */
public record Rows(long total, long used, Map<String, Long> missing) {
    public Rows {
        missing = Collections.unmodifiableMap(new LinkedHashMap<>(missing));
    }

    /** Rows left out. */
    public long dropped() {
        return total - used;
    }

    /**
     * Why rows were left out, in words: {@code Ozone missing in 37, Solar.R in 7}; empty when nothing is missing.
     *
     * @param most how many factors to name before the rest is only counted
     */
    public String reasons(int most) {
        List<String> why = new ArrayList<>();
        missing.forEach(
                (factor, count) -> why.add(factor + (why.isEmpty() ? " missing in " : " in ") + Numbers.count(count)));
        return Names.list(why, most);
    }
}
