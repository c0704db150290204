package dev.tilde.design;

import java.util.List;

/** All levels, also beside a constant. */
record Full() implements Contrast {
    @Override
    public CodingMatrix code(List<String> levels) {
        return CodingMatrix.indicators(levels);
    }

    @Override
    public String toString() {
        return "Full";
    }
}
