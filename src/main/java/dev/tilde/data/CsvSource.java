package dev.tilde.data;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A CSV file that is read anew for every pass and never held, so it may be larger than memory.
 *
 * <p>It is read once when it is opened, to check its shape and to find the kinds of its columns from all values, by the
 * rules of {@link Csv}; a description beside it decides over kinds and levels here too. Names that differ only by case
 * are allowed. What takes all texts in memory is not looked for: identifiers by their values, and levels that differ
 * only by blanks or case.
 */
public final class CsvSource implements Source {
    private final CsvText text;
    private final String file;
    private final Schema schema;
    private final List<String> notes;

    private CsvSource(CsvText text, String file, Schema schema, List<String> notes) {
        this.text = text;
        this.file = file;
        this.schema = schema;
        this.notes = List.copyOf(notes);
    }

    /**
     * Opens a file.
     *
     * @throws DataException if it cannot be read or is no table; says in which line
     */
    public static CsvSource of(Path file, CsvOptions options) {
        CsvText text = CsvText.of(file, options);
        Schema schema = CsvText.onDisk(file.toString(), text.source, () -> text.read(() -> learn(text)));
        return new CsvSource(text, file.toString(), schema, text.notes());
    }

    private static Schema learn(CsvText text) throws IOException {
        List<String> names = new ArrayList<>();
        List<CellSink> sinks = new ArrayList<>();
        try (CsvRecords records = text.records(CsvText.Case.DISTINGUISHED, header -> {
            names.addAll(header);
            for (String name : header) {
                sinks.add(new KindSink(name, text.missing, text.options.decimal().mark));
            }
            return sinks;
        })) {
            boolean any = false;
            for (boolean more = true; more; ) {
                more = records.advance(BLOCK);
                any |= records.rows() > 0;
                records.restart(sinks);
            }
            if (!any) {
                throw text.problem(text.source + " has a header but no rows");
            }
        }
        List<Schema.Column> columns = new ArrayList<>();
        for (int j = 0; j < names.size(); j++) {
            String name = names.get(j);
            Schema.Column found = ((KindSink) sinks.get(j)).column();
            Optional<Schema.Column> declared = text.metadata.flatMap(m -> m.column(name));
            columns.add(declared.map(d -> d.kind() == Schema.Kind.DATE_TIME ? d.withOffset(found.offset()) : d)
                    .orElse(j == 0 && text.nameless() ? Csv.namesRows(found) : found));
        }
        return new Schema(columns);
    }

    @Override
    public Schema schema() {
        return schema;
    }

    @Override
    public boolean replayable() {
        return true;
    }

    /** What the reader wants said about the file, in whole sentences; notes on single columns are in the schema. */
    public List<String> notes() {
        return notes;
    }

    /**
     * {@inheritDoc}
     *
     * @throws DataException also if a value is not of the declared kind or level, or the file has changed so that it
     *     cannot be read any more
     */
    @Override
    public <S> S run(Pass<S> pass, List<String> columns) {
        int[] slots = Blocks.slots(schema, columns);
        return CsvText.onDisk(file, text.source, () -> {
            try (Chunks chunks = new Chunks(slots)) {
                return ChunkSource.of(schema, () -> chunks).run(pass, columns);
            }
        });
    }

    /** Blocks of rows of some columns. */
    private final class Chunks implements Iterator<Dataset>, AutoCloseable {
        private final List<@Nullable CsvColumn> all = new ArrayList<>();
        private final List<Schema.Column> wanted = new ArrayList<>();
        private final CsvRecords records;
        private boolean more = true;
        private @Nullable Dataset next;

        Chunks(int[] slots) throws IOException {
            boolean[] want = new boolean[schema.columns().size()];
            for (int slot : slots) {
                want[slot] = true;
            }
            for (int j = 0; j < want.length; j++) {
                all.add(null);
                if (want[j]) {
                    wanted.add(schema.columns().get(j));
                }
            }
            fresh();
            records = text.records(CsvText.Case.DISTINGUISHED, names -> {
                if (!names.equals(schema.names())) {
                    throw text.problem(text.source + " has changed while it was in use: its columns are others now");
                }
                return all;
            });
        }

        private void fresh() {
            for (int j = 0; j < all.size(); j++) {
                Schema.Column column = schema.columns().get(j);
                if (wanted.contains(column)) {
                    all.set(
                            j,
                            new CsvColumn(
                                    column.name(), Optional.of(column), text.missing, text.options.decimal().mark));
                }
            }
        }

        @Override
        public boolean hasNext() {
            if (next == null && more) {
                more = records.advance(BLOCK);
                if (records.rows() > 0) {
                    next = chunk();
                    fresh();
                    records.restart(all);
                }
            }
            return next != null;
        }

        private Dataset chunk() {
            List<Values> values = new ArrayList<>();
            for (CsvColumn column : all) {
                if (column != null) {
                    Schema.Column declared = wanted.get(values.size());
                    Typing typing = new Typing(column.name, records.lines(), text.options.decimal().mark);
                    values.add(typing.declared(declared, column.finish(), text.source)
                            .values());
                }
            }
            return new Dataset(
                    Dataset.About.name(text.stem()),
                    new ArraySource(new Schema(wanted), values, records.rows()),
                    List.of());
        }

        @Override
        public Dataset next() {
            if (!hasNext()) {
                throw new NoSuchElementException();
            }
            Dataset chunk = next;
            next = null;
            return chunk;
        }

        @Override
        public void close() {
            try {
                records.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
