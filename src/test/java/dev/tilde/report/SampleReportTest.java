package dev.tilde.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class SampleReportTest {
    /** Leaves target/sample-report.html for a look in a browser. */
    @Test
    void writesTheSample() throws IOException {
        Path file = Files.createDirectories(Path.of("target")).resolve("sample-report.html");
        SampleReport.report().save(file);
        assertThat(file).isNotEmptyFile();
    }
}
