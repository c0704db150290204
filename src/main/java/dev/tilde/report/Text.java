package dev.tilde.report;

import java.util.ArrayList;
import java.util.List;

/**
 * A sentence or two with inline emphasis, code and links to sections. Built left to right:
 * {@code Text.of("Try ").code("log(y)").plain(".")}. Nothing in the strings is markup; every renderer escapes them.
 *
 * @param runs the pieces in reading order; none make an empty text
 */
public record Text(List<Run> runs) {
    /** The empty text. */
    public static final Text NONE = new Text(List.of());

    /** How a piece is set. */
    public enum Style {
        /** As the text around it. */
        PLAIN,
        /** Emphasised. */
        STRONG,
        /** Something to type: a formula, a name, a command. */
        CODE,
        /** A link to a section of the same document. */
        LINK
    }

    /**
     * A piece in one style.
     *
     * @param text what is shown
     * @param style how it is set
     * @param target the {@link Section#id} a link points at; empty for other styles
     */
    public record Run(String text, Style style, String target) {}

    public Text {
        runs = List.copyOf(runs);
    }

    /** A text in one plain piece; an empty string gives {@link #NONE}. */
    public static Text of(String plain) {
        return plain.isEmpty() ? NONE : new Text(List.of(new Run(plain, Style.PLAIN, "")));
    }

    /** This text and a plain piece after it. */
    public Text plain(String text) {
        return with(new Run(text, Style.PLAIN, ""));
    }

    /** This text and an emphasised piece after it. */
    public Text strong(String text) {
        return with(new Run(text, Style.STRONG, ""));
    }

    /** This text and a piece of code after it. */
    public Text code(String text) {
        return with(new Run(text, Style.CODE, ""));
    }

    /**
     * This text and a link after it.
     *
     * @param section the id of a section of the document
     */
    public Text link(String text, String section) {
        return with(new Run(text, Style.LINK, Section.checkedId(section)));
    }

    /** Whether there is nothing to show. */
    public boolean isEmpty() {
        return runs.isEmpty();
    }

    /** The words alone, without styles. */
    @Override
    public String toString() {
        StringBuilder out = new StringBuilder();
        runs.forEach(run -> out.append(run.text()));
        return out.toString();
    }

    private Text with(Run run) {
        List<Run> all = new ArrayList<>(runs);
        all.add(run);
        return new Text(all);
    }
}
