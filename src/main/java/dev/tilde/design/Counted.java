package dev.tilde.design;

import java.util.List;

/**
 * A contrast that R makes from the number of levels, so that its labels are numbers and not levels.
 *
 * @param contrast the rule
 * @param names what stands for the levels in R's names: as many as there are levels; empty = 1, 2, ...
 * @param most how many columns to keep; 0 = all
 */
record Counted(Contrast contrast, List<String> names, int most) implements Contrast {
    Counted {
        names = List.copyOf(names);
    }

    @Override
    public CodingMatrix code(List<String> levels) {
        int k = levels.size();
        if (!names.isEmpty() && names.size() != k) {
            throw new IllegalArgumentException(
                    "a contrast for " + names.size() + " levels, there are " + k + ": " + String.join(", ", levels));
        }
        CodingMatrix coding = contrast.code(levels);
        if (!(contrast instanceof Custom)) {
            coding = coding.plain(contrast.code(names.isEmpty() ? Contrasts.numbers(k) : names)
                    .plainLabels());
        }
        return most == 0 || most >= coding.columns() ? coding : coding.first(most);
    }

    @Override
    public String toString() {
        return contrast + (most == 0 ? "" : ", " + most + (most == 1 ? " column" : " columns"));
    }
}
