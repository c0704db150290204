package dev.tilde.report;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * A report or summary as data: what is said, in which order. {@link Renderers} turn it into text. The same document
 * gives the same characters; nothing here looks at a clock, a locale or the machine.
 *
 * @param eyebrow the kind of document, set small above the title; may be empty
 * @param title the title
 * @param formula the formula of the model in pieces, so that it can be coloured; may be empty
 * @param subtitle a line below: method, data, date as the caller gives it; may be empty
 * @param sections the content; ids are unique
 */
public record Document(String eyebrow, String title, List<Piece> formula, Text subtitle, List<Section> sections) {
    /** What a piece of a formula is. */
    public enum Role {
        /** A variable left of the tilde. */
        RESPONSE,
        /** A variable right of it. */
        VARIABLE,
        /** A function with its parentheses. */
        FUNCTION,
        /** An operator, the tilde, blanks. */
        OPERATOR,
        /** Anything else, such as a number. */
        PLAIN
    }

    /** A piece of a formula: {@code ("Ozone", RESPONSE)}, {@code (" ~ ", OPERATOR)}. */
    public record Piece(String text, Role role) {}

    /**
     * @throws IllegalArgumentException when two sections have the same id
     */
    public Document {
        formula = List.copyOf(formula);
        sections = List.copyOf(sections);
        Set<String> ids = new HashSet<>();
        for (Section section : sections) {
            if (!ids.add(section.id())) {
                throw new IllegalArgumentException("two sections have the id \"" + section.id() + "\"");
            }
        }
    }

    /** The formula as one string. */
    public String formulaText() {
        StringBuilder out = new StringBuilder();
        formula.forEach(piece -> out.append(piece.text()));
        return out.toString();
    }

    /**
     * The same with one section more, at the end.
     *
     * @throws IllegalArgumentException when a section has its id already
     */
    public Document with(Section section) {
        List<Section> more = new ArrayList<>(sections);
        more.add(section);
        return new Document(eyebrow, title, formula, subtitle, more);
    }

    /** The document as {@link Renderers#TEXT}, 80 columns wide. */
    @Override
    public String toString() {
        return Renderers.TEXT.render(this).stripTrailing();
    }

    /**
     * Writes the document as one self-contained HTML file in UTF-8, over an older file of that name.
     *
     * @param file where to; its folder must exist
     * @throws IllegalArgumentException when the folder does not exist, or the path is a folder
     * @throws UncheckedIOException when writing fails
     */
    public void save(Path file) {
        Path folder = file.toAbsolutePath().getParent();
        if (folder != null && !Files.isDirectory(folder)) {
            throw new IllegalArgumentException("no folder " + folder + " to save the report in; create it first");
        }
        if (Files.isDirectory(file)) {
            throw new IllegalArgumentException(file + " is a folder; the report needs a file name");
        }
        try {
            Files.writeString(file, Renderers.HTML.render(this), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("could not write the report to " + file, e);
        }
    }
}
