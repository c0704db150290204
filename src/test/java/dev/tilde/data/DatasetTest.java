package dev.tilde.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.File;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tech.tablesaw.api.BooleanColumn;
import tech.tablesaw.api.ColumnType;
import tech.tablesaw.api.DateColumn;
import tech.tablesaw.api.DateTimeColumn;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.FloatColumn;
import tech.tablesaw.api.InstantColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.LongColumn;
import tech.tablesaw.api.ShortColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;
import tech.tablesaw.api.TimeColumn;
import tech.tablesaw.columns.Column;

class DatasetTest {
    private static final double NA = Double.NaN;

    private static Table allTypes() {
        Table table = Table.create(
                "t",
                ShortColumn.create("short", new short[] {1, 2}),
                IntColumn.create("int", new int[] {-3, 4}),
                LongColumn.create("long", new long[] {1L << 40, 5}),
                FloatColumn.create("float", new float[] {0.5f, 0.1f}),
                DoubleColumn.create("double", new double[] {0.1, -2}),
                BooleanColumn.create("boolean", true, false),
                StringColumn.create("string", "b", "a"),
                DateColumn.create("date", LocalDate.of(1970, 1, 2), LocalDate.of(1969, 12, 31)),
                DateTimeColumn.create(
                        "datetime",
                        LocalDateTime.of(1970, 1, 1, 1, 0, 0, 500_000_000),
                        LocalDateTime.of(1969, 12, 31, 23, 59, 59)),
                TimeColumn.create("time", LocalTime.of(0, 1), LocalTime.of(1, 0, 0, 250_000_000)),
                InstantColumn.create("instant", Instant.ofEpochSecond(7), Instant.ofEpochSecond(-7)));
        for (Column<?> column : table.columns()) {
            column.appendMissing();
        }
        return table;
    }

    @Test
    void everyColumnTypeOfATableIsRead() {
        Dataset data = Dataset.of(allTypes());
        assertThat(data.numbers("short")).containsExactly(1, 2, NA);
        assertThat(data.numbers("int")).containsExactly(-3, 4, NA);
        assertThat(data.numbers("long")).containsExactly(1L << 40, 5, NA);
        assertThat(data.numbers("float")).containsExactly(0.5, 0.1f, NA);
        assertThat(data.numbers("double")).containsExactly(0.1, -2, NA);
        assertThat(data.numbers("boolean")).containsExactly(1, 0, NA);
        assertThat(data.texts("string")).containsExactly("b", "a", null);
        assertThat(data.numbers("date")).containsExactly(1, -1, NA);
        assertThat(data.numbers("datetime")).containsExactly(3600.5, -1, NA);
        assertThat(data.numbers("time")).containsExactly(60, 3600.25, NA);
        assertThat(data.numbers("instant")).containsExactly(7, -7, NA);
        assertThat(data.schema().columns().stream().map(c -> c.kind().label()))
                .containsExactly(
                        "int",
                        "int",
                        "int",
                        "double",
                        "double",
                        "boolean",
                        "string",
                        "date",
                        "datetime",
                        "time",
                        "datetime");
    }

