package dev.tilde.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class CsvTest {
    private static final double NA = Double.NaN;

    static Dataset read(String text, CsvOptions options) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return Csv.read(new ByteArrayInputStream(bytes), "air.csv", options);
    }

    static Dataset read(String text) {
        return read(text, CsvOptions.DEFAULTS);
    }

    private static Schema.Column column(Dataset data, String name) {
        return data.schema().column(name).orElseThrow();
    }

    /** The bytes of the file are the characters of {@code bytes}, all below 256. */
    record Bad(String what, String bytes, String message) {
        @Override
        public String toString() {
            return what;
        }
    }

    static List<Bad> bad() {
        return List.of(
                new Bad("short row", "a,b,c\n1,2,3\n4,5\n", "air.csv line 3 has 2 fields, the header has 3"),
                new Bad("long row", "a,b\n1,2\n3,4\n5,6,7\n", "air.csv line 4 has 3 fields, the header has 2"),
                new Bad(
                        "line after a two-line cell",
                        "a,b\n\"x\ny\",2\n3\n",
                        "air.csv line 4 has 1 field, the header has 2"),
                new Bad(
                        "ragged under semicolons",
                        "a;b\n1;2\n3\n",
                        "air.csv line 3 has 1 field, the header has 2; fields are separated by semicolons because the"
                                + " header has no comma, --sep decides"),
                new Bad(
                        "row names without a name",
                        "x,y\na,1,2\nb,3,4\n",
                        "air.csv line 2 has 3 fields, the header has 2; if the first field names the rows, it needs a"
                                + " name in the header too"),
                new Bad("blank line inside", "a,b\n1,2\n\n3,4\n", "air.csv line 3 is blank, but rows follow it"),
                new Bad(
                        "a line of blanks inside",
                        "a,b\n1,2\n  \n3,4\n",
                        "air.csv line 3 is blank, but rows follow it"),
                new Bad("empty", "", "air.csv is empty; the first line has to hold the names of the columns"),
                new Bad(
                        "only blank lines",
                        "\n\n",
                        "air.csv is empty; the first line has to hold the names of the columns"),
                new Bad("header only", "a,b\n", "air.csv has a header but no rows"),
                new Bad(
                        "unclosed quote",
                        "a,b\n1,x\n2,\"y\n3,z\n",
                        "air.csv line 3: a quote opens in this record and is never closed"),
                new Bad(
                        "text after a quote",
                        "a,b\n1,\"x\"y\n",
                        "air.csv line 2: text follows a closing quote; a quote inside a quoted field is written twice"),
                new Bad("duplicate names", "a,b,a,c,b\n1,2,3,4,5\n", "air.csv has more than one column a, b"),
                new Bad(
                        "names that differ by case",
                        "x,X\n1,2\n",
                        "air.csv: the columns x and X differ only by case; rename one of them"),
                new Bad("empty name", "a,,c\n1,2,3\n", "air.csv: column 2 has no name in the header"),
                new Bad(
                        "nameless first column beside row",
                        ",row\n1,2\n",
                        "air.csv has more than one column row (the first one has no name and is called row)"),
                new Bad(
                        "no header",
                        "1,2,1\n1,2,3\n",
                        "air.csv has more than one column 1; the first line holds only numbers, so the header may be"
                                + " missing"),
                new Bad(
                        "invalid UTF-8",
                        "a\nx\nM\u00fcl\n",
                        "air.csv line 3 is not UTF-8: byte 0xFC; --encoding names another encoding, such as"
                                + " windows-1252"),
                new Bad(
                        "cut off UTF-8",
                        "a\nx\n\u00c3",
                        "air.csv line 3 is not UTF-8: byte 0xC3; --encoding names another encoding, such as"
                                + " windows-1252"),
                new Bad(
                        "NUL",
                        "a,b\n1,2\n3,\0\n",
                        "air.csv line 3 has a NUL character, so this is no text, or text in another encoding than"
                                + " UTF-8; --encoding names it"),
                new Bad(
                        "UTF-16",
                        "\u00fe\u00ff\0a\0,\0b\0\n",
                        "air.csv begins like UTF-16 text, not UTF-8; --encoding UTF-16 reads it"),
                new Bad(
                        "gzip",
                        "\u001f\u008b\b\0\0",
                        "air.csv is no text, it begins like a gzip archive; unpack it first"),
                new Bad(
                        "workbook",
                        "PK\u0003\u0004\u0014",
                        "air.csv is no text, it begins like a zip archive or an Excel workbook; save the sheet as CSV"),
                new Bad(
                        "binary junk",
                        "\u0089PNG\r\n\u001a\n\0\0",
                        "air.csv line 1 is not UTF-8: byte 0x89; --encoding names another encoding, such as"
                                + " windows-1252"));
    }

    @ParameterizedTest
    @MethodSource("bad")
    void badFiles(Bad file) {
        assertThatThrownBy(() -> Csv.read(
                        new ByteArrayInputStream(file.bytes().getBytes(StandardCharsets.ISO_8859_1)),
                        "air.csv",
                        CsvOptions.DEFAULTS))
                .isInstanceOf(DataException.class)
                .hasMessage(file.message());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            1 2 3                          | INTEGER
            1 -2 NA                        | INTEGER
            +1 0 None                      | INTEGER
            1 2.0                          | NUMBER
            .5 1.                          | NUMBER
            1 1e5                          | NUMBER
            Inf -Inf 1                     | NUMBER
            NaN NaN                        | NUMBER
            9007199254740992               | INTEGER
            9007199254740993               | TEXT
            99999999999999999999           | TEXT
            007 008                        | TEXT
            10 007                         | TEXT
            0 0.5                          | NUMBER
            1,234 5                        | TEXT
            1d 2f                          | TEXT
            0x10                           | TEXT
            1_000                          | TEXT
            true FALSE True NA             | BOOLEAN
            true 1                         | TEXT
            T F                            | TEXT
            2024-02-29 2023-01-01          | DATE
            2023-02-29                     | TEXT
            2024-02-29T12:30 2024-02-29T12:30:05.5 | DATE_TIME
            2024-02-29T12:30Z 2024-02-29T12:30+01:00 | DATE_TIME
            2024-02-29T12:30Z 2024-02-29T12:30 | TEXT
            2024-02-29 2024-02-29T12:30    | TEXT
            10:30 11:15                    | TEXT
            29.02.2024                     | TEXT
            None a                         | TEXT
            - 1 2                          | TEXT
            """)
    void kinds(String cells, Schema.Kind kind) throws IOException {
        StringBuilder text = new StringBuilder("x\n");
        for (String cell : cells.split(" ")) {
            text.append('"').append(cell).append("\"\n");
        }
        assertThat(read(text.toString()).schema().columns().get(0).kind()).isEqualTo(kind);
        Source streamed = dev.tilde.data.CsvSource.of(file("kinds.csv", text.toString()), CsvOptions.DEFAULTS);
        assertThat(streamed.schema().columns().get(0).kind()).isEqualTo(kind);
    }

    /** Instants are shown on the clock of the latest of them, read at once or in a stream, and come back as they were. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            2024-02-29T12:30Z 2024-02-29T12:30+01:00 | Z      | with the offsets +01:00, Z are instants, shown at Z
            2024-03-31T01:30+01:00 2024-03-31T03:30+02:00 | +02:00 | with the offsets +01:00, +02:00
            2024-03-31T03:30+02:00 2024-03-31T01:30+01:00 | +02:00 | shown at +02:00, the offset of the latest
            2024-03-31T03:30-05:30                   | -05:30 | ''
            2024-03-31T03:30+00:00                   | Z      | ''
            2024-03-31T03:30                         | ''     | ''
            2024-03-31T03:30 2024-03-31T03:30Z       | ''     | kept as text because some of its times have an offset, such as 2024-03-31T03:30Z, and some have none, such as 2024-03-31T03:30
            """)
    void offsets(String cells, String offset, String note) throws IOException {
        String text = "x\n" + cells.replace(' ', '\n') + "\n";
        Dataset data = read(text);
        Source streamed = dev.tilde.data.CsvSource.of(file("offsets.csv", text), CsvOptions.DEFAULTS);
        for (Schema.Column c :
                List.of(column(data, "x"), streamed.schema().columns().get(0))) {
            assertThat(c.offset()).isEqualTo(offset);
            assertThat(c.note()).contains(note);
        }
        String last = cells.substring(cells.lastIndexOf(' ') + 1).replace("+00:00", "Z");
        if (last.endsWith(offset)) {
            assertThat(data.texts("x")).endsWith(last);
        }
        if (column(data, "x").kind() == Schema.Kind.DATE_TIME) {
            assertThat(Dataset.of(data.table()).numbers("x")).isEqualTo(data.numbers("x"));
        }
    }

    @Test
    void timesThatAreDeclaredAreNoMixture() throws IOException {
        Path csv = file("mixed.csv", "x\n2024-03-31T03:30\n2024-03-31T03:30Z\n");
        file("mixed.json", """
                {"name": "mixed", "columns": [{"name": "x", "type": "datetime"}]}""");
        assertThatThrownBy(() -> Csv.read(csv))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("some of its times have an offset")
                .hasMessageContaining("write all of them with their offset, or none");
    }

    @Test
    void typesComeFromAllValuesNotFromASample() {
        StringBuilder text = new StringBuilder("x,y,z\n");
        for (int i = 0; i < 30_000; i++) {
            text.append(i)
                    .append(',')
                    .append(i)
                    .append(',')
                    .append(i == 29_000 ? "odd" : "1.50")
                    .append('\n');
        }
        text.append("0.5,1,2\n");
        Dataset data = read(text.toString());
        assertThat(data.schema().columns().stream().map(Schema.Column::kind))
                .containsExactly(Schema.Kind.NUMBER, Schema.Kind.INTEGER, Schema.Kind.TEXT);
        assertThat(data.column("z").levels()).containsExactly("1.50", "2", "odd");
        assertThat(column(data, "z").notNumbers())
                .isEqualTo("column z is text because 1 of its 30001 values is no number: \"odd\" (line 29002);"
                        + " --na odd makes it missing, C(z) or --type z=factor makes levels of all values");
    }

    @Test
    void lineNumbersCountCellsOfSeveralLines() {
        Dataset data = read("x,note\n1,\"two\nlines\"\n2,\"\n\n\"\n?,a\n3,b\n4,c\n5,d\nn.d.,e\n6,\n7,\n8,\n");
        assertThat(column(data, "x").notNumbers()).contains("\"?\" (line 7), \"n.d.\" (line 11)");
    }

    @Test
    void fewerNumbersAreAFactor() {
        assertThat(column(read("x\n1\n2\n3\nlow\n"), "x").notNumbers()).isEmpty();
        assertThat(column(read("x\n1\n2\n3\n4\nlow\n"), "x").notNumbers()).isNotEmpty();
    }

    /** A slip in one date takes the order from a table of a time series, which has to be said. */
    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "2021-03-01 2021-03-02 2021-03-03 2021-02-30 2021-03-05;"
                        + " kept as text because 1 of its 5 values is no date: \"2021-02-30\" (line 5)",
                "2021-03-01T10:00 2021-03-01 2021-03-02T10:00 2021-03-03T10:00 2021-03-04T10:00 2021-03-05T10:00 ?"
                        + " 2021-03-07T10:00 2021-03-08T10:00 2021-03-09T10:00;"
                        + " kept as text because 2 of its 10 values are no date-times: \"2021-03-01\" (line 3), \"?\" (line 8)",
                "2021-03-01 2021-03-02 2021-03-03 soon; ''",
            })
    void textThatIsMostlyTimes(String cells, String note) {
        Dataset data = read("d\n" + cells.replace(' ', '\n') + "\n");
        assertThat(column(data, "d").kind()).isEqualTo(Schema.Kind.TEXT);
        assertThat(column(data, "d").note()).isEqualTo(note.isEmpty() ? "" : "column d: " + note);
    }

    @Test
    void numbersWithCommas() {
        String text = "x;y\n1,5;1\n2,25;2\n";
        assertThat(column(read(text), "x").notNumbers())
                .startsWith("column x is text because its numbers are written with a comma: \"1,5\" (line 2)");
        Dataset data = read(text, CsvOptions.DEFAULTS.decimal(CsvOptions.Decimal.COMMA));
        assertThat(data.numbers("x")).containsExactly(1.5, 2.25);
        assertThat(data.notes()).containsExactly("fields are separated by semicolons, since the header has no comma");
    }

    @Test
    void separators() {
        assertThat(read("a\tb\n1\t2\n").numbers("b")).containsExactly(2);
        assertThat(read("a|b\n1|2\n").numbers("b")).containsExactly(2);
        assertThat(read("\"a,1\";b\n1;2\n").schema().names()).containsExactly("a,1", "b");
        assertThat(read("a;b\n1;2\n", CsvOptions.DEFAULTS.separator(','))
                        .schema()
                        .names())
                .containsExactly("a;b");
        assertThat(read("a\n1\n2\n").notes()).isEmpty();
    }

    @Test
    void marksEndingsAndBlankLines() {
        assertThat(read("\ufeffa,b\r\n1,2\r\n3,4\r\n\r\n\n").numbers("a")).containsExactly(1, 3);
        assertThat(read("a,b\r1,2\r3,4").numbers("b")).containsExactly(2, 4);
        assertThat(read("a\n1\n\n3\n\n").numbers("a")).containsExactly(1, NA, 3);
        assertThat(read("a\n#1\n2\n").texts("a")).containsExactly("#1", "2");
    }

    @Test
    void linesOfBlanksAreBlankLines() {
        Dataset data = read("  \na,b\n1,2\n  ,3\n\n   \n\t\n", CsvOptions.DEFAULTS);
        assertThat(data.numbers("a")).containsExactly(1, Double.NaN);
        assertThat(data.numbers("b")).containsExactly(2, 3);
    }

    @Test
    void otherEncodings() {
        Charset windows = Charset.forName("windows-1252");
        byte[] bytes = "Ort\nKöln\n€\n".getBytes(windows);
        Dataset data = Csv.read(new ByteArrayInputStream(bytes), "x.csv", CsvOptions.DEFAULTS.encoding(windows));
        assertThat(data.texts("Ort")).containsExactly("Köln", "€");
        byte[] wide = "Ort\nKöln\n".getBytes(StandardCharsets.UTF_16);
        data = Csv.read(new ByteArrayInputStream(wide), "x.csv", CsvOptions.DEFAULTS.encoding(StandardCharsets.UTF_16));
        assertThat(data.texts("Ort")).containsExactly("Köln");
    }

    @Test
    void blanksAroundCells() {
        Dataset data = read("a , \"b\"\n x ,\" y \"\n 1 , \"z, z\" \n");
        assertThat(data.schema().names()).containsExactly("a", "b");
        assertThat(data.texts("a")).containsExactly("x", "1");
        assertThat(data.texts("b")).containsExactly(" y ", "z, z");
        assertThat(read("a,b\n 1 ,\" 2 \"\n").numbers("b")).containsExactly(2);
    }

    @Test
    void missingTokens() {
        String text = "n,t,m\n1,a,1\nNA,NA,None\nN/A,N/A,NULL\nnull,null,<NA>\n,,#N/A\n\"\",\"\",NaN\n7,None,2\n";
        Dataset data = read(text);
        assertThat(data.numbers("n")).containsExactly(1, NA, NA, NA, NA, NA, 7);
        assertThat(data.texts("t")).containsExactly("a", null, null, null, null, null, "None");
        assertThat(data.numbers("m")).containsExactly(1, NA, NA, NA, NA, NA, 2);
        assertThat(column(data, "t").note()).isEqualTo("column t: 1 cell holds NA and counts as missing");
        data = read("n,t\n1,NA\n-99,b\n", CsvOptions.DEFAULTS.missing(List.of("-99")));
        assertThat(data.numbers("n")).containsExactly(1, NA);
        assertThat(data.texts("t")).containsExactly("NA", "b");
    }

    @Test
    void noneFirstAndTextLater() {
        assertThat(read("x\nNone\n1\n").numbers("x")).containsExactly(NA, 1);
        assertThat(read("x\nNA\nNone\nb\n").texts("x")).containsExactly(null, "None", "b");
        assertThat(read("x\nNA\n\n").column("x").missing()).isEqualTo(1);
    }

    @Test
    void notesOnColumns() {
        assertThat(column(read("zip\n02134\n94110\n"), "zip").note())
                .isEqualTo("column zip: kept as text because of leading zeros, such as 02134");
        assertThat(column(read("id\n9007199254740993\n5\n"), "id").note())
                .isEqualTo("column id: kept as text because 9007199254740993 is past 2^53 and would be rounded as a"
                        + " number; likely an identifier");
        assertThat(column(read("a,b\n\"lo \",x\nlo,X\nmid,y\n"), "a").note())
                .isEqualTo("column a: levels that differ only by blanks or case: \"lo \" and \"lo\"");
        assertThat(column(read("x,e\n1,\n2,\n"), "e").note()).isEqualTo("column e has no values");
    }

    @Test
    void identifiers() {
        Dataset data = read(",name,x\n1,a,1\n2,b,2\n");
        assertThat(column(data, "row").identifier()).isTrue();
        assertThat(column(data, "name").identifier()).isFalse();
        StringBuilder text = new StringBuilder("name,twice,date\n");
        for (int i = 0; i < 10; i++) {
            text.append("n" + i + ",t" + i / 2 + ",2024-01-0" + i % 9 + "x\n");
        }
        data = read(text.toString());
        assertThat(column(data, "name").identifier()).isTrue();
        assertThat(column(data, "name").note()).isEqualTo("column name: different in every row, so . leaves it out");
        assertThat(column(data, "twice").identifier()).isFalse();
    }

    @Test
    void aFirstLineOfNumbersIsNoted() {
        String note = ") holds numbers and was taken as the names of the columns; if the file has no header, add one";
        assertThat(read("5.1,3.5\n4.9,3.0\n").notes()).containsExactly("the first line (5.1, 3.5" + note);
        assertThat(read("5.1,setosa\n4.9,setosa\n").notes()).containsExactly("the first line (5.1, setosa" + note);
        assertThat(read("name,2001,2002\na,1,2\n").notes()).isEmpty();
    }

    @Test
    void fieldsSeparatedByBlanksAreNoted() {
        assertThat(read("x y z\n1 2 3\n").notes())
                .containsExactly(
                        "the file has one column, x y z; fields have to be separated by a comma, semicolon, tab"
                                + " or |, not by blanks");
        assertThat(read("odd name,b\n1,2\n").notes()).isEmpty();
    }

    @Test
    void theSyntheticTable() throws URISyntaxException {
        URL csv = Objects.requireNonNull(CsvTest.class.getResource("/corpus/tables/mixed.csv"));
        Dataset mixed = Csv.read(Path.of(csv.toURI()));
        assertThat(mixed.rows()).isEqualTo(60);
        assertThat(column(mixed, "flag").kind()).isEqualTo(Schema.Kind.BOOLEAN);
        assertThat(mixed.column("x3").missing()).isEqualTo(8);
        assertThat(mixed.column("s").levels()).containsExactly("hi", "lo", "mid");
    }

    @TempDir
    Path folder;

    private Path file(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }

    @Test
    void aDescriptionBesideTheFileDecides() throws IOException {
        Path csv = file("air.csv", "id,g,x,free\n007,2,3,1\n8,1,NA,2\n9,,,NA\n");
        file("air.json", """
                {"name": "air", "title": "Air", "columns": [
                  {"name": "id", "type": "int"},
                  {"name": "g", "type": "string", "levels": ["2", "1"], "ordered": true, "unit": "grade"},
                  {"name": "x", "type": "double", "description": "an x"}]}""");
        Dataset data = Csv.read(csv);
        assertThat(data.about().title()).isEqualTo("Air");
        assertThat(data.numbers("id")).containsExactly(7, 8, 9);
        assertThat(column(data, "g"))
                .isEqualTo(new Schema.Column(
                        "g", Schema.Kind.TEXT, List.of("2", "1"), true, "grade", "", false, "", "", ""));
        assertThat(data.texts("g")).containsExactly("2", "1", null);
        assertThat(column(data, "x").kind()).isEqualTo(Schema.Kind.NUMBER);
        assertThat(data.notes())
                .containsExactly("column free is not in the description; its type was found from its values");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            'name':'x','type':'int'      | air.csv line 3, column x: "b" is not int, as its description says
            'name':'x','type':'date'     | air.csv line 2, column x: "1" is not date, as its description says
            'name':'x','levels':['1']    | air.csv line 3, column x: "b" is not among its levels 1, as its description says
            'name':'y','type':'int'      | air.csv has no column y, which its description has
            'name':'x','type':'complex'  | air.json, column x: unknown type complex; known are factor, text, numeric, integer, boolean, date, datetime and time
            'name':'x',                  | air.json is not JSON: Unexpected character ('}' (code 125)): was expecting double-quote to start field name, line 1 column 25
            """, quoteCharacter = '`')
    void aDescriptionThatDoesNotFit(String column, String message) throws IOException {
        Path csv = file("air.csv", "x\n1\nb\n");
        file("air.json", "{\"columns\":[{" + column.strip().replace('\'', '"') + "}]}");
        assertThatThrownBy(() -> Csv.read(csv))
                .isInstanceOf(DataException.class)
                .hasMessage(message);
    }

    @Test
    void otherJsonBesideTheFileIsNoDescription() throws IOException {
        Path csv = file("air.csv", "x\n1\n");
        file("air.json", "[{\"x\": 1}]");
        assertThat(Csv.read(csv).notes())
                .containsExactly("air.json beside the file does not describe columns, so it was not used");
    }

    @Test
    void filesThatAreNotThere() {
        assertThatThrownBy(() -> Csv.read(folder.resolve("no.csv")))
                .isInstanceOf(DataException.class)
                .hasMessage("there is no file " + folder.resolve("no.csv"));
        assertThatThrownBy(() -> Csv.read(folder))
                .isInstanceOf(DataException.class)
                .hasMessage(folder + " is a directory, not a file");
    }

    @Test
    void filesAreReadAgainForTexts() throws IOException {
        Path csv = file("later.csv", "x,y\n1.50,1\n2,2\nlow,3\n");
        assertThat(Csv.read(csv).texts("x")).containsExactly("1.50", "2", "low");
        assertThat(Csv.read(csv).name()).isEqualTo("later");
    }
}
