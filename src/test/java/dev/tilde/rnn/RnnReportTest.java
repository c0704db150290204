package dev.tilde.rnn;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tilde.Tilde;
import dev.tilde.report.Renderers;
import dev.tilde.report.Section;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RnnReportTest {
    @Test
    void hasItsSections(@TempDir Path folder) throws Exception {
        RnnFit fit = Tilde.rnn("weight ~ Time + Diet + lag(weight) | Chick", Tilde.dataset("ChickWeight"));
        assertThat(fit.report().sections())
                .extracting(Section::id)
                .containsExactly(
                        "tiles",
                        "findings",
                        "accuracy",
                        "predictions",
                        "training",
                        "terms",
                        "groups",
                        "network",
                        "reproduce");
        assertThat(fit.report().title()).isEqualTo("weight by a GRU");
        Path page = folder.resolve("report.html");
        fit.report().save(page);
        assertThat(Files.readString(page))
                .contains("Simpler predictions are better", "data:image/svg+xml;base64,", "Errors by group");
        assertThat(Renderers.MARKDOWN.render(fit.report())).contains("What is computed from what");
        assertThat(Renderers.JSON.render(fit.report())).contains("\"drawing\"");
        assertThat(fit.report().toString()).contains("GRU, folded: 3 nodes");
        String look = System.getProperty("tilde.look", "");
        if (!look.isEmpty()) {
            Files.copy(page, Path.of(look), java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        }
    }

    @Test
    void tellsErrorsByStepAhead() {
        RnnFit fit = SequenceFits.fit(
                SequenceFits.shortly(RnnRegression.DEFAULTS, 3),
                "y ~ lag(y, 1:3) + x | by(id) + horizon(3)",
                SequenceFits.delayed(4, 50));
        assertThat(fit.report().toString()).contains("By output.", "y+0", "y+2");
        assertThat(fit.summary().toString()).contains("4 columns from 2 terms", "Outputs    RMSE held out: y+0 ");
    }

    @Test
    void reportsOneResponseForEachSequence() {
        RnnFit fit = SequenceFits.fit(
                SequenceFits.shortly(RnnRegression.DEFAULTS, 3), "sum ~ value*mark | id", SequenceFits.adding(40, 20));
        assertThat(fit.summary().toString()).contains("one response each", "one for each sequence, in no order");
        assertThat(fit.report().toString()).contains("One response for each sequence");
    }
}
