package dev.tilde.formula;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * The full texts of complaints. {@code errors.baseline} holds, divided by lines of dashes, the conventions and a formula
 * (line ends and tabs escaped), the kind, and the message. With {@code -Dtilde.baseline.write=true} the test writes the
 * file anew; read the difference before committing it.
 */
class ErrorsTest {
    private static final String FILE = "formula/errors.baseline";
    private static final String RULE = "-".repeat(60) + "\n";

    @Test
    void saysWhatItSaid() throws IOException {
        String old;
        try (InputStream in = ErrorsTest.class.getResourceAsStream("/" + FILE)) {
            old = new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
        List<String> now = new ArrayList<>();
        for (String entry : old.split(RULE, -1)) {
            if (!entry.isBlank()) {
                now.add(answer(entry.lines().findFirst().orElseThrow()));
            }
        }
        String text = String.join(RULE, now);
        if (Boolean.getBoolean("tilde.baseline.write")) {
            Files.writeString(Path.of("src/test/resources", FILE), text);
        } else {
            assertThat(text).isEqualTo(old);
        }
    }

    private static String answer(String first) {
        String[] parts = first.split(" ", 2);
        Conventions conventions = switch (parts[0]) {
            case "patsy" -> Conventions.PATSY;
            case "r" -> Conventions.R;
            default -> Conventions.TILDE;
        };
        String formula = parts.length < 2 ? "" : parts[1].replace("\\n", "\n").replace("\\t", "\t");
        String answer;
        try {
            answer = "reads as "
                    + Formula.parse(formula, conventions).expand(List.of()).predictors();
        } catch (FormulaException e) {
            answer = e.kind() + " " + e.span().start() + ".." + e.span().end() + "\n" + e.getMessage();
        }
        return first + "\n" + answer + "\n";
    }
}
