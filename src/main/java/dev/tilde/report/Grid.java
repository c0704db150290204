package dev.tilde.report;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A table. The first column names the rows. Cells hold their final text; the number behind it is kept beside it for
 * JSON.
 *
 * @param caption what the table shows and what its columns rest on; may be empty
 * @param columns the columns from left to right
 * @param rows the rows from top to bottom
 */
public record Grid(String caption, List<Column> columns, List<Row> rows) implements Block {
    /** How the cells of a column line up. */
    public enum Align {
        /** Words. */
        LEFT,
        /** Numbers. */
        RIGHT,
        /** Intervals {@code "low to high"}, lined up at the word between where characters have one width. */
        INTERVAL
    }

    /** How much the cells of a column stand out. */
    public enum Tone {
        /** As usual. */
        PLAIN,
        /** The number to read first. */
        STRONG,
        /** Background. */
        QUIET,
        /** Names and formulas. */
        CODE
    }

    /**
     * A column.
     *
     * @param title the heading; a line break in it starts a second line
     * @param align how cells line up
     * @param tone how much they stand out
     */
    public record Column(String title, Align align, Tone tone) {
        /** A column of words. */
        public static Column left(String title) {
            return new Column(title, Align.LEFT, Tone.PLAIN);
        }

        /** A column of numbers. */
        public static Column right(String title) {
            return new Column(title, Align.RIGHT, Tone.PLAIN);
        }

        /** A column of intervals. */
        public static Column interval(String title) {
            return new Column(title, Align.INTERVAL, Tone.PLAIN);
        }

        /** This column in another tone. */
        public Column tone(Tone other) {
            return new Column(title, align, other);
        }
    }

    /** What a row is in the table. */
    public enum Kind {
        /** A row for itself. */
        PLAIN,
        /** The head of the rows of one term. */
        TERM,
        /** A row of the term above: a level of a factor, one column of a basis. */
        LEVEL,
        /** The level the others are compared with. */
        REFERENCE,
        /** A remark in place of numbers. */
        NOTE,
        /** What is left, or the sum of the rows above. */
        TOTAL
    }

    /**
     * A row.
     *
     * @param kind what the row is
     * @param cells from left to right; their spans add up to at most the number of columns, missing ones are empty
     */
    public record Row(Kind kind, List<Cell> cells) {
        public Row {
            cells = List.copyOf(cells);
        }

        /** A row of the given kind. */
        public static Row of(Kind kind, Cell... cells) {
            return new Row(kind, List.of(cells));
        }
    }

    /**
     * A cell.
     *
     * @param text the words or the number in its final form, with an ASCII minus
     * @param note set small after the text, such as a unit or a count of rows; may be empty
     * @param value the number behind the text, or null where there is none
     * @param mark a drawing of the number, or null; a column of marks alone is left out of plain text
     * @param span how many columns the cell covers, at least 1
     * @param hover more detail for whoever points at the cell; may be empty
     */
    public record Cell(
            String text,
            String note,
            @Nullable Double value,
            @Nullable Mark mark,
            int span,
            String hover) {
        /** An empty cell. */
        public static final Cell EMPTY = new Cell("", "", null, null, 1, "");

        /**
         * @throws IllegalArgumentException when the span is below 1
         */
        public Cell {
            if (span < 1) {
                throw new IllegalArgumentException("a cell covers at least 1 column, not " + span);
            }
        }

        /** A cell of words. */
        public static Cell of(String text) {
            return new Cell(text, "", null, null, 1, "");
        }

        /** A number in its final form, and the number itself. */
        public static Cell of(String text, double value) {
            return new Cell(text, "", value, null, 1, "");
        }

        /** A drawing without text. */
        public static Cell of(Mark mark) {
            return new Cell("", "", null, mark, 1, "");
        }

        /** This cell with a small note after its text. */
        public Cell note(String other) {
            return new Cell(text, other, value, mark, span, hover);
        }

        /** This cell over several columns. */
        public Cell spanning(int columns) {
            return new Cell(text, note, value, mark, columns, hover);
        }

        /** This cell with detail for whoever points at it. */
        public Cell hover(String other) {
            return new Cell(text, note, value, mark, span, other);
        }
    }

    /** A small drawing inside a cell. All marks of a column share one scale. */
    public sealed interface Mark {
        /** An estimate and its interval around a line at zero; filled when the interval leaves zero out. */
        record Forest(double estimate, double low, double high) implements Mark {}

        /** A share of the whole, as a bar; the longest bar of the column fills it. */
        record Share(double value) implements Mark {}

        /** Counts of equal classes, as the outline of a distribution. */
        record Counts(List<Integer> counts) implements Mark {
            public Counts {
                counts = List.copyOf(counts);
            }
        }
    }

    /**
     * @throws IllegalArgumentException when there is no column, or a row covers more columns than there are
     */
    public Grid {
        columns = List.copyOf(columns);
        rows = List.copyOf(rows);
        if (columns.isEmpty()) {
            throw new IllegalArgumentException("a table needs a column");
        }
        for (int i = 0; i < rows.size(); i++) {
            int covered = rows.get(i).cells().stream().mapToInt(Cell::span).sum();
            if (covered > columns.size()) {
                throw new IllegalArgumentException("row " + (i + 1) + " of the table covers " + covered
                        + " columns, but there are " + columns.size());
            }
        }
    }
}
