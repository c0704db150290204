package dev.tilde.data;

import de.siegmar.fastcsv.reader.AbstractBaseCsvCallbackHandler;
import de.siegmar.fastcsv.reader.CloseableIterator;
import de.siegmar.fastcsv.reader.CommentStrategy;
import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import de.siegmar.fastcsv.reader.RecordType;
import java.io.Closeable;
import java.io.IOException;
import java.io.Reader;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Hands the fields of a CSV text to its columns and checks the shape: the only file that sees the tokeniser. The first
 * line that is not blank holds the names.
 */
final class CsvRecords extends AbstractBaseCsvCallbackHandler<Boolean> implements CsvPosition, Closeable {
    private final String source;
    private final String hint;
    private final Function<List<Header>, ? extends List<? extends @Nullable CellSink>> begin;
    private Lines lines = new Lines();
    private @Nullable CloseableIterator<Boolean> records;

    private final List<Header> header = new ArrayList<>();
    private @Nullable CellSink @Nullable [] columns;
    private int rows;
    private long line;
    private long blankLine;
    private long blanks;
    /** The first field of several columns is nothing but blanks: a missing value, or all there is on a blank line. */
    private boolean onlyBlanks;

    /** A name as it stands in the file. */
    record Header(String text, boolean quoted) {}

    /** A blank stands before an opening quote, which only the slower tokeniser understands. */
    static final class Padded extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Padded() {
            super("blanks around quotes", null, false, false);
        }
    }

    private final boolean padded;

    /**
     * @param hint what to add to a message about the shape; may be empty
     * @param padded whether blanks around quotes do not belong to the field
     * @param begin from the header to one column per name; null for columns that are not wanted
     */
    CsvRecords(
            String source,
            String hint,
            boolean padded,
            Function<List<Header>, ? extends List<? extends @Nullable CellSink>> begin) {
        this.source = source;
        this.hint = hint;
        this.padded = padded;
        this.begin = begin;
    }

    /** Starts to read a text, which is closed with this. */
    void open(Reader text, char separator) {
        records = CsvReader.builder()
                .fieldSeparator(separator)
                .commentStrategy(CommentStrategy.NONE)
                .skipEmptyLines(false)
                .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
                .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
                .allowUnclosedQuote(false)
                .trimWhitespacesAroundQuotes(padded)
                .build(this, text)
                .iterator();
    }

    /**
     * Hands out rows until there are at least {@code most} since the last {@link #restart}, or the text ends.
     *
     * @return whether there may be more
     * @throws DataException if the text is no rectangle of fields under a header
     * @throws Padded if {@code padded} was false and has to be true
     */
    boolean advance(int most) {
        CloseableIterator<Boolean> from = Objects.requireNonNull(records);
        boolean more = true;
        try {
            while (rows < most && more) {
                more = from.hasNext() && from.next();
            }
        } catch (CsvParseException e) {
            throw explain(e);
        }
        if (columns == null) {
            throw problem(source + " is empty; the first line has to hold the names of the columns");
        }
        return more;
    }

    /** The next rows are numbered from 0 again and go to other columns. */
    void restart(List<? extends @Nullable CellSink> others) {
        rows = 0;
        lines = new Lines();
        columns = others.toArray(CellSink[]::new);
    }

    @Override
    public void close() throws IOException {
        if (records != null) {
            records.close();
        }
    }

    private RuntimeException explain(CsvParseException e) {
        for (Throwable t = e; t != null; t = t.getCause()) {
            if (t instanceof DataException || t instanceof Padded) {
                return (RuntimeException) t;
            }
        }
        String message = String.valueOf(e.getMessage());
        if (message.startsWith("Unclosed") || message.contains("buffer")) {
            return problem(source + " line " + line + ": a quote opens in this record and is never closed");
        }
        if (message.contains("after closing quote")) {
            return padded
                    ? problem(source + " line " + line
                            + ": text follows a closing quote; a quote inside a quoted field is written twice")
                    : new Padded();
        }
        return problem(source + " line " + line + ": " + message);
    }

    int rows() {
        return rows;
    }

    /** Line on which the record being read begins. */
    @Override
    public long line() {
        return line;
    }

    Lines lines() {
        return lines;
    }

    @Override
    protected void handleBegin(long startingLineNumber) {
        line = startingLineNumber;
    }

    @Override
    protected void handleField(int field, char[] chars, int from, int length, boolean quoted) {
        if (!padded && !quoted && length > 1 && chars[from] == ' ' && opensQuote(chars, from, from + length)) {
            throw new Padded();
        }
        if (columns == null) {
            header.add(new Header(new String(chars, from, length), quoted));
        } else if (field == 0 && columns.length > 1 && !quoted && isBlank(chars, from, length)) {
            onlyBlanks = true;
        } else if (field < columns.length) {
            if (blanks > 0) {
                afterBlankLines();
            }
            if (onlyBlanks) {
                onlyBlanks = false;
                if (columns[0] != null) {
                    columns[0].add(new char[0], 0, 0, false, this);
                }
            }
            CellSink column = columns[field];
            if (column != null) {
                column.add(chars, from, length, quoted, this);
            }
        }
    }

    private static boolean isBlank(char[] chars, int from, int length) {
        return length > 0 && Blanks.start(chars, from, from + length) == from + length;
    }

    private static boolean opensQuote(char[] chars, int from, int to) {
        int at = from;
        while (at < to && chars[at] == ' ') {
            at++;
        }
        return at < to && chars[at] == '"';
    }

    @Override
    protected void handleEmpty() {
        if (columns != null) {
            if (blanks == 0) {
                blankLine = line;
            }
            blanks++;
        }
    }

    /** Blank lines that turn out not to be at the end: missing values of a single column, an error otherwise. */
    private void afterBlankLines() {
        CellSink[] all = columns;
        if (all.length > 1) {
            throw problem(source + " line " + blankLine + " is blank, but rows follow it");
        }
        long thisLine = line;
        for (long k = 0; k < blanks; k++) {
            lines.put(rows++, blankLine + k);
            if (all[0] != null) {
                all[0].add(new char[0], 0, 0, false, this);
            }
        }
        line = thisLine;
        blanks = 0;
    }

    @Override
    protected Boolean buildRecord() {
        if (getRecordType() != RecordType.DATA) {
            return true;
        }
        if (columns == null
                && header.size() == 1
                && !header.get(0).quoted()
                && header.get(0).text().isBlank()) {
            header.clear();
        } else if (columns != null && onlyBlanks && getFieldCount() == 1) {
            onlyBlanks = false;
            handleEmpty();
        } else if (columns == null) {
            columns = begin.apply(header).toArray(CellSink[]::new);
        } else if (getFieldCount() != columns.length) {
            throw ragged(getFieldCount());
        } else {
            lines.put(rows++, line);
        }
        return true;
    }

    private DataException ragged(int fields) {
        boolean rowNames = rows == 0 && fields == header.size() + 1;
        return new DataException(
                source + " line " + line + " has " + fields + (fields == 1 ? " field" : " fields") + ", the header has "
                        + header.size()
                        + (rowNames ? "; if the first field names the rows, it needs a name in the header too" : "")
                        + hint,
                source,
                rows,
                "");
    }

    @Override
    public DataException problem(String column, String cell, String kind) {
        return new DataException(
                source + " line " + line + ", column " + column + ": \"" + cell + "\" is not " + kind
                        + ", as its description says",
                source,
                rows,
                column);
    }

    private DataException problem(String message) {
        return new DataException(message, source, -1, "");
    }
}
