package dev.tilde.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Any bytes are a table or a DataException; what is written comes back. */
class CsvFuzzTest {
    private static final String[] PIECES = {
        ",",
        ",",
        ",",
        "\n",
        "\n",
        "\r\n",
        "\r",
        "\"",
        "\"\"",
        ";",
        "\t",
        "|",
        " ",
        "a",
        "b",
        "NA",
        "None",
        "1",
        "2.5",
        "-",
        "e",
        "007",
        "1e5",
        "true",
        "2024-01-01",
        "2024-01-01T10:00Z",
        "é",
        "\u00a0",
        "\ufeff",
        "#",
        "9007199254740993",
        "1,5",
        "Inf",
        "NaN",
        "𝒳"
    };

    private static void readAnything(byte[] bytes) {
        Dataset data;
        try {
            data = Csv.read(new ByteArrayInputStream(bytes), "f.csv", CsvOptions.DEFAULTS);
        } catch (DataException e) {
            assertThat(e.getMessage()).startsWith("f.csv");
            return;
        }
        assertThat(data.rows()).isPositive();
        for (Schema.Column column : data.schema().columns()) {
            assertThat(data.texts(column.name())).hasSize(data.rows());
            assertThat(data.column(column.name()).missing()).isBetween(0, data.rows());
        }
    }

    @Test
    void anyPieces() {
        SplittableRandom random = new SplittableRandom(3);
        for (int k = 0; k < 30_000; k++) {
            StringBuilder text = new StringBuilder(k % 2 == 0 ? "x,y\n" : "");
            for (int n = random.nextInt(25); n > 0; n--) {
                text.append(PIECES[random.nextInt(PIECES.length)]);
            }
            readAnything(text.toString().getBytes(StandardCharsets.UTF_8));
        }
    }

    @Test
    void anyBytes() {
        SplittableRandom random = new SplittableRandom(5);
        for (int k = 0; k < 10_000; k++) {
            byte[] bytes = new byte[random.nextInt(60)];
            random.nextBytes(bytes);
            readAnything(bytes);
        }
    }

    @Test
    void whatIsWrittenComesBack() {
        String[] texts = {"lo", "x y", "a,b", "say \"so\"", "two\nlines", " kept ", "007", "é𝒳", "NA?", ";", "#1"};
        SplittableRandom random = new SplittableRandom(9);
        for (int k = 0; k < 300; k++) {
            int rows = 2 + random.nextInt(40);
            double[] x = new double[rows];
            String[] a = new String[rows];
            StringBuilder csv = new StringBuilder("x,\"a\"\n");
            for (int i = 0; i < rows; i++) {
                x[i] = random.nextInt(5) == 0 ? Double.NaN : random.nextDouble(-1e6, 1e6) * Math.pow(10, i % 9 - 4);
                a[i] = random.nextInt(5) == 0 ? null : texts[random.nextInt(texts.length)];
                csv.append(Double.isNaN(x[i]) ? "" : Double.toString(x[i]))
                        .append(a[i] == null ? "," : ",\"" + a[i].replace("\"", "\"\"") + '"')
                        .append(k % 2 == 0 ? "\n" : "\r\n");
            }
            Dataset data = CsvTest.read(csv + "1.5,lo\n").rows(i -> i < rows);
            assertThat(data.numbers("x")).containsExactly(x);
            assertThat(data.texts("a")).containsExactly(a);
        }
    }
}
