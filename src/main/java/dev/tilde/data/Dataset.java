package dev.tilde.data;

import dev.tilde.text.Names;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import tech.tablesaw.api.Table;

/**
 * A table that knows its columns: kinds, orders of levels, units, descriptions, where it comes from.
 *
 * <p>Immutable; every {@code with} gives another data set that shares the columns. A data set from a file or from
 * arrays holds its own columns and needs no table library until {@link #table()} is called; one made from a Tablesaw
 * table reads that table in place, so the table must not be changed while the data set is in use.
 *
 * <pre>{@code
 * Dataset d = Dataset.named("plants").with("height", 3.1, 4.0, Double.NaN).with("site", "a", "b", null);
 * d.rows();                      // 3
 * d.column("site").levels();     // [a, b]
 * }</pre>
 */
public final class Dataset {
    /**
     * Where a data set comes from.
     *
     * @param name short, as in {@code Tilde.dataset("airquality")} or a file name; empty when there is none
     * @param title one line; empty when not known
     * @param source who published these numbers; empty when not known
     * @param citation the publication; empty when not known
     * @param note what else is worth knowing; empty for nothing
     */
    public record About(String name, String title, String source, String citation, String note) {
        /** Only a name. */
        public static About name(String name) {
            return new About(name, "", "", "", "");
        }
    }

    private final About about;
    private final Rows rows;
    private final List<String> notes;
    private @Nullable Table table;

    Dataset(About about, Rows rows, List<String> notes) {
        this.about = about;
        this.rows = rows;
        this.notes = List.copyOf(notes);
    }

    /** A data set without columns, to add columns to. */
    public static Dataset named(String name) {
        return new Dataset(About.name(name), new ArraySource(new Schema(List.of()), List.of(), 0), List.of());
    }

    /**
     * A Tablesaw table, read in place. Every column type of Tablesaw can be read; float columns give the value of the
     * float, longs past 2^53 are rounded, instants are shown in UTC, as {@code 2024-02-29T12:30Z}.
     *
     * @throws DataException if a column is of a type that is not Tablesaw's own
     */
    public static Dataset of(Table table) {
        String name = Objects.requireNonNull(table, "table must not be null").name();
        return new Dataset(About.name(name == null ? "" : name), new TableSource(table), List.of());
    }

    /**
     * All rows of a source, held in memory; shared when it is a data set already.
     *
     * @throws DataException if the rows cannot be read
     */
    public static Dataset of(Source source) {
        return new Dataset(About.name(source.name()), Collected.of(source), List.of());
    }

    /**
     * One more column of numbers.
     *
     * @param cells one per row, NaN = missing; copied
     * @throws DataException if the name is taken or the number of rows is another
     */
    public Dataset with(String column, double... cells) {
        return with(Schema.Column.of(column, Schema.Kind.NUMBER), cells);
    }

    /**
     * One more column of text; null = missing.
     *
     * @throws DataException if the name is taken or the number of rows is another
     */
    public Dataset with(String column, @Nullable String... cells) {
        return with(Schema.Column.of(column, Schema.Kind.TEXT), cells);
    }

    /**
     * One more column of truth values, none of them missing.
     *
     * @throws DataException if the name is taken or the number of rows is another
     */
    public Dataset with(String column, boolean... cells) {
        double[] numbers = new double[cells.length];
        Arrays.setAll(numbers, i -> cells[i] ? 1 : 0);
        return with(Schema.Column.of(column, Schema.Kind.BOOLEAN), numbers);
    }

    /**
     * One more column that is not text, coded as {@link ColumnBlock#numeric} says.
     *
     * @param cells one per row; copied
     * @throws IllegalArgumentException if the column is text
     * @throws DataException if the name is taken or the number of rows is another
     */
    public Dataset with(Schema.Column column, double[] cells) {
        if (column.kind() == Schema.Kind.TEXT) {
            throw new IllegalArgumentException("column " + column.name() + " is text, its cells are numbers");
        }
        return plus(column, new Values.Numbers(cells.clone()));
    }

