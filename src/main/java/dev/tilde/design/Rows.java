package dev.tilde.design;

import java.util.Collections;
import java.util.LinkedHashMap;
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
}
