package dev.tilde.design;

import dev.tilde.data.DataException;
import dev.tilde.design.Bound.Category;
import dev.tilde.design.Bound.Place;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The rows of a source group by group, each group in its order. */
final class RowOrder {
    private final int[] rows;
    /** Where each group begins in {@code rows}; one more at the end. */
    private final int[] starts;

    private RowOrder(int[] rows, int[] starts) {
        this.rows = rows;
        this.starts = starts;
    }

    /**
     * @param groups the values of the place's groups
     * @param order those of its order
     * @throws DataException if one is missing in a row, or two rows of a group stand at the same place
     */
    static RowOrder of(int n, Place place, List<Gathered> groups, List<Gathered> order, String source) {
        for (int k = 0; k < groups.size(); k++) {
            refuseMissing(place.groups().get(k), groups.get(k), "group", source);
        }
        for (int k = 0; k < order.size(); k++) {
            refuseMissing(place.order().get(k), order.get(k), "order", source);
        }
        RowOrder inGroups = grouped(n, groups);
        if (!order.isEmpty()) {
            List<double[]> ranks = new ArrayList<>();
            for (int k = 0; k < order.size(); k++) {
                ranks.add(ranks(place.order().get(k), order.get(k)));
            }
            inGroups.sort(ranks, place, groups, order, source);
        }
        return inGroups;
    }

    private static void refuseMissing(Bound.Key key, Gathered values, String what, String source) {
        double[] v = values.column(0);
        for (int i = 0; i < v.length; i++) {
            if (Double.isNaN(v[i])) {
                throw new DataException(
                        "the " + what + " " + key.name() + " is missing in row " + (i + 1)
                                + "; drop the row, or fill it in",
                        source,
                        i,
                        key.name());
            }
        }
    }

    /** Counts rows of each group; rows of a group keep their order. */
    private static RowOrder grouped(int n, List<Gathered> keys) {
        int[] group = new int[n];
        int count = n == 0 ? 0 : 1;
        for (Gathered key : keys) {
            Map<Long, Integer> seen = new HashMap<>();
            double[] codes = key.column(0);
            long width = key.dictionary().length;
            for (int i = 0; i < n; i++) {
                Integer next = seen.size();
                Integer old = seen.putIfAbsent(group[i] * width + (long) codes[i], next);
                group[i] = old == null ? next : old;
            }
            count = seen.size();
        }
        int[] starts = new int[count + 1];
        for (int g : group) {
            starts[g + 1]++;
        }
        for (int g = 0; g < count; g++) {
            starts[g + 1] += starts[g];
        }
        int[] next = starts.clone();
        int[] rows = new int[n];
        for (int i = 0; i < n; i++) {
            rows[next[group[i]]++] = i;
        }
        return new RowOrder(rows, starts);
    }

    /** Numbers and dates by value; levels in their declared order, then as levels are sorted. */
    private static double[] ranks(Bound.Key key, Gathered values) {
        if (!(key.values() instanceof Category c)) {
            return values.column(0);
        }
        List<String> declared = c.levels();
        Comparator<String> byDeclared =
                Comparator.comparingInt(t -> declared.contains(t) ? declared.indexOf(t) : Integer.MAX_VALUE);
        List<String> sorted = new ArrayList<>(List.of(values.dictionary()));
        sorted.sort(byDeclared.thenComparing(Labels.order(c.labels())));
        Map<String, Integer> rank = new HashMap<>();
        sorted.forEach(t -> rank.put(t, rank.size()));
        double[] ranks = new double[values.column(0).length];
        for (int i = 0; i < ranks.length; i++) {
            ranks[i] = rank.get(values.dictionary()[(int) values.column(0)[i]]);
        }
        return ranks;
    }

    private void sort(List<double[]> ranks, Place place, List<Gathered> groups, List<Gathered> order, String source) {
        for (int g = 0; g + 1 < starts.length; g++) {
            if (!ascends(starts[g], starts[g + 1], ranks)) {
                Integer[] sorted = new Integer[starts[g + 1] - starts[g]];
                for (int i = 0; i < sorted.length; i++) {
                    sorted[i] = rows[starts[g] + i];
                }
                Arrays.sort(sorted, (a, b) -> compare(ranks, a, b));
                for (int i = 0; i < sorted.length; i++) {
                    rows[starts[g] + i] = sorted[i];
                }
                for (int i = starts[g] + 1; i < starts[g + 1]; i++) {
                    if (compare(ranks, rows[i - 1], rows[i]) == 0) {
                        throw tie(rows[i - 1], rows[i], place, groups, order, source);
                    }
                }
            }
        }
    }

    private boolean ascends(int from, int to, List<double[]> ranks) {
        for (int i = from + 1; i < to; i++) {
            if (compare(ranks, rows[i - 1], rows[i]) >= 0) {
                return false;
            }
        }
        return true;
    }

    private static int compare(List<double[]> ranks, int a, int b) {
        for (double[] rank : ranks) {
            if (rank[a] != rank[b]) {
                return rank[a] < rank[b] ? -1 : 1;
            }
        }
        return 0;
    }

    private static DataException tie(
            int a, int b, Place place, List<Gathered> groups, List<Gathered> order, String source) {
        String help = place.groups().isEmpty()
                ? "name the groups with groups(...), or make the order unique"
                : "rows of one group need different values to have an order";
        return new DataException(
                "rows " + (a + 1) + " and " + (b + 1) + " are at the same place: "
                        + words(place.groups(), groups, a)
                        + (groups.isEmpty() ? "" : ", ")
                        + words(place.order(), order, a) + "; " + help,
                source,
                b,
                place.order().get(0).name());
    }

    private static String words(List<Bound.Key> keys, List<Gathered> values, int row) {
        List<String> words = new ArrayList<>();
        for (int k = 0; k < keys.size(); k++) {
            words.add(keys.get(k).name() + " = " + Gathering.text(keys.get(k), values.get(k), row));
        }
        return String.join(", ", words);
    }

    /** The values of a function of neighbours, for every row. */
    Gathered apply(RowFunction function, Gathered x) {
        int parts = function.suffixes().size();
        double[][] out = new double[x.width() * parts][rows.length];
        int longest = 0;
        for (int g = 0; g + 1 < starts.length; g++) {
            longest = Math.max(longest, starts[g + 1] - starts[g]);
        }
        double[] series = new double[longest];
        double[][] result = new double[parts][longest];
        for (int j = 0; j < x.width(); j++) {
            for (int g = 0; g + 1 < starts.length; g++) {
                int from = starts[g];
                int n = starts[g + 1] - from;
                for (int i = 0; i < n; i++) {
                    series[i] = x.column(j)[rows[from + i]];
                }
                function.apply(series, n, result);
                for (int p = 0; p < parts; p++) {
                    for (int i = 0; i < n; i++) {
                        out[j * parts + p][rows[from + i]] = result[p][i];
                    }
                }
            }
        }
        return new Gathered(out, x.dictionary());
    }
}