    /**
     * One more column of text; null = missing.
     *
     * @throws IllegalArgumentException if the column is not text
     * @throws DataException if the name is taken or the number of rows is another
     */
    public Dataset with(Schema.Column column, @Nullable String[] cells) {
        if (column.kind() != Schema.Kind.TEXT) {
            throw new IllegalArgumentException(
                    "column " + column.name() + " is " + column.kind().label() + ", its cells are text");
        }
        Dictionary texts = new Dictionary();
        int[] codes = new int[cells.length];
        for (int i = 0; i < cells.length; i++) {
            String cell = cells[i];
            codes[i] = cell == null ? -1 : texts.code(cell);
        }
        return plus(column, new Values.Texts(codes, texts.toArray()));
    }

    private Dataset plus(Schema.Column column, Values cells) {
        ArraySource old = ArraySource.copyOf(rows);
        if (schema().column(column.name()).isPresent()) {
            throw problem("there is already a column " + column.name(), column.name());
        }
        if (!old.columns().isEmpty() && cells.size() != old.count()) {
            throw problem(
                    "column " + column.name() + " has " + cells.size() + " rows, the others have " + old.count(),
                    column.name());
        }
        List<Schema.Column> columns = new ArrayList<>(schema().columns());
        columns.add(column);
        List<Values> values = new ArrayList<>(old.columns());
        values.add(cells);
        return new Dataset(about, new ArraySource(new Schema(columns), values, cells.size()), notes);
    }

    /** Its short name. */
    public String name() {
        return about.name();
    }

    /** Name, title, source and citation. */
    public About about() {
        return about;
    }

    /** Its columns. */
    public Schema schema() {
        return rows.schema();
    }

    /** How many rows there are. */
    public int rows() {
        return rows.count();
    }

    /** The rows for passes, any number of times. */
    public Source source() {
        return new Named(name(), rows);
    }

    /** The rows for this room. */
    Rows data() {
        return rows;
    }

    /** What the reader of a file wants said, in whole sentences; notes on single columns are in the schema. */
    public List<String> notes() {
        return notes;
    }

    /**
     * The rows as a Tablesaw table: the one this was made from, otherwise one that is built on the first call.
     *
     * @throws DataException if two names differ only by case, which such a table cannot hold
     */
    public synchronized Table table() {
        if (rows instanceof TableSource source) {
            return source.table();
        }
        Table built = table;
        if (built == null) {
            built = Tables.of(name(), rows);
            table = built;
        }
        return built;
    }

    /**
     * Counts, range and levels of a column.
     *
     * @throws DataException if there is no such column
     */
    public ColumnSummary column(String name) {
        int at = position(name);
        return ColumnSummary.of(schema().columns().get(at), ArraySource.copy(rows, at));
    }

    /**
     * A copy of the cells of a column that is not text, coded as {@link ColumnBlock#numeric} says; missing = NaN.
     *
     * @throws DataException if there is no such column or it is text
     */
    public double[] numbers(String column) {
        if (ArraySource.copy(rows, position(column)) instanceof Values.Numbers numbers) {
            return numbers.cells.clone();
        }
        throw problem("column " + column + " is text, not numbers", column);
    }

    /**
     * A copy of the cells of a column as text, as {@link Schema.Column#text} writes them; missing = null.
     *
     * @throws DataException if there is no such column
     */
    public @Nullable String[] texts(String column) {
        int at = position(column);
        Values.Texts texts = Conversions.toTexts(schema().columns().get(at), ArraySource.copy(rows, at));
        @Nullable String[] cells = new String[rows()];
        Arrays.setAll(cells, i -> texts.codes[i] < 0 ? null : texts.dictionary[texts.codes[i]]);
        return cells;
    }

    /** The same rows under another name. */
    public Dataset renamed(String name) {
        return about(new About(name, about.title(), about.source(), about.citation(), about.note()));
    }

    /** The same rows with other words about them. */
    public Dataset about(About other) {
        return new Dataset(other, rows, notes);
    }

    /**
     * The same with a declared order of levels.
     *
     * @param levels all levels, in order; a column that is not text becomes text
     * @throws DataException if there is no such column, a level is given twice, or a value is not among the levels
     */
    public Dataset withLevels(String column, List<String> levels) {
        Dataset text = withType(column, Schema.Kind.TEXT);
        if (new HashSet<>(levels).size() < levels.size()) {
            throw problem("a level of column " + column + " is given twice: " + String.join(", ", levels), column);
        }
        int at = position(column);
        Conversions.checkLevels(
                name(), text.schema().columns().get(at), (Values.Texts) ArraySource.copy(text.rows, at), levels);
        Schema.Column old = text.schema().columns().get(at);
        return text.withColumn(at, old.withLevels(levels, old.ordered()));
    }

