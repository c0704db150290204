package dev.tilde.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** Writes the sample as every renderer shows it, to be looked at. */
class SampleReportTest {
    @Test
    void writesTheSample() throws IOException {
        Path folder = Files.createDirectories(Path.of("target"));
        SampleReport.report().save(folder.resolve("sample-report.html"));
        Files.writeString(folder.resolve("sample-report.txt"), Renderers.TEXT.render(SampleReport.report()));
        Files.writeString(folder.resolve("sample-report.md"), Renderers.MARKDOWN.render(SampleReport.report()));
        Files.writeString(folder.resolve("sample-report.json"), Renderers.JSON.render(SampleReport.report()));
        Files.writeString(folder.resolve("sample-summary.txt"), Renderers.TEXT.render(SampleReport.summary()));
        assertThat(folder.resolve("sample-report.html")).isNotEmptyFile();
    }
}
