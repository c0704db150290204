package dev.tilde.rnn;

import dev.tilde.data.DataException;
import dev.tilde.data.Schema;
import dev.tilde.data.Schema.Kind;
import dev.tilde.text.Decimals;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.DoubleStream;

/**
 * Rows of groups to grids. The cells of a grid are placed by its own rows alone and by steps that were learned, so that
 * a grid is the same whatever stands beside it in a table.
 */
final class GridPanel {
    /** A table that fills less than one cell of so many hardly lies on a grid. */
    private static final long SPARSEST = 20;
    /** So many cells are always allowed. */
    private static final long FEW_CELLS = 10_000;

    private final Columns table;
    /** The two columns of the order. */
    private final int[] order;
    /** Values to sort by, of rows and of columns. */
    private final List<double[]> ranks;

    private final int[][] groups;
    private final List<String> notes;

    /**
     * @param groups the rows of each grid, each without two in one place
     * @param ranks of all rows of the table by the two columns
     */
    GridPanel(Columns table, int[][] groups, int[] order, List<double[]> ranks, List<String> notes) {
        this.table = table;
        this.groups = groups;
        this.order = order;
        this.ranks = List.copyOf(ranks);
        this.notes = notes;
    }

    /** The steps of both axes. */
    private GridAxes learned() {
        return new GridAxes(learned(0), learned(1));
    }

    /**
     * The table on grids.
     *
     * @param by columns that tell grids apart
     * @param names of the order
     * @param known axes that were learned; empty to learn them
     */
    Panel panel(int[] by, List<String> names, Optional<GridAxes> known) {
        GridAxes axes = known.orElseGet(this::learned);
        Cells cells = cells(axes);
        Panel panel = Panel.joined(table, groups, cells.rows(), by);
        Columns columns = panel.columns();
        for (int c : by) {
            columns = columns.with(c, Panel.carried(columns.numbers(c), panel.rows(), panel.starts()));
        }
        return new Panel(
                columns,
                panel.rows(),
                panel.starts(),
                panel.keys(),
                names,
                Optional.empty(),
                Optional.of(axes),
                cells.width(),
                notes);
    }

    private Optional<Calendar> learned(int axis) {
        Schema.Column column = table.column(order[axis]);
        if (column.kind() == Kind.TEXT) {
            return Optional.empty();
        }
        List<double[]> values = new ArrayList<>();
        for (int[] group : groups) {
            values.add(distinct(group, axis));
        }
        return Calendar.of(column, values);
    }

    private double[] distinct(int[] group, int axis) {
        return Arrays.stream(group)
                .mapToDouble(i -> ranks.get(axis)[i] + 0.0)
                .sorted()
                .distinct()
                .toArray();
    }

    /** The cells of every grid, row after row, -1 for those that are not there; the last one is. */
    @SuppressWarnings("ArrayRecordComponent") // never leaves this class
    private record Cells(int[][] rows, int width) {}

    private Cells cells(GridAxes axes) {
        int[][][] places = {places(axes, 0), places(axes, 1)};
        int width = 0;
        long all = 0;
        int[] heights = new int[groups.length];
        for (int g = 0; g < groups.length; g++) {
            heights[g] = 1 + Arrays.stream(places[0][g]).max().orElse(-1);
            width = Math.max(width, 1 + Arrays.stream(places[1][g]).max().orElse(-1));
        }
        for (int height : heights) {
            all += (long) height * width;
        }
        if (all > FEW_CELLS && all > SPARSEST * table.rows()) {
            throw new DataException(
                    table.rows() + " rows lie scattered on " + all + " cells, " + width
                            + " in each row of a grid; are " + name(0) + " and " + name(1)
                            + " the places of rows on a grid? Round them to one, or sort by one column",
                    table.name(),
                    -1,
                    name(1));
        }
        int[][] rows = new int[groups.length][];
        for (int g = 0; g < groups.length; g++) {
            int[] cells = new int[heights[g] * width];
            Arrays.fill(cells, -1);
            int last = 0;
            for (int i = 0; i < groups[g].length; i++) {
                int cell = places[0][g][i] * width + places[1][g][i];
                cells[cell] = groups[g][i];
                last = Math.max(last, cell);
            }
            rows[g] = Arrays.copyOf(cells, last + 1);
        }
        return new Cells(rows, width);
    }

    private String name(int axis) {
        return table.column(order[axis]).name();
    }

    /** For every row of every group its place on an axis, from 0. */
    private int[][] places(GridAxes axes, int axis) {
        int[][] places = new int[groups.length][];
        int sparse = 0;
        double widest = 0;
        for (int g = 0; g < groups.length; g++) {
            double[] values = distinct(groups[g], axis);
            Optional<long[]> steps = axes.axis(axis).map(c -> steps(c, values));
            long[] at = steps.filter(s -> s.length == values.length).orElse(null);
            if (at == null && steps.isPresent()) {
                sparse++;
                widest = Math.max(widest, widestGap(axes.axis(axis).get(), values));
            }
            places[g] = new int[groups[g].length];
            for (int i = 0; i < places[g].length; i++) {
                int rank = Arrays.binarySearch(values, ranks.get(axis)[groups[g][i]] + 0.0);
                places[g][i] = at == null ? rank : (int) at[rank];
            }
        }
        if (sparse > 0) {
            notes.add("neighbours by " + name(axis) + " are those next in order in " + sparse
                    + (sparse == 1 ? " grid" : " grids") + ", since more than half of the places between are empty"
                    + (widest > 0 ? ": gaps of up to " + Decimals.shortest(widest) + " steps" : ""));
        }
        return places;
    }

    /** Steps from the first value to every value; nothing where one is off, or more than half would be empty. */
    private static long[] steps(Calendar calendar, double[] values) {
        long[] steps = new long[values.length];
        for (int i = 0; i < values.length; i++) {
            steps[i] = calendar.wholeSteps(values[0], values[i]);
            if (steps[i] < i || steps[i] >= 2L * values.length) {
                return new long[0];
            }
        }
        return steps;
    }

    private static double widestGap(Calendar calendar, double[] values) {
        DoubleStream.Builder gaps = DoubleStream.builder();
        for (int i = 1; i < values.length; i++) {
            gaps.add(calendar.steps(values[i - 1], values[i]));
        }
        return gaps.build().filter(Double::isFinite).max().orElse(0);
    }
}