    /**
     * The same with a declared order of levels that means something: R's ordered factor.
     *
     * @throws DataException as {@link #withLevels} does
     */
    public Dataset withOrderedLevels(String column, List<String> levels) {
        Dataset declared = withLevels(column, levels);
        int at = position(column);
        return declared.withColumn(at, declared.schema().columns().get(at).withLevels(levels, true));
    }

    /**
     * The same with a column read as another kind. As text, numbers become levels, whole ones written without a point;
     * a text that was mostly numbers or that looked like an identifier is then a factor like any other.
     *
     * @throws DataException if there is no such column or a value is not of that kind
     */
    public Dataset withType(String column, Schema.Kind kind) {
        int at = position(column);
        Schema.Column old = schema().columns().get(at);
        boolean text = kind == Schema.Kind.TEXT;
        Schema.Column now = new Schema.Column(
                old.name(),
                kind,
                text ? old.levels() : List.of(),
                text && old.ordered(),
                old.unit(),
                old.description(),
                !text && old.identifier(),
                "",
                "",
                kind == old.kind() ? old.offset() : "");
        if (kind == old.kind()) {
            return withColumn(at, now);
        }
        ArraySource arrays = ArraySource.copyOf(rows);
        List<Values> values = new ArrayList<>(arrays.columns());
        if (kind == Schema.Kind.DATE_TIME && values.get(at) instanceof Values.Texts texts) {
            now = now.withOffset(Offsets.of(texts.dictionary).shown());
        }
        values.set(at, Conversions.convert(name(), old, values.get(at), kind));
        List<Schema.Column> columns = new ArrayList<>(schema().columns());
        columns.set(at, now);
        return new Dataset(about, new ArraySource(new Schema(columns), values, rows()), notes);
    }

    private Dataset withColumn(int at, Schema.Column column) {
        List<Schema.Column> columns = new ArrayList<>(schema().columns());
        columns.set(at, column);
        return new Dataset(about, rows.withSchema(new Schema(columns)), notes);
    }

    /**
     * These rows, in this order, as often as they are named.
     *
     * @param which 0-based
     * @throws IndexOutOfBoundsException if there is no such row
     */
    public Dataset subset(int... which) {
        List<Values> values = new ArrayList<>();
        for (int j = 0; j < schema().columns().size(); j++) {
            values.add(ArraySource.copy(rows, j).rows(which));
        }
        return new Dataset(about, new ArraySource(schema(), values, which.length), notes);
    }

    /** The rows whose 0-based number is wanted. */
    public Dataset rows(IntPredicate wanted) {
        return subset(IntStream.range(0, rows()).filter(wanted).toArray());
    }

    /**
     * Only these columns, in this order.
     *
     * @throws DataException naming those that do not exist
     */
    public Dataset select(List<String> columns) {
        int[] slots = Blocks.slots(schema(), columns);
        List<Schema.Column> some =
                Arrays.stream(slots).mapToObj(schema().columns()::get).toList();
        List<Values> values =
                Arrays.stream(slots).mapToObj(j -> ArraySource.copy(rows, j)).toList();
        return new Dataset(about, new ArraySource(new Schema(some), values, rows()), notes);
    }

    private int position(String column) {
        int at = schema().names().indexOf(column);
        if (at < 0) {
            String near = Names.didYouMean(column, schema().names());
            String set = name().isEmpty() ? "the data" : name();
            throw problem(
                    set + " has no column " + column
                            + (near.isEmpty() ? "; its columns are " + Names.list(schema().names(), 20) : ". " + near),
                    column);
        }
        return at;
    }

    private DataException problem(String message, String column) {
        return new DataException(message, name(), -1, column);
    }

    /** Name, size and columns. */
    @Override
    public String toString() {
        return name() + " (" + rows() + " rows: " + Names.list(schema().names(), 10) + ")";
    }
}
