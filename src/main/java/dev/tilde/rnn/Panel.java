package dev.tilde.rnn;

import dev.tilde.data.DataException;
import dev.tilde.data.Schema;
import dev.tilde.data.Schema.Kind;
import dev.tilde.text.Names;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

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
            RowSorting.refuseMissing(table, column, "group");
        }
        int[][] groups = RowSorting.grouped(table, by);
        List<String> notes = new ArrayList<>();
        List<String> order = spec.order();
        if (order.isEmpty() && !learned) {
            order = OrderSearch.found(table, groups, by, strict, notes);
        }
        int[] sorted = slots(table, order, "sorted");
        for (int column : sorted) {
            RowSorting.refuseMissing(table, column, "order");
        }
        if (sorted.length > 0) {
            RowSorting.sort(table, groups, by, sorted);
        }
        if (spec.axes().isPresent()) {
            List<double[]> ranks = Arrays.stream(sorted)
                    .mapToObj(c -> RowSorting.ranks(table, c))
                    .toList();
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
            CalendarSteps filling = new CalendarSteps(calendar.get());
            for (int g = 0; g < groups.length; g++) {
                steps[g] = filling.of(groups[g], table.numbers(sorted[0]));
            }
            filling.note(order.get(0), notes);
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
            columns = new CalendarSteps(calendar.orElseThrow()).known(panel, by, sorted[0]);
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
}
