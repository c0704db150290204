package dev.tilde.data;

import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import tech.tablesaw.api.BooleanColumn;
import tech.tablesaw.api.DateColumn;
import tech.tablesaw.api.DateTimeColumn;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.InstantColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.LongColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;
import tech.tablesaw.api.TimeColumn;
import tech.tablesaw.columns.Column;

/** Builds Tablesaw tables. */
final class Tables {
    private Tables() {}

    /**
     * The same rows as a table: numbers as double, int or long columns, date-times with an offset as
     * instants, missing cells missing.
     *
     * @throws DataException if two names differ only by case, which such a table cannot hold
     */
    static Table of(String name, Rows rows) {
        Map<String, String> names = new HashMap<>();
        Column<?>[] columns = new Column<?>[rows.schema().columns().size()];
        for (int j = 0; j < columns.length; j++) {
            Schema.Column column = rows.schema().columns().get(j);
            String other = names.put(column.name().toLowerCase(Locale.ROOT), column.name());
            if (other != null) {
                throw new DataException(
                        "the names " + other + " and " + column.name()
                                + " differ only by case, which a table cannot hold; rename one of them",
                        name,
                        -1,
                        column.name());
            }
            columns[j] = column(column, ArraySource.copy(rows, j));
        }
        return Table.create(name, columns);
    }

    private static Column<?> column(Schema.Column column, Values values) {
        if (values instanceof Values.Texts texts) {
            StringColumn cells = StringColumn.create(column.name());
            for (int code : texts.codes) {
                cells.append(code < 0 ? "" : texts.dictionary[code]);
            }
            return cells;
        }
        double[] numbers = ((Values.Numbers) values).cells;
        return switch (column.kind()) {
            case INTEGER -> fitsInt(numbers) ? ints(column.name(), numbers) : longs(column.name(), numbers);
            case BOOLEAN -> {
                BooleanColumn cells = BooleanColumn.create(column.name());
                for (double v : numbers) {
                    if (Double.isNaN(v)) {
                        cells.appendMissing();
                    } else {
                        cells.append(v != 0);
                    }
                }
                yield cells;
            }
            case DATE -> {
                DateColumn cells = DateColumn.create(column.name());
                for (double v : numbers) {
                    cells.append(Double.isNaN(v) ? null : Cells.toDate(v));
                }
                yield cells;
            }
            case DATE_TIME -> {
                if (!column.offset().isEmpty()) {
                    yield instants(column.name(), numbers);
                }
                DateTimeColumn cells = DateTimeColumn.create(column.name());
                for (double v : numbers) {
                    cells.append(Double.isNaN(v) ? null : Cells.toDateTime(v));
                }
                yield cells;
            }
            case TIME -> {
                TimeColumn cells = TimeColumn.create(column.name());
                for (double v : numbers) {
                    cells.append(Double.isNaN(v) ? null : Cells.toTime(v));
                }
                yield cells;
            }
            default -> DoubleColumn.create(column.name(), numbers.clone());
        };
    }

    private static Column<?> instants(String name, double[] numbers) {
        InstantColumn cells = InstantColumn.create(name);
        for (double v : numbers) {
            if (Double.isNaN(v)) {
                cells.appendMissing();
            } else {
                cells.append(Cells.toDateTime(v).toInstant(ZoneOffset.UTC));
            }
        }
        return cells;
    }

    private static boolean fitsInt(double[] numbers) {
        for (double v : numbers) {
            // The smallest int is the sign of a missing value.
            if (Math.abs(v) > Integer.MAX_VALUE) {
                return false;
            }
        }
        return true;
    }

    private static Column<?> ints(String name, double[] numbers) {
        IntColumn cells = IntColumn.create(name);
        for (double v : numbers) {
            if (Double.isNaN(v)) {
                cells.appendMissing();
            } else {
                cells.append((int) v);
            }
        }
        return cells;
    }

    private static Column<?> longs(String name, double[] numbers) {
        LongColumn cells = LongColumn.create(name);
        for (double v : numbers) {
            if (Double.isNaN(v)) {
                cells.appendMissing();
            } else {
                cells.append((long) v);
            }
        }
        return cells;
    }
}
