package dev.tilde.data;

import java.util.List;

/** Rows held in one array per column. */
final class ArraySource implements Rows {
    private final Schema schema;
    private final List<Values> columns;
    private final int count;

    /**
     * @param schema one column per element of {@code columns}; text where that is {@link Values.Texts}
     * @param columns all of {@code count} cells
     */
    ArraySource(Schema schema, List<Values> columns, int count) {
        this.schema = schema;
        this.columns = List.copyOf(columns);
        this.count = count;
    }

    /** All columns of other rows, read once into arrays. */
    static ArraySource copyOf(Rows rows) {
        if (rows instanceof ArraySource already) {
            return already;
        }
        Values[] columns = new Values[rows.schema().columns().size()];
        for (int j = 0; j < columns.length; j++) {
            columns[j] = copy(rows, j);
        }
        return new ArraySource(rows.schema(), List.of(columns), rows.count());
    }

    /** One column as arrays: shared when it is held so, read once when not. */
    static Values copy(Rows rows, int column) {
        if (rows instanceof ArraySource already) {
            return already.columns.get(column);
        }
        if (rows.schema().columns().get(column).kind() == Schema.Kind.TEXT) {
            int[] codes = new int[rows.count()];
            rows.codes(column, 0, codes.length, codes, 0);
            return new Values.Texts(codes, rows.dictionary(column));
        }
        double[] cells = new double[rows.count()];
        rows.numbers(column, 0, cells.length, cells, 0);
        return new Values.Numbers(cells);
    }

    List<Values> columns() {
        return columns;
    }

    @Override
    public Schema schema() {
        return schema;
    }

    @Override
    public int count() {
        return count;
    }

    @Override
    public void numbers(int column, int from, int n, double[] to, int at) {
        System.arraycopy(((Values.Numbers) columns.get(column)).cells, from, to, at, n);
    }

    @Override
    public void codes(int column, int from, int n, int[] to, int at) {
        System.arraycopy(((Values.Texts) columns.get(column)).codes, from, to, at, n);
    }

    @Override
    public String[] dictionary(int column) {
        return ((Values.Texts) columns.get(column)).dictionary;
    }

    @Override
    public Rows withSchema(Schema other) {
        return new ArraySource(other, columns, count);
    }
}
