package dev.tilde.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CsvSourceTest {
    @TempDir
    Path folder;

    private Path file(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }

    private Path large(int rows) throws IOException {
        Dataset data = BlocksTest.random(rows);
        double[] x = data.numbers("x");
        String[] a = data.texts("a");
        StringBuilder text = new StringBuilder("other,x,a\n");
        for (int i = 0; i < rows; i++) {
            text.append(i).append(',').append(Double.isNaN(x[i]) ? "NA" : Double.toString(x[i]));
            text.append(',').append(a[i] == null ? "" : a[i]).append('\n');
        }
        return file("large.csv", text.toString());
    }

    @Test
    void theSameBitsAsInMemory() throws IOException {
        Path csv = large(40_001);
        List<String> columns = List.of("x", "a");
        CsvSource streamed = CsvSource.of(csv, CsvOptions.DEFAULTS);
        Dataset data = Csv.read(csv);
        assertThat(streamed.schema()).isEqualTo(data.schema());
        String expected = BlocksTest.bits(data.source().run(BlocksTest.SUM, columns));
        for (int again = 0; again < 2; again++) {
            assertThat(BlocksTest.bits(streamed.run(BlocksTest.SUM, columns))).isEqualTo(expected);
        }
    }

    @Test
    void kindsComeFromAllRowsHoweverLate() throws IOException {
        StringBuilder text = new StringBuilder("x, \"y\",z\n");
        for (int i = 0; i < 20_000; i++) {
            text.append(i)
                    .append(',')
                    .append(i == 15_000 ? "?" : "1")
                    .append(',')
                    .append("0")
                    .append(i)
                    .append('\n');
        }
        text.append("0.5,2,03\n");
        CsvSource source = CsvSource.of(file("late.csv", text.toString()), CsvOptions.DEFAULTS);
        assertThat(source.schema().columns())
                .extracting(Schema.Column::kind)
                .containsExactly(Schema.Kind.NUMBER, Schema.Kind.TEXT, Schema.Kind.TEXT);
        assertThat(source.schema().columns().get(1).notNumbers())
                .isEqualTo("column y is text because 1 of its 20001 values is no number: \"?\" (line 15002);"
                        + " --na ? makes it missing, C(y) or --type y=factor makes levels of all values");
        assertThat(source.schema().columns().get(2).note())
                .isEqualTo("column z: kept as text because of leading zeros or integers past 2^53, such as 00");
        BlocksTest.Sums sums = source.run(BlocksTest.SUM, List.of("x", "y"));
        assertThat(sums.rows).isEqualTo(20_001);
        assertThat(sums.byLevel.keySet()).containsExactly("1", "2", "?");
        assertThat(source.notes()).isEmpty();
    }

    @Test
    void namesMayDifferByCase() throws IOException {
        CsvSource source = CsvSource.of(file("case.csv", "x;X\n1;u\n2;v\n"), CsvOptions.DEFAULTS);
        assertThat(source.run(BlocksTest.SUM, List.of("x", "X")).sum).isEqualTo(3);
        assertThat(source.notes()).containsExactly("fields are separated by semicolons, since the header has no comma");
    }

    @Test
    void aDescriptionBesideTheFileDecides() throws IOException {
        Path csv = file("air.csv", "x,g\n007,2\n8,1\n");
        file("air.json", """
                {"columns": [{"name": "x", "type": "int"}, {"name": "g", "type": "string", "levels": ["2", "1"]}]}""");
        CsvSource source = CsvSource.of(csv, CsvOptions.DEFAULTS);
        assertThat(source.schema().columns().get(1).levels()).containsExactly("2", "1");
        assertThat(source.run(BlocksTest.SUM, List.of("x", "g")).sum).isEqualTo(15);
        Files.writeString(csv, "x,g\n7,2\n8,3\n");
        assertThatThrownBy(() -> source.run(BlocksTest.SUM, List.of("x", "g")))
                .isInstanceOf(DataException.class)
                .hasMessage("air.csv line 3, column g: \"3\" is not among its levels 2, 1, as its description says");
    }

    @Test
    void badFilesAreRefusedWhenOpened() throws IOException {
        Path ragged = file("air.csv", "x,y\n" + "1,2\n".repeat(20_000) + "1\n");
        assertThatThrownBy(() -> CsvSource.of(ragged, CsvOptions.DEFAULTS))
                .isInstanceOf(DataException.class)
                .hasMessage("air.csv line 20002 has 1 field, the header has 2");
        Path empty = file("e.csv", "x,y\n");
        assertThatThrownBy(() -> CsvSource.of(empty, CsvOptions.DEFAULTS))
                .isInstanceOf(DataException.class)
                .hasMessage("e.csv has a header but no rows");
        Path csv = file("c.csv", "x,y\n1,2\n");
        CsvSource source = CsvSource.of(csv, CsvOptions.DEFAULTS);
        Files.writeString(csv, "y,x\n1,2\n");
        assertThatThrownBy(() -> source.run(BlocksTest.SUM, List.of("x", "y")))
                .isInstanceOf(DataException.class)
                .hasMessage("c.csv has changed while it was in use: its columns are others now");
    }
}
