package dev.tilde.design;

import dev.tilde.data.ColumnBlock;
import dev.tilde.data.DataException;
import dev.tilde.data.RecordCells;
import dev.tilde.data.Schema;
import dev.tilde.design.Bound.Category;
import dev.tilde.design.Bound.Coded;
import dev.tilde.design.Bound.Numbers;
import dev.tilde.formula.Factor;
import dev.tilde.formula.FormulaException;
import dev.tilde.formula.FormulaException.Kind;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The right side of a design for one record at a time, as a service needs it: bound to the columns once, then a row
 * costs no more than its arithmetic. Immutable, so any number of threads may share one.
 *
 * <pre>{@code
 * Rowwise rows = spec.rowwise();
 * double[] x = rows.row(Map.of("wool", "A", "tension", "M"));   // in the order of rows.columns()
 * }</pre>
 *
 * <p>A row has the same bits as in {@link DesignSpec#predictors(dev.tilde.data.Source)}.
 */
public final class Rowwise {
    private final DesignSpec spec;
    private final Side side;
    private final List<Schema.Column> slots;
    private final List<@Nullable Bound> bounds;
    private final List<Map<String, Integer>> positions;

    private Rowwise(DesignSpec spec, Side side, List<Schema.Column> slots, List<@Nullable Bound> bounds) {
        this.spec = spec;
        this.side = side;
        this.slots = List.copyOf(slots);
        this.bounds = bounds;
        this.positions = new ArrayList<>();
        for (FactorInfo info : spec.factors()) {
            Map<String, Integer> byLevel = new HashMap<>();
            if (info instanceof FactorInfo.Categorical c) {
                c.levels().forEach(l -> byLevel.put(l, byLevel.size()));
            }
            positions.add(byLevel);
        }
    }

    /** The right side. */
    static Rowwise of(DesignSpec spec) {
        return of(spec, spec.predictors(), Factors.used(spec.predictors()));
    }

    /** The first factor that reads neighbours of a row. */
    static Optional<Factor> needsNeighbours(DesignSpec spec) {
        Evaluator evaluator = spec.build().evaluator(spec.schema());
        return spec.factors().stream()
                .map(FactorInfo::factor)
                .filter(f -> !evaluator.unseen(f).isEmpty())
                .findFirst();
    }

    /** All factors, for a look at whether they can be evaluated. */
    static Rowwise both(DesignSpec spec) {
        SortedSet<Integer> all = new TreeSet<>();
        for (int f = 0; f < spec.factors().size(); f++) {
            all.add(f);
        }
        return of(spec, spec.predictors(), all);
    }

    private static Rowwise of(DesignSpec spec, Side side, SortedSet<Integer> used) {
        needsNeighbours(spec).ifPresent(f -> {
            throw new FormulaException(
                    Kind.UNSUPPORTED,
                    f + " looks at other rows, so one record is not enough",
                    "Build the design of a table that holds the rows before it.",
                    spec.formula().source(),
                    f.expression().span());
        });
        Evaluator evaluator = spec.build().evaluator(spec.schema());
        List<@Nullable Bound> bounds = new ArrayList<>();
        for (int f = 0; f < spec.factors().size(); f++) {
            bounds.add(used.contains(f) ? spec.build().bind(evaluator, f) : null);
        }
        List<Schema.Column> slots = evaluator.columns().stream()
                .map(name -> spec.schema().column(name).orElseThrow())
                .toList();
        return new Rowwise(spec, side, slots, bounds);
    }

    /** Names of the numbers of a row. */
    public List<String> columns() {
        return side.columns();
    }

    /** Names of the values a record must have. */
    public List<String> variables() {
        return slots.stream().map(Schema.Column::name).toList();
    }

    /**
     * The numbers of one record.
     *
     * @param values by name of column; others do not matter. Numbers for columns of numbers, Booleans, strings for text,
     *     {@link LocalDate}, {@link LocalDateTime}, {@link Instant} or a date-time of an offset or a zone,
     *     {@link LocalTime}; null, NaN and the empty string are missing and give NaN in the columns that need them
     * @return a new array, one number for each of {@link #columns}
     * @throws DataException if a value is not there at all or of another type
     * @throws FormulaException if a level was not seen while learning, or a function refuses its value
     */
    public double[] row(Map<String, ? extends @Nullable Object> values) {
        Cell[] cells = new Cell[slots.size()];
        for (int i = 0; i < cells.length; i++) {
            Schema.Column c = slots.get(i);
            Object value = values.get(c.name());
            if (value == null && !values.containsKey(c.name())) {
                throw RecordCells.absent(c.name(), values);
            }
            cells[i] = cell(c, value);
        }
        return fill(new OneRow(cells));
    }

    private static Cell cell(Schema.Column c, @Nullable Object value) {
        Object cell = RecordCells.cell(c, value);
        if (cell == null) {
            return Cell.MISSING;
        }
        return cell instanceof Double v ? new Cell(v, null) : new Cell(Double.NaN, (String) cell);
    }

    /** A number, or a text, or neither. */
    private record Cell(double number, @Nullable String text) {
        private static final Cell MISSING = new Cell(Double.NaN, null);
    }

    /** A block of one row. */
    private static final class OneRow implements ColumnBlock {
        private static final String[] NO_TEXT = {};
        private final Cell[] cells;

        OneRow(Cell[] cells) {
            this.cells = cells;
        }

        @Override
        public long firstRow() {
            return 0;
        }

        @Override
        public int rows() {
            return 1;
        }

        @Override
        public double[] numeric(int slot) {
            return new double[] {cells[slot].number};
        }

        @Override
        public int[] codes(int slot) {
            return new int[] {cells[slot].text == null ? -1 : 0};
        }

        @Override
        public String[] dictionary(int slot) {
            String text = cells[slot].text;
            return text == null ? NO_TEXT : new String[] {text};
        }
    }

    /** Whether each factor has the columns or levels that were learned. */
    boolean fits() {
        for (int f = 0; f < bounds.size(); f++) {
            if (bounds.get(f) instanceof Numbers n
                    && !(spec.factors().get(f) instanceof FactorInfo.Numeric info
                            && info.suffixes().equals(n.suffixes()))) {
                return false;
            }
        }
        return true;
    }

    /** The row of a record that misses everything. */
    double[] missing() {
        Cell[] cells = new Cell[slots.size()];
        java.util.Arrays.fill(cells, Cell.MISSING);
        return fill(new OneRow(cells));
    }

    private double[] fill(OneRow record) {
        double[][] numbers = new double[bounds.size()][];
        int[] levels = new int[bounds.size()];
        for (int f = 0; f < numbers.length; f++) {
            Bound bound = bounds.get(f);
            if (bound instanceof Numbers n) {
                double[][] columns = n.values().of(record);
                numbers[f] = new double[columns.length];
                for (int j = 0; j < columns.length; j++) {
                    numbers[f][j] = columns[j][0];
                }
            } else if (bound instanceof Category c) {
                Coded coded = c.coder().of(record);
                int code = coded.codes()[0];
                levels[f] = code < 0 ? -1 : level(f, coded.dictionary()[code]);
            }
        }
        double[] out = new double[side.columns().size()];
        int at = 0;
        for (CodedTerm term : side.terms()) {
            for (CodedTerm.Block block : term.blocks()) {
                product(block, numbers, levels, out, at);
                at += block.columns();
            }
        }
        return out;
    }

    /** The products of one column of each part, the first part's varying fastest. */
    private static void product(CodedTerm.Block block, double[][] numbers, int[] levels, double[] out, int at) {
        if (block.columns() == 0) {
            return;
        }
        out[at] = 1;
        int have = 1;
        for (CodedTerm.Part part : block.parts()) {
            int f = part.factor();
            CodingMatrix coding = part.coding().orElse(null);
            int width = coding == null ? numbers[f].length : coding.columns();
            for (int c = have * width - 1; c >= 0; c--) {
                int j = c / have;
                double v = coding == null
                        ? numbers[f][j]
                        : levels[f] < 0 ? Double.NaN : coding.rows().get(levels[f], j);
                out[at + c] = out[at + c % have] * v;
            }
            have *= width;
        }
    }

    private int level(int f, String level) {
        Integer at = positions.get(f).get(level);
        if (at != null) {
            return at;
        }
        FactorInfo.Categorical info = (FactorInfo.Categorical) spec.factors().get(f);
        int other = spec.options().unseen().place(info);
        if (other != Unseen.NONE) {
            return other;
        }
        throw new FormulaException(
                Kind.UNSEEN_LEVEL,
                info.factor() + " has the level \"" + level + "\" in the record, which the fit has not seen",
                spec.options().unseen().help(info),
                spec.formula().source(),
                info.factor().expression().span());
    }
}
