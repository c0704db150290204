package dev.tilde.report;

/** Turns a document into characters. Pure: the same document gives the same characters. */
@FunctionalInterface
public interface Renderer {
    /** The document in this renderer's form, ending with a line break. */
    String render(Document document);
}
