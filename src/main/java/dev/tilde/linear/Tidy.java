package dev.tilde.linear;

import dev.tilde.data.Dataset;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import tech.tablesaw.api.Table;

/** Builds tables of results, column by column. */
final class Tidy {
    private final Dataset data;

    private Tidy(Dataset data) {
        this.data = data;
    }

    static Tidy of(String name) {
        return new Tidy(Dataset.named(name));
    }

    <T> Tidy text(String column, List<T> rows, Function<T, String> value) {
        return new Tidy(data.with(column, rows.stream().map(value).toArray(String[]::new)));
    }

    <T> Tidy number(String column, List<T> rows, ToDoubleFunction<T> value) {
        return number(column, rows.stream().mapToDouble(value).toArray());
    }

    Tidy number(String column, double[] values) {
        return new Tidy(data.with(column, values));
    }

    Table table() {
        return data.table();
    }
}
