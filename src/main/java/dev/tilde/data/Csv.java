package dev.tilde.data;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads CSV files: the first line holds the names, the kinds of the columns are found from all of their values.
 *
 * <p>Kinds are integer, decimal (also {@code 1e5}, {@code Inf}), boolean ({@code true}, {@code TRUE}, {@code True};
 * {@code T} stays text), ISO date and date-time, else text. Nothing is coerced silently: numbers with leading zeros and
 * integers past 2^53 stay text, and a text column of which 80 % are numbers says which values are none
 * ({@link Schema.Column#notNumbers}). Missing are the empty field, {@code NA}, {@code N/A}, {@code NaN} and
 * {@code null}; among numbers also {@code None}, {@code NULL}, {@code <NA>} and {@code #N/A}.
 *
 * <p>A {@code .json} file of the same name beside the file, in the format of the shipped data sets, decides over all of
 * this: kinds, levels and their order, units, and what means missing.
 */
public final class Csv {
    private Csv() {}

    /** Reads a file with {@link CsvOptions#DEFAULTS}. */
    public static Dataset read(Path file) {
        return read(file, CsvOptions.DEFAULTS);
    }

    /**
     * Reads a file, and the description beside it if there is one. The file is read a second time when a column that
     * began with numbers turns out to be text.
     *
     * @throws DataException if the file cannot be read or is no table; says in which line
     */
    public static Dataset read(Path file, CsvOptions options) {
        CsvText text = CsvText.of(file, options);
        return CsvText.onDisk(file.toString(), text.source, () -> text.read(() -> read(text)));
    }

    /**
     * Reads a stream to its end; there is no description beside it. The bytes are held in memory meanwhile.
     *
     * @param name for messages and as the name of the data set
     * @throws DataException if it cannot be read or is no table
     */
    public static Dataset read(InputStream stream, String name, CsvOptions options) {
        return read(stream, name, options, Optional.empty());
    }

    static Dataset read(InputStream stream, String name, CsvOptions options, Optional<Metadata> metadata) {
        return CsvText.onDisk(name, name, () -> {
            byte[] bytes = stream.readAllBytes();
            CsvText text = new CsvText(name, options, metadata, () -> new ByteArrayInputStream(bytes), List.of());
            return text.read(() -> read(text));
        });
    }

    private static Dataset read(CsvText text) throws IOException {
        List<CsvColumn> columns = new ArrayList<>();
        CsvRecords records = text.records(CsvText.Case.REFUSED, names -> {
            for (String name : names) {
                columns.add(new CsvColumn(
                        name, text.metadata.flatMap(m -> m.column(name)), text.missing, text.options.decimal().mark));
            }
            return columns;
        });
        try (records) {
            records.advance(Integer.MAX_VALUE);
        }
        if (records.rows() == 0) {
            throw text.problem(text.source + " has a header but no rows");
        }
        if (columns.stream().anyMatch(CsvColumn::again)) {
            List<CsvColumn> again = new ArrayList<>(columns);
            again.replaceAll(c -> c.again() ? c : null);
            again.stream().filter(c -> c != null).forEach(CsvColumn::restartAsText);
            try (CsvRecords second = text.records(CsvText.Case.REFUSED, names -> again)) {
                second.advance(Integer.MAX_VALUE);
            }
        }
        return dataset(text, columns, records);
    }

    private static Dataset dataset(CsvText text, List<CsvColumn> columns, CsvRecords records) {
        List<Schema.Column> schema = new ArrayList<>();
        List<Values> values = new ArrayList<>();
        List<String> notes = text.notes();
        for (CsvColumn column : columns) {
            Typing typing = new Typing(column.name, records.lines(), text.options.decimal().mark);
            Optional<Schema.Column> declared = text.metadata.flatMap(m -> m.column(column.name));
            CsvColumn.Read read = column.finish();
            Typing.Typed typed =
                    declared.isPresent() ? typing.declared(declared.get(), read, text.source) : typing.infer(read);
            if (declared.isEmpty() && text.metadata.isPresent()) {
                notes.add("column " + column.name + " is not in the description; its type was found from its values");
            }
            schema.add(
                    declared.isEmpty() && text.nameless() && schema.isEmpty()
                            ? namesRows(typed.column())
                            : typed.column());
            values.add(typed.values());
        }
        Dataset.About about = text.metadata.map(Metadata::about).orElse(Dataset.About.name(text.stem()));
        return new Dataset(about, new ArraySource(new Schema(schema), values, records.rows()), notes);
    }

    /** A nameless first column, marked as what it is. */
    static Schema.Column namesRows(Schema.Column c) {
        return c.asIdentifier()
                .withNote("the first column has no name, is called row and names the rows, so . leaves it out");
    }
}
