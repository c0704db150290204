package dev.tilde.design;

import dev.tilde.data.ColumnBlock;
import dev.tilde.design.Bound.Category;
import dev.tilde.design.Bound.Coded;
import dev.tilde.json.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The levels of factors that a call must know before it can rename, join or pool them, in their order, and how many rows
 * have each. It is applied by the call itself and never as a function of numbers.
 *
 * @param levels of each factor
 * @param counts of the same levels
 */
record SeenLevels(List<List<String>> levels, List<List<Long>> counts) implements StorableTransform {
    SeenLevels {
        levels = levels.stream().map(List::copyOf).toList();
        counts = counts.stream().map(List::copyOf).toList();
    }

    /** Levels of the first factor that some row has. */
    List<String> used() {
        List<String> used = new ArrayList<>();
        for (int k = 0; k < levels.get(0).size(); k++) {
            if (counts.get(0).get(k) > 0) {
                used.add(levels.get(0).get(k));
            }
        }
        return used;
    }

    @Override
    public void apply(double[][] arguments, int rows, double[][] out) {
        throw new IllegalStateException("levels are no numbers");
    }

    @Override
    public String type() {
        return "levels";
    }

    @Override
    public Json json() {
        List<Json> factors = new ArrayList<>();
        for (int f = 0; f < levels.size(); f++) {
            factors.add(Json.object(
                    "levels",
                    Json.of(levels.get(f)),
                    "counts",
                    new Json.Arr(
                            counts.get(f).stream().map(n -> Json.of((double) n)).toList())));
        }
        return new Json.Arr(factors);
    }

    static SeenLevels of(Saved s) {
        List<List<String>> levels = new ArrayList<>();
        List<List<Long>> counts = new ArrayList<>();
        for (Saved factor : s.items()) {
            levels.add(factor.get("levels").texts());
            counts.add(factor.get("counts").items().stream()
                    .map(n -> n.count(1L << 53))
                    .toList());
            if (levels.get(levels.size() - 1).size()
                    != counts.get(counts.size() - 1).size()) {
                throw factor.wrong("a count for each level");
            }
        }
        if (levels.isEmpty()) {
            throw s.wrong("a list of factors");
        }
        return new SeenLevels(levels, counts);
    }

    /** Counts the rows of each level of each factor. */
    static States.Cell cell(List<Category> factors) {
        return new Tally(factors);
    }

    private static final class Tally implements States.Cell {
        private final List<Category> factors;
        private final List<Map<String, Long>> counts = new ArrayList<>();

        Tally(List<Category> factors) {
            this.factors = factors;
            factors.forEach(f -> counts.add(new LinkedHashMap<>()));
        }

        @Override
        public void add(ColumnBlock block) {
            for (int f = 0; f < factors.size(); f++) {
                Coded coded = factors.get(f).coder().of(block);
                long[] n = new long[coded.dictionary().length];
                for (int i = 0; i < block.rows(); i++) {
                    if (coded.codes()[i] >= 0) {
                        n[coded.codes()[i]]++;
                    }
                }
                for (int k = 0; k < n.length; k++) {
                    if (n[k] > 0) {
                        counts.get(f).merge(coded.dictionary()[k], n[k], Long::sum);
                    }
                }
            }
        }

        @Override
        public void merge(States.Cell right) {
            for (int f = 0; f < factors.size(); f++) {
                Map<String, Long> own = counts.get(f);
                ((Tally) right).counts.get(f).forEach((level, n) -> own.merge(level, n, Long::sum));
            }
        }

        @Override
        public Transform learned() {
            List<List<String>> levels = new ArrayList<>();
            List<List<Long>> numbers = new ArrayList<>();
            for (int f = 0; f < factors.size(); f++) {
                Map<String, Long> own = counts.get(f);
                List<String> ordered = Labels.ordered(factors.get(f), own.keySet());
                levels.add(ordered);
                numbers.add(ordered.stream().map(l -> own.getOrDefault(l, 0L)).toList());
            }
            return new SeenLevels(levels, numbers);
        }
    }
}
