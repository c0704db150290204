package dev.tilde.data;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/**
 * How a CSV file is to be read where its text does not say.
 *
 * @param separator between fields; empty = a comma, or when the header has none, a semicolon, tab or {@code |}
 * @param missing the texts that mean a missing value, in place of the standard list; the empty field always does
 * @param decimal the decimal mark of numbers
 * @param encoding of the file; a byte order mark is dropped
 */
public record CsvOptions(
        Optional<Character> separator, Optional<List<String>> missing, Decimal decimal, Charset encoding) {
    /** The mark between the whole part and the fraction of a number. */
    public enum Decimal {
        /** {@code 1.5}. */
        POINT('.'),
        /** {@code 1,5}. */
        COMMA(',');

        final char mark;

        Decimal(char mark) {
            this.mark = mark;
        }
    }

    /** Everything from the file, decimal points, UTF-8. */
    public static final CsvOptions DEFAULTS =
            new CsvOptions(Optional.empty(), Optional.empty(), Decimal.POINT, StandardCharsets.UTF_8);

    /** @throws IllegalArgumentException if the separator is a quote or a line break */
    public CsvOptions {
        missing = missing.map(List::copyOf);
        if (separator.isPresent() && "\"\r\n\0".indexOf(separator.get()) >= 0) {
            throw new IllegalArgumentException("a quote or a line break cannot separate fields");
        }
    }

    /** With this separator. */
    public CsvOptions separator(char character) {
        return new CsvOptions(Optional.of(character), missing, decimal, encoding);
    }

    /** With these texts for missing values and no others but the empty field. */
    public CsvOptions missing(List<String> texts) {
        return new CsvOptions(separator, Optional.of(texts), decimal, encoding);
    }

    /** With this decimal mark. */
    public CsvOptions decimal(Decimal mark) {
        return new CsvOptions(separator, missing, mark, encoding);
    }

    /** In this encoding. */
    public CsvOptions encoding(Charset charset) {
        return new CsvOptions(separator, missing, decimal, charset);
    }
}
