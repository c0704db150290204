package dev.tilde.design;

import java.util.List;

/** A function whose one column holds positions of levels, missing = NaN. */
interface Leveled extends Transform {
    List<String> levels();

    /** Whether the levels have a natural order. */
    boolean ordered();
}
