package dev.tilde.report;

/** The forms a document can take. */
public final class Renderers {
    /** Plain text, at most 80 columns wide; see {@link #text(int)}. */
    public static final Renderer TEXT = text(80);

    /** GitHub-flavoured Markdown; plots appear as their title and description. */
    public static final Renderer MARKDOWN = document -> new Markdown().render(document);

    /** One self-contained page: no script, no font, nothing loaded; follows the reader's dark mode and prints well. */
    public static final Renderer HTML = document -> new Html().render(document);

    /** The document as a JSON tree, with the numbers behind the texts; keys in snake_case. */
    public static final Renderer JSON = document -> JsonTree.of(document).pretty() + "\n";

    private Renderers() {}

    /**
     * Plain text with aligned columns, wrapped prose and ASCII minus signs, so that numbers can be pasted into code.
     * Wide characters count as two columns. Names longer than 30 are cut in the middle. A table that stays too wide
     * goes on below itself, with its first column repeated.
     *
     * @param width the most columns a line takes; code blocks and words without a blank are cut to it as well
     * @throws IllegalArgumentException when the width is below 40
     */
    public static Renderer text(int width) {
        return new TextRenderer(checked(width), false);
    }

    /** As {@link #text(int)} for terminals without Unicode: {@code R^2}, {@code +/-}, {@code ----}. */
    public static Renderer ascii(int width) {
        return new TextRenderer(checked(width), true);
    }

    private static int checked(int width) {
        if (width < 40) {
            throw new IllegalArgumentException("text needs a width of at least 40 columns, not " + width);
        }
        return width;
    }

    private record TextRenderer(int width, boolean ascii) implements Renderer {
        @Override
        public String render(Document document) {
            return new TextLayout(width, ascii).render(document);
        }
    }
}
