package dev.tilde.report;

import java.util.List;

/**
 * A part of a document with a heading and an entry in its table of contents.
 *
 * @param id the anchor, {@code [a-z][a-z0-9-]*}, unique in the document
 * @param title the heading; empty for a part without heading and entry, such as the tiles at the top
 * @param lead one or two sentences below the heading that say how to read what follows
 * @param blocks the content, in reading order
 */
public record Section(String id, String title, Text lead, List<Block> blocks) {
    /**
     * @throws IllegalArgumentException when the id is not of the form {@code [a-z][a-z0-9-]*}
     */
    public Section {
        checkedId(id);
        blocks = List.copyOf(blocks);
    }

    /** A section from a plain lead. */
    public static Section of(String id, String title, String lead, Block... blocks) {
        return new Section(id, title, Text.of(lead), List.of(blocks));
    }

    /** Blocks without heading, lead and entry in the table of contents. */
    public static Section untitled(String id, Block... blocks) {
        return new Section(id, "", Text.NONE, List.of(blocks));
    }

    static String checkedId(String id) {
        if (!id.matches("[a-z][a-z0-9-]*")) {
            throw new IllegalArgumentException(
                    "section id \"" + id + "\" is not a lower-case letter followed by letters, digits and hyphens");
        }
        return id;
    }
}
