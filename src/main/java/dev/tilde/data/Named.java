package dev.tilde.data;

import java.util.List;
import java.util.OptionalLong;

/** Rows that know what they are called. */
record Named(String name, Source rows) implements Source {
    @Override
    public Schema schema() {
        return rows.schema();
    }

    @Override
    public OptionalLong rowCount() {
        return rows.rowCount();
    }

    @Override
    public boolean replayable() {
        return rows.replayable();
    }

    @Override
    public <S> S run(Pass<S> pass, List<String> columns) {
        return rows.run(pass, columns);
    }
}
