package dev.tilde.rnn;

import dev.tilde.data.DataException;
import dev.tilde.data.Schema;
import dev.tilde.data.Schema.Kind;
import dev.tilde.text.Decimals;
import dev.tilde.text.Names;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Rows in canonical order: group by group in the order of their keys, each in its order, with rows put in where its
 * calendar has a step and the data have none. Whatever the order of the table, the panel is the same. On grids the steps
 * are cells, row after row.
 *
 * @param columns of the steps
 * @param rows for each step its row in the table, -1 for one that was put in
 * @param starts where each group begins; one more at the end
 * @param keys of the groups, as {@code a} or {@code a:b}; one empty text when there are none
 * @param order columns that the groups are sorted by
 * @param calendar of the order, if there is one
 * @param axes of grids; empty for sequences
 * @param width cells of each row of a grid; 0 for sequences
 * @param notes what was found out, in sentences
 */
@SuppressWarnings("ArrayRecordComponent") // handed on inside this room, never compared
record Panel(
        Columns columns,
        int[] rows,
        int[] starts,
        List<String> keys,
        List<String> order,
        Optional<Calendar> calendar,
        Optional<GridAxes> axes,
        int width,
        List<String> notes) {
    Panel {
        keys = List.copyOf(keys);
        order = List.copyOf(order);
        notes = List.copyOf(notes);
    }

    /** Of sequences. */
    Panel(
            Columns columns,
            int[] rows,
            int[] starts,
            List<String> keys,
            List<String> order,
            Optional<Calendar> calendar,
            List<String> notes) {
        this(columns, rows, starts, keys, order, calendar, Optional.empty(), 0, notes);
    }

    /** The same steps with other columns. */
    Panel with(Columns other) {
        return new Panel(other, rows, starts, keys, order, calendar, axes, width, notes);
    }

    /**
     * The same with the column {@link SequenceLayout#ROWS} counted on: the number of a row in its sequence, from 1, or
     * from the last one that is known.
     */
    Panel counted() {
        int at = columns.find(SequenceLayout.ROWS);
        double[] numbers = columns.numbers(at).clone();
        for (int s = 0; s < count(); s++) {
            double last = 0;
            for (int i = starts[s]; i < starts[s + 1]; i++) {
                numbers[i] = Double.isNaN(numbers[i]) ? last + 1 : numbers[i];
                last = numbers[i];
            }
        }
        return with(columns.with(at, numbers));
    }

    int count() {
        return keys.size();
    }

    /** Whether a step is a place of a grid without a cell. */
    boolean isNoCell(int step) {
        return width > 0 && rows[step] < 0;
    }

    int length(int s) {
        return starts[s + 1] - starts[s];
    }

    /**
     * Cuts a table.
     *
     * @param spec with a calendar where one was learned
     * @param learned whether order and calendar are those of the spec, or still to be found
     * @param strict whether rows in the wrong order would be wrong, since the response is lagged
     */
    static Panel of(Columns table, SequenceSpec spec, boolean learned, boolean strict) {
        int[] by = slots(table, spec.by(), "grouped");
        for (int column : by) {
            refuseMissing(table, column, "group");
        }
        int[][] groups = grouped(table, by);
        List<String> notes = new ArrayList<>();
        List<String> order = spec.order();
        if (order.isEmpty() && !learned) {
            order = OrderSearch.found(table, groups, by, strict, notes);
        }
        int[] sorted = slots(table, order, "sorted");
        for (int column : sorted) {
            refuseMissing(table, column, "order");
        }
        if (sorted.length > 0) {
            sortBy(table, groups, by, sorted);
        }
        if (spec.axes().isPresent()) {
            List<double[]> ranks =
                    Arrays.stream(sorted).mapToObj(c -> ranks(table, c)).toList();
            GridPanel grids = new GridPanel(table, groups, sorted, ranks, notes);
            return grids.panel(by, order, learned ? spec.axes() : Optional.empty());
        }
        Optional<Calendar> calendar = spec.calendar();
        if (sorted.length == 1 && !learned && table.column(sorted[0]).kind() != Kind.TEXT) {
            List<double[]> values = values(table, groups, sorted[0]);
            calendar = Calendar.of(table.column(sorted[0]), values);
        }
        return filled(table, groups, by, sorted, order, calendar, notes);
    }

    static int[] slots(Columns table, List<String> columns, String what) {
        refuseUnknown(columns, what, table.names(), table.name());
        return columns.stream().mapToInt(table::find).toArray();
    }

    static void refuseUnknown(List<String> columns, String what, List<String> names, String source) {
        for (String column : columns) {
            if (!names.contains(column)) {
                throw new DataException(
                        "the rows are to be " + what + " by " + column + ", but there is no such column; columns: "
                                + Names.list(names, 12),
                        source,
                        -1,
                        column);
            }
        }
    }

    private static void refuseMissing(Columns table, int column, String what) {
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
    private static int[][] grouped(Columns table, int[] by) {
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
    private static double[] ranks(Columns table, int column) {
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

    private static void sortBy(Columns table, int[][] groups, int[] by, int[] order) {
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

    private static List<double[]> values(Columns table, int[][] groups, int column) {
        double[] v = table.numbers(column);
        List<double[]> values = new ArrayList<>();
        for (int[] group : groups) {
            values.add(Arrays.stream(group).mapToDouble(i -> v[i]).toArray());
        }
        return values;
    }

    private static Panel filled(
            Columns table,
            int[][] groups,
            int[] by,
            int[] sorted,
            List<String> order,
            Optional<Calendar> calendar,
            List<String> notes) {
        int[][] steps = groups;
        if (calendar.isPresent()) {
            steps = new int[groups.length][];
            Gaps gaps = new Gaps();
            for (int g = 0; g < groups.length; g++) {
                steps[g] = steps(calendar.get(), groups[g], table.numbers(sorted[0]), gaps);
            }
            gaps.note(calendar.get(), order.get(0), notes);
        } else if (sorted.length == 1 && !order.isEmpty()) {
            Schema.Column column = table.column(sorted[0]);
            notes.add(
                    column.kind() != Kind.TEXT
                            ? "the values of " + order.get(0) + " have no common step, so lags go by row"
                            : order.get(0) + " is text, sorted "
                                    + (column.levels().isEmpty() ? "character by character" : "as its levels are")
                                    + ", so lags go by row");
        }
        Panel panel = joined(table, groups, steps, by);
        Columns columns = panel.columns();
        if (panel.rows().length > table.rows()) {
            columns = known(columns, panel.rows(), panel.starts(), by, sorted[0], calendar.orElseThrow());
        }
        return new Panel(columns, panel.rows(), panel.starts(), panel.keys(), order, calendar, notes);
    }

    /** Steps of groups one after the other. */
    static Panel joined(Columns table, int[][] groups, int[][] steps, int[] by) {
        int[] starts = new int[groups.length + 1];
        for (int g = 0; g < groups.length; g++) {
            starts[g + 1] = Math.addExact(starts[g], steps[g].length);
        }
        int[] rows = new int[starts[groups.length]];
        List<String> keys = new ArrayList<>();
        for (int g = 0; g < groups.length; g++) {
            System.arraycopy(steps[g], 0, rows, starts[g], steps[g].length);
            int first = groups[g][0];
            keys.add(String.join(
                    ":", Arrays.stream(by).mapToObj(c -> table.text(c, first)).toList()));
        }
        return new Panel(table.rows(rows), rows, starts, keys, List.of(), Optional.empty(), List.of());
    }

    /** What is known of rows that were put in: their group and their place. */
    private static Columns known(Columns columns, int[] rows, int[] starts, int[] by, int order, Calendar calendar) {
        Columns known = columns;
        double[] place = columns.numbers(order).clone();
        for (int g = 0; g + 1 < starts.length; g++) {
            for (int i = starts[g]; i < starts[g + 1]; i++) {
                place[i] = rows[i] < 0 ? calendar.plus(place[i - 1], 1) : place[i];
            }
        }
        known = known.with(order, place);
        for (int c : by) {
            known = known.with(c, carried(columns.numbers(c), rows, starts));
        }
        return known;
    }

    /** Fills rows that were put in with the value of the first row of their group. */
    static double[] carried(double[] column, int[] rows, int[] starts) {
        double[] out = column.clone();
        for (int g = 0; g + 1 < starts.length; g++) {
            double value = Double.NaN;
            for (int i = starts[g]; i < starts[g + 1] && Double.isNaN(value); i++) {
                value = column[i];
            }
            for (int i = starts[g]; i < starts[g + 1]; i++) {
                out[i] = rows[i] < 0 ? value : out[i];
            }
        }
        return out;
    }

    /** How far apart rows are that do not follow each other. */
    private static final class Gaps {
        private long put;
        private int groups;
        private int sparse;
        private double least = Double.POSITIVE_INFINITY;
        private double most;

        private void note(Calendar calendar, String column, List<String> notes) {
            if (put > 0) {
                notes.add(put + (put == 1 ? " missing step" : " missing steps") + " of " + column + " ("
                        + calendar.words() + ") put in, in " + groups + (groups == 1 ? " sequence" : " sequences"));
            }
            if (sparse > 0) {
                notes.add("lags go by row in " + sparse + (sparse == 1 ? " sequence" : " sequences") + ": " + column
                        + " has gaps of " + Decimals.shortest(least) + " to "
                        + Decimals.shortest(most) + " steps (" + calendar.words() + ")");
            }
        }
    }

    private static int[] steps(Calendar calendar, int[] group, double[] values, Gaps gaps) {
        int n = group.length;
        long size = 1;
        boolean whole = true;
        for (int i = 1; i < n; i++) {
            long step = calendar.wholeSteps(values[group[i - 1]], values[group[i]]);
            whole &= step >= 1;
            size += Math.max(step, 1);
        }
        if (whole && size == n) {
            return group;
        }
        if (!whole || size > 2L * n) {
            gaps.sparse++;
            for (int i = 1; i < n; i++) {
                double step = calendar.steps(values[group[i - 1]], values[group[i]]);
                if (Double.isFinite(step)) {
                    gaps.least = Math.min(gaps.least, step);
                    gaps.most = Math.max(gaps.most, step);
                }
            }
            return group;
        }
        int[] steps = new int[(int) size];
        Arrays.fill(steps, -1);
        int at = 0;
        for (int i = 0; i < n; i++) {
            at += i == 0 ? 0 : (int) calendar.wholeSteps(values[group[i - 1]], values[group[i]]);
            steps[at] = group[i];
        }
        gaps.put += size - n;
        gaps.groups++;
        return steps;
    }
}
