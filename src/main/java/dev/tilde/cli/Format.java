package dev.tilde.cli;

import dev.tilde.report.Document;
import dev.tilde.report.Renderers;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A form of output. */
enum Format {
    TEXT("text", "txt"),
    JSON("json", "json"),
    CSV("csv", "csv"),
    MARKDOWN("md", "md"),
    HTML("html", "html");

    final String word;
    private final String extension;

    Format(String word, String extension) {
        this.word = word;
        this.extension = extension;
    }

    /** The form that a file name asks for. */
    static Optional<Format> ofFile(String file) {
        String lower = file.toLowerCase(Locale.ROOT);
        return Arrays.stream(values())
                .filter(f -> lower.endsWith("." + f.extension))
                .findFirst();
    }

    /** A document in a form that documents have. */
    String render(Document document, int width, boolean unicode) {
        return switch (this) {
            case MARKDOWN -> Renderers.MARKDOWN.render(document);
            case HTML -> Renderers.HTML.render(document);
            case JSON -> Renderers.JSON.render(document);
            case TEXT, CSV ->
                unicode
                        ? Renderers.text(width).render(document)
                        : Renderers.ascii(width).render(document);
        };
    }

    /** The word after {@code -f}. */
    static final class Converter implements ITypeConverter<Format> {
        @Override
        public Format convert(String word) {
            return Arrays.stream(values())
                    .filter(f -> f.word.equalsIgnoreCase(word) || f.extension.equalsIgnoreCase(word))
                    .findFirst()
                    .orElseThrow(() ->
                            new TypeConversionException("'" + word + "' is none of text, json, csv, md and html"));
        }
    }
}
