package dev.tilde.rnn;

import dev.tilde.data.DataException;
import dev.tilde.data.Schema.Kind;
import dev.tilde.text.Names;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Rows told apart by the columns of their groups and sorted by those of their order, whatever the order of the table. */
final class RowSorting {
    private RowSorting() {}

    static void refuseMissing(Columns table, int column, String what) {
        double[] v = table.numbers(column);
        for (int i = 0; i < v.length; i++) {
            if (Double.isNaN(v[i])) {
                String name = table.column(column).name();
                throw new DataException(
                        "the " + what + " " + name + " is missing in row " + (i + 1) + "; drop the row, or fill it in",
                        table.name(),
                        i,
                        name);
            }
        }
    }

    /** The rows of each group, groups in the order of their keys. */
    static int[][] grouped(Columns table, int[] by) {
        int[] group = table.groups(by);
        int count = table.rows() == 0 ? 0 : 1 + Arrays.stream(group).max().orElse(0);
        int[] sizes = new int[count];
        for (int g : group) {
            sizes[g]++;
        }
        int[][] groups = new int[count][];
        for (int g = 0; g < count; g++) {
            groups[g] = new int[sizes[g]];
        }
        int[] next = new int[count];
        for (int i = 0; i < group.length; i++) {
            groups[group[i]][next[group[i]]++] = i;
        }
        List<double[]> ranks = Arrays.stream(by).mapToObj(c -> ranks(table, c)).toList();
        Arrays.sort(groups, (a, b) -> compare(ranks, a[0], b[0]));
        return groups;
    }

    /** Numbers and dates by value; texts in their declared order, then by code point. */
    static double[] ranks(Columns table, int column) {
        double[] values = table.numbers(column);
        if (table.column(column).kind() != Kind.TEXT) {
            return values;
        }
        Map<String, Integer> declared = new HashMap<>();
        table.column(column).levels().forEach(l -> declared.put(l, declared.size()));
        String[] dictionary = table.dictionary(column);
        List<Integer> codes =
                new ArrayList<>(IntStream.range(0, dictionary.length).boxed().toList());
        codes.sort(Comparator.<Integer>comparingInt(c -> declared.getOrDefault(dictionary[c], Integer.MAX_VALUE))
                .thenComparing((a, b) -> Names.byCodePoint(dictionary[a], dictionary[b])));
        double[] rank = new double[dictionary.length];
        for (int r = 0; r < rank.length; r++) {
            rank[codes.get(r)] = r;
        }
        return Arrays.stream(values)
                .map(v -> Double.isNaN(v) ? v : rank[(int) v])
                .toArray();
    }

    private static int compare(List<double[]> ranks, int a, int b) {
        for (double[] rank : ranks) {
            if (rank[a] != rank[b]) {
                return rank[a] < rank[b] ? -1 : 1;
            }
        }
        return 0;
    }

    /**
     * Sorts the rows of each group.
     *
     * @throws DataException if two of them are at the same place
     */
    static void sort(Columns table, int[][] groups, int[] by, int[] order) {
        List<double[]> ranks =
                Arrays.stream(order).mapToObj(c -> ranks(table, c)).toList();
        for (int[] group : groups) {
            boolean sorted = true;
            for (int i = 1; i < group.length && sorted; i++) {
                sorted = compare(ranks, group[i - 1], group[i]) < 0;
            }
            if (sorted) {
                continue;
            }
            Integer[] boxed = Arrays.stream(group).boxed().toArray(Integer[]::new);
            Arrays.sort(boxed, (a, b) -> compare(ranks, a, b));
            for (int i = 0; i < boxed.length; i++) {
                group[i] = boxed[i];
            }
            for (int i = 1; i < group.length; i++) {
                if (compare(ranks, group[i - 1], group[i]) == 0) {
                    throw tie(table, by, order, group[i - 1], group[i]);
                }
            }
        }
    }

    private static DataException tie(Columns table, int[] by, int[] order, int a, int b) {
        List<String> places = new ArrayList<>();
        for (int c : by) {
            places.add(table.column(c).name() + " = " + table.text(c, a));
        }
        for (int c : order) {
            places.add(table.column(c).name() + " = " + table.text(c, a));
        }
        boolean clock = order.length == 1 && table.column(order[0]).kind() == Kind.DATE_TIME;
        return new DataException(
                "rows " + (a + 1) + " and " + (b + 1) + " are at the same place: " + String.join(", ", places) + "; "
                        + (clock
                                ? "an hour that a clock shows twice needs its offset, as in 2024-10-27T02:30+02:00"
                                : by.length == 0
                                        ? "name the groups with by(...), or make the order unique"
                                        : "rows of one group need different values to have an order"),
                table.name(),
                b,
                table.column(order[0]).name());
    }
}
