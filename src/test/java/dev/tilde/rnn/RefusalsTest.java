package dev.tilde.rnn;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tilde.data.DataException;
import dev.tilde.data.Dataset;
import dev.tilde.formula.FormulaException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * The full texts of complaints. {@code refusals.baseline} holds, divided by lines of dashes, a formula and the answer.
 * With {@code -Dtilde.baseline.write=true} the test writes the file anew; read the difference before committing it.
 */
class RefusalsTest {
    private static final String FILE = "rnn/refusals.baseline";
    private static final String RULE = "-".repeat(60) + "\n";

    @Test
    void saysWhatItSaid() throws IOException {
        String old;
        try (InputStream in = RefusalsTest.class.getResourceAsStream("/" + FILE)) {
            old = new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
        List<String> now = new ArrayList<>();
        Dataset data = data();
        for (String entry : old.split(RULE, -1)) {
            String formula = entry.lines().findFirst().orElseThrow();
            now.add(formula + "\n" + answer(formula, data) + "\n");
        }
        String text = String.join(RULE, now);
        if (Boolean.getBoolean("tilde.baseline.write")) {
            Files.writeString(Path.of("src/test/resources", FILE), text);
        } else {
            assertThat(text).isEqualTo(old);
        }
    }

    private static Dataset data() {
        Dataset d = Panels.months(8);
        double[] hole = new double[16];
        Arrays.setAll(hole, i -> i == 5 ? Double.NaN : i);
        double[] zero = new double[16];
        Arrays.setAll(zero, i -> i == 6 ? 0 : i + 1);
        double[] nothing = new double[16];
        Arrays.fill(nothing, Double.NaN);
        // Unsorted, so that rows of the table and of the panel differ.
        return d.with("hole", hole)
                .with("zero", zero)
                .with("nothing", nothing)
                .subset(3, 2, 1, 0, 4, 5, 6, 7, 15, 14, 13, 12, 11, 10, 9, 8);
    }

    private static String answer(String formula, Dataset data) {
        try {
            Sequences s = Panels.learn(formula, data);
            return "reads as " + s.layout().responses().names() + " of " + s.inputNames();
        } catch (FormulaException e) {
            return e.kind() + " " + e.span().start() + ".." + e.span().end() + "\n" + e.getMessage();
        } catch (DataException e) {
            return "data, row " + e.row().orElse(-1) + ", column " + e.column() + "\n" + e.getMessage();
        }
    }
}
