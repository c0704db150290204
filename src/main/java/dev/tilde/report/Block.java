package dev.tilde.report;

import java.util.List;

/**
 * A piece of a document: plain data that says what is shown, never how. The family is closed, so that every renderer
 * knows all of it; a new kind of content is put together from these.
 */
public sealed interface Block
        permits Block.Heading,
                Block.Prose,
                Block.Tiles,
                Block.Definitions,
                Block.Code,
                Block.Drawing,
                Block.Beside,
                Block.Details,
                Findings,
                Grid,
                Plot {

    /** A heading inside a section. */
    record Heading(String text) implements Block {}

    /** A paragraph. */
    record Prose(Text text) implements Block {}

    /** The few numbers a reader looks for first, side by side. */
    record Tiles(List<Tile> tiles) implements Block {
        public Tiles {
            tiles = List.copyOf(tiles);
        }
    }

    /**
     * One number with its name.
     *
     * @param key what it is: {@code "Rows used"}
     * @param value the number in its final form: {@code "111"}
     * @param unit set small after the value: {@code "of 153"}, {@code "ppb"}; may be empty
     * @param note a line below: {@code "42 left out for missing values"}; may be empty
     */
    record Tile(String key, String value, String unit, String note) {}

    /** Names and what they stand for, one below the other. */
    record Definitions(List<Entry> entries) implements Block {
        public Definitions {
            entries = List.copyOf(entries);
        }
    }

    /** A name and what it stands for. */
    record Entry(String term, Text text) {
        /** An entry with a plain text. */
        public static Entry of(String term, String text) {
            return new Entry(term, Text.of(text));
        }
    }

    /**
     * Lines to copy, kept as they are.
     *
     * @param language a word for Markdown's fence such as {@code "java"} or {@code "console"}; may be empty
     */
    record Code(String text, String language) implements Block {}

    /**
     * A picture that is not a plot, such as a graph of nodes and edges.
     *
     * @param title the conclusion
     * @param caption how to read it; may be empty
     * @param description what it shows, in a sentence
     * @param svg an SVG file of its own, with its own colours for light and dark
     */
    record Drawing(String title, String caption, String description, String svg) implements Block {}

    /**
     * Blocks side by side where there is room, one below the other where there is not.
     *
     * @param columns 2 or 3; further blocks start new lines
     */
    record Beside(int columns, List<Block> blocks) implements Block {
        /**
         * @throws IllegalArgumentException when columns is neither 2 nor 3
         */
        public Beside {
            if (columns != 2 && columns != 3) {
                throw new IllegalArgumentException("blocks side by side take 2 or 3 columns, not " + columns);
            }
            blocks = List.copyOf(blocks);
        }
    }

    /** Blocks folded away behind a line that says what they hold; plain text and print show them unfolded. */
    record Details(String summary, List<Block> blocks) implements Block {
        public Details {
            blocks = List.copyOf(blocks);
        }
    }
}
