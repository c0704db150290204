package dev.tilde.design;

import dev.tilde.data.Csv;
import dev.tilde.data.CsvOptions;
import dev.tilde.data.Source;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;

/** Small tables. */
final class Fixtures {
    private Fixtures() {}

    static Source csv(String text) {
        return Csv.read(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)), "data", CsvOptions.DEFAULTS)
                .source();
    }
}
