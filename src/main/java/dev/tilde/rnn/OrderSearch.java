package dev.tilde.rnn;

import dev.tilde.data.DataException;
import dev.tilde.data.Schema.Kind;
import dev.tilde.text.Names;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Finds what sorts the rows of groups when nobody has said it. */
final class OrderSearch {
    private OrderSearch() {}

    /** The one date column that is different in all rows of every group; none says that the rows stand in order. */
    static List<String> found(Columns table, int[][] groups, int[] by, boolean strict, List<String> notes) {
        List<String> dates = new ArrayList<>();
        for (int j = 0; j < table.schema().size(); j++) {
            int column = j;
            Kind kind = table.column(j).kind();
            if ((kind == Kind.DATE || kind == Kind.DATE_TIME)
                    && Arrays.stream(by).noneMatch(b -> b == column)) {
                dates.add(table.column(j).name());
            }
        }
        List<String> unique = dates.stream()
                .filter(d -> repeated(table, groups, table.find(d)) == null)
                .toList();
        if (unique.size() == 1) {
            return unique;
        }
        if (unique.size() > 1) {
            notes.add("rows in the order of the table; " + Names.list(unique, 5)
                    + " are dates, name one with order(...) to sort by it");
            return List.of();
        }
        for (String d : dates) {
            int[] tie = repeated(table, groups, table.find(d));
            if (tie != null && strict && !ascends(table, groups, table.find(d))) {
                throw new DataException(
                        (isMissing(table, d, tie)
                                        ? d + " is not in order and missing in row " + (tie[1] + 1)
                                        : d + " is not in order and has the same value in rows " + (tie[0] + 1)
                                                + " and " + (tie[1] + 1) + (by.length == 0 ? "" : " of one group"))
                                + ", so it cannot sort the rows that the formula lags; sort the table, or name the "
                                + "groups with by(...) or another order(...)",
                        table.name(),
                        tie[1],
                        d);
            }
            if (tie != null) {
                notes.add("rows in the order of the table: " + d
                        + (isMissing(table, d, tie)
                                ? " is missing in row " + (tie[1] + 1)
                                : " has the same value in rows " + (tie[0] + 1) + " and " + (tie[1] + 1)
                                        + (by.length == 0 ? "" : " of one group")));
                return List.of();
            }
        }
        suggest(table, groups, by, notes);
        return List.of();
    }

    private static boolean isMissing(Columns table, String date, int[] tie) {
        return Double.isNaN(table.numbers(table.find(date))[tie[1]]);
    }

    private static void suggest(Columns table, int[][] groups, int[] by, List<String> notes) {
        String hint = "";
        for (int j = 0; j < table.schema().size() && hint.isEmpty(); j++) {
            int column = j;
            boolean whole = table.column(j).kind() == Kind.INTEGER
                    && Arrays.stream(by).noneMatch(b -> b == column)
                    && Arrays.stream(table.numbers(j)).noneMatch(Double::isNaN);
            if (whole && repeated(table, groups, j) == null) {
                hint = "; order(" + table.column(j).name() + ") would sort them";
            }
        }
        notes.add("rows in the order of the table" + hint);
    }

    /** Two rows of a group with one value, or a missing one twice; null when there are none. */
    private static int @Nullable [] repeated(Columns table, int[][] groups, int column) {
        double[] v = table.numbers(column);
        int[] tie = null;
        for (int[] group : groups) {
            Map<Double, Integer> seen = new HashMap<>();
            for (int i : group) {
                Integer old = seen.putIfAbsent(v[i] + 0.0, i);
                if (Double.isNaN(v[i])) {
                    old = i;
                }
                if (old != null && (tie == null || i < tie[1])) {
                    tie = new int[] {old, i};
                }
            }
        }
        return tie;
    }

    private static boolean ascends(Columns table, int[][] groups, int column) {
        double[] v = table.numbers(column);
        for (int[] group : groups) {
            for (int i = 1; i < group.length; i++) {
                if (v[group[i]] < v[group[i - 1]]) {
                    return false;
                }
            }
        }
        return true;
    }
}