    @Test
    void aTableComesBackFromADataSetAsItWas() {
        Dataset data = Dataset.of(allTypes());
        assertThat(data.table()).isSameAs(data.table());
        Table back = data.subset(0, 1, 2).table();
        assertThat(back.columnNames()).isEqualTo(data.table().columnNames());
        for (Column<?> column : back.columns()) {
            assertThat(column.countMissing()).as(column.name()).isEqualTo(1);
        }
        assertThat(back.intColumn("int").get(0)).isEqualTo(-3);
        assertThat(back.column("long").type()).isEqualTo(ColumnType.LONG);
        assertThat(back.booleanColumn("boolean").get(1)).isFalse();
        assertThat(back.dateColumn("date").get(1)).isEqualTo(LocalDate.of(1969, 12, 31));
        assertThat(back.dateTimeColumn("datetime").get(0))
                .isEqualTo(LocalDateTime.of(1970, 1, 1, 1, 0, 0, 500_000_000));
        assertThat(back.timeColumn("time").get(1)).isEqualTo(LocalTime.of(1, 0, 0, 250_000_000));
        assertThat(back.stringColumn("string").asList()).containsExactly("b", "a", "");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 254, 255, 300, 40_000, 70_000})
    void textOfATableWhateverItsDictionary(int levels) {
        int rows = 3 * levels;
        String[] cells = new String[rows];
        Arrays.setAll(cells, i -> i % 7 == 3 ? "" : "v" + i % levels);
        StringColumn column = StringColumn.create("a");
        for (String cell : cells) {
            column.append(cell);
        }
        Dataset data = Dataset.of(Table.create("t", column));
        String[] expected =
                Arrays.stream(cells).map(c -> c.isEmpty() ? null : c).toArray(String[]::new);
        assertThat(data.texts("a")).isEqualTo(expected);
        assertThat(data.data().dictionary(0))
                .isEqualTo(Arrays.stream(expected)
                        .filter(c -> c != null)
                        .distinct()
                        .toArray());
        assertThat(data.column("a").distinct()).isEqualTo((int)
                Arrays.stream(expected).filter(c -> c != null).distinct().count());
    }

    @Test
    void onlyDifferentTextsOfATable() {
        String[] cells = new String[70_000];
        Arrays.setAll(cells, i -> "v" + i);
        StringColumn column = StringColumn.create("a");
        for (String cell : cells) {
            column.append(cell);
        }
        assertThat(Dataset.of(Table.create("t", column)).texts("a")).isEqualTo(cells);
    }

    @Test
    void aTableFilteredByTablesawIsReadRight() {
        Table table =
                Table.create("t", StringColumn.create("a", "x", "y", "x", "z"), IntColumn.create("n", 1, 2, 3, 4));
        Dataset data = Dataset.of(table.where(table.intColumn("n").isGreaterThan(1)));
        assertThat(data.texts("a")).containsExactly("y", "x", "z");
        assertThat(data.column("a").levels()).containsExactly("x", "y", "z");
    }

    @Test
    void namesThatATableCannotHold() {
        Dataset data = Dataset.named("d").with("x", 1, 2).with("X", 3, 4);
        assertThatThrownBy(data::table)
                .isInstanceOf(DataException.class)
                .hasMessage("the names x and X differ only by case, which a table cannot hold; rename one of them");
    }

    @Test
    void columnsAreSummarised() {
        Dataset data = Dataset.named("d")
                .with("x", 2, NA, -1.5, 2)
                .with("a", "u", null, "B", "u")
                .with("f", true, false, true, true)
                .with(Schema.Column.of("day", Schema.Kind.DATE), new double[] {0, 31, NA, 0});
        ColumnSummary x = data.column("x");
        assertThat(x.missing()).isEqualTo(1);
        assertThat(x.distinct()).isEqualTo(2);
        assertThat(x.range()).isEqualTo("-1.5 .. 2");
        ColumnSummary a = data.column("a");
        assertThat(a.levels()).containsExactly("B", "u");
        assertThat(a.range()).isEmpty();
        assertThat(data.column("f").range()).isEqualTo("false .. true");
        assertThat(data.column("day").range()).isEqualTo("1970-01-01 .. 1970-02-01");
        assertThatThrownBy(() -> data.column("dax"))
                .isInstanceOf(DataException.class)
                .hasMessage("d has no column dax. Did you mean day?");
    }

    @Test
    void numbersBecomeLevelsAndBack() {
        Dataset data = Dataset.named("d").with("x", 1, 2.5, NA, 10);
        Dataset factor = data.withType("x", Schema.Kind.TEXT);
        assertThat(factor.texts("x")).containsExactly("1", "2.5", null, "10");
        assertThat(factor.column("x").levels()).containsExactly("1", "10", "2.5");
        assertThat(factor.withType("x", Schema.Kind.NUMBER).numbers("x")).containsExactly(1, 2.5, NA, 10);
        assertThatThrownBy(() -> factor.withType("x", Schema.Kind.INTEGER))
                .isInstanceOf(DataException.class)
                .hasMessage("column x: \"2.5\" (row 2) is not int");
        assertThatThrownBy(() -> data.withType("x", Schema.Kind.DATE))
                .isInstanceOf(DataException.class)
                .hasMessage("column x holds double values that are not date");
        assertThat(data.numbers("x")).containsExactly(1, 2.5, NA, 10);
    }

    @Test
    void levelsAreDeclaredForTextAndNumbers() {
        Dataset data = Dataset.named("d").with("a", "lo", "hi", null).with("x", 3, 1, 2);
        assertThat(data.withLevels("a", List.of("lo", "mid", "hi"))
                        .schema()
                        .column("a")
                        .orElseThrow()
                        .levels())
                .containsExactly("lo", "mid", "hi");
        assertThat(data.withLevels("x", List.of("3", "2", "1")).column("x").levels())
                .containsExactly("3", "2", "1");
        assertThat(Dataset.of(data.table())
                        .withLevels("a", List.of("lo", "hi"))
                        .column("a")
                        .levels())
                .containsExactly("lo", "hi");
        assertThat(data.withOrderedLevels("a", List.of("lo", "hi"))
                        .schema()
                        .column("a")
                        .orElseThrow()
                        .ordered())
                .isTrue();
        assertThatThrownBy(() -> data.withLevels("a", List.of("lo", "mid")))
                .isInstanceOf(DataException.class)
                .hasMessage("column a: \"hi\" (row 2) is not among the levels lo, mid");
        assertThatThrownBy(() -> data.withLevels("a", List.of("lo", "hi", "lo")))
                .isInstanceOf(DataException.class)
                .hasMessage("a level of column a is given twice: lo, hi, lo");
    }

    @Test
    void asksForAFactorWhereMostAreNumbers() {
        Dataset data = CsvTest.read("x\n1\n2\n3\n4\n?\n");
        assertThat(data.schema().column("x").orElseThrow().notNumbers()).isNotEmpty();
        assertThat(data.withType("x", Schema.Kind.TEXT)
                        .schema()
                        .column("x")
                        .orElseThrow()
                        .notNumbers())
                .isEmpty();
    }

    @Test
    void rowsAndColumnsAreTaken() {
        Dataset data = Dataset.named("d").with("x", 1, 2, 3).with("a", "u", "v", "w");
        assertThat(data.subset(2, 0, 2).numbers("x")).containsExactly(3, 1, 3);
        assertThat(data.subset(2, 0, 2).texts("a")).containsExactly("w", "u", "w");
        assertThat(data.rows(i -> i > 0).texts("a")).containsExactly("v", "w");
        assertThat(data.rows(i -> i > 0).column("a").levels()).containsExactly("v", "w");
        assertThat(data.select(List.of("a")).schema().names()).containsExactly("a");
        assertThat(data.renamed("e").name()).isEqualTo("e");
        assertThat(data).hasToString("d (3 rows: x, a)");
        assertThatThrownBy(() -> data.with("x", 1, 2, 3)).hasMessage("there is already a column x");
        assertThatThrownBy(() -> data.with("y", 1, 2)).hasMessage("column y has 2 rows, the others have 3");
    }

    @Test
    void wordsForKinds() {
        assertThat(Schema.Kind.of("Factor")).isEqualTo(Schema.Kind.TEXT);
        assertThat(Schema.Kind.of("numeric")).isEqualTo(Schema.Kind.NUMBER);
        assertThatThrownBy(() -> Schema.Kind.of("complex")).isInstanceOf(IllegalArgumentException.class);
    }

    /** The first touch of Tablesaw costs most of a second, so reading must work where it is not even there. */
    @Test
    void readingNeedsNoTablesaw(@TempDir Path folder) throws Exception {
        Path csv = Files.writeString(folder.resolve("x.csv"), "x,a\n1,u\n2,v\n");
        URL[] path = Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> !entry.contains("tablesaw"))
                .map(DatasetTest::url)
                .toArray(URL[]::new);
        try (URLClassLoader loader = new URLClassLoader(path, ClassLoader.getPlatformClassLoader())) {
            Class<?> probe = loader.loadClass(WithoutTablesaw.class.getName());
            assertThat(probe.getClassLoader()).isSameAs(loader);
            assertThat(probe.getMethod("read", Path.class).invoke(null, csv)).isEqualTo("x (2 rows: x, a) 3.0");
        }
    }

    /** Runs under a class loader that has no Tablesaw. */
    public static final class WithoutTablesaw {
        private WithoutTablesaw() {}

        public static String read(Path csv) {
            Dataset data = Csv.read(csv).withType("a", Schema.Kind.TEXT).withLevels("a", List.of("v", "u"));
            double sum = data.source().run(BlocksTest.SUM, List.of("x", "a")).sum;
            return data + " " + sum;
        }
    }

    private static URL url(String entry) {
        try {
            return Path.of(entry).toUri().toURL();
        } catch (MalformedURLException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
