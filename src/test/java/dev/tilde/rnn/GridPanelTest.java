package dev.tilde.rnn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.tilde.data.Dataset;
import dev.tilde.data.Schema;
import dev.tilde.design.DesignOptions;
import dev.tilde.formula.Formula;
import dev.tilde.json.Json;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tables to cells, and cells to parts. */
class GridPanelTest {
    private static Sequences learn(String formula, Dataset data, Split.Rule rule) {
        return Sequences.learn(
                Formula.parse(formula),
                data.source(),
                DesignOptions.DEFAULTS,
                SequenceSpec.DEFAULTS,
                rule,
                1,
                Structure.Kind.AUTO);
    }

    /** Rows of a table as "row,column" pairs; the cells they become, row after row, by number, . for none. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "1,1 1,2 2,1 2,2           | 01/23",
                "2,2 1,2 2,1 1,1           | 31/20",
                "1,1 1,2 1,4 2,1           | 01.2/3...",
                "1,1 3,1 3,2 2,2           | 0./.3/12",
                "10,5 10,10 20,5 30,20     | 01../2.../...3",
                "0.1,0 0.2,0 0.4,0 0.4,1   | 0./1./../23",
                "1,1 1,2 1,3 1,9           | 0123",
                "1,1 2,1 3,1               | 0/1/2",
                "5,7                       | 0",
                "-2,1 0,1 -1,1             | 0/2/1",
            })
    void placesRows(String places, String cells) {
        String[] pairs = places.split(" ");
        double[] row = new double[pairs.length];
        double[] col = new double[pairs.length];
        for (int i = 0; i < pairs.length; i++) {
            row[i] = Double.parseDouble(pairs[i].split(",")[0]);
            col[i] = Double.parseDouble(pairs[i].split(",")[1]);
        }
        double[] y = new double[pairs.length];
        Arrays.setAll(y, i -> i);
        Dataset data = Dataset.named("cells").with("row", row).with("col", col).with("y", y);
        Sequences s = learn("y ~ row | order(row, col)", data, Split.Rule.NONE);
        assertThat(drawn(s, 0)).isEqualTo(cells);
    }

    private static String drawn(Sequences s, int grid) {
        long[] rows = s.rows(grid);
        int columns = s.grids().columns();
        return IntStream.range(0, s.grids().height(grid))
                .mapToObj(i -> IntStream.range(i * columns, (i + 1) * columns)
                        .mapToObj(t -> t >= rows.length || rows[t] < 0 ? "." : Long.toString(rows[t]))
                        .collect(Collectors.joining()))
                .collect(Collectors.joining("/"));
    }

    @Test
    void placesTextsAndDates() {
        Dataset plate = Dataset.named("plate")
                .with("well", "B", "A", "C", "A")
                .with(Schema.Column.of("day", Schema.Kind.DATE), new double[] {100, 100, 101, 104})
                .with("y", new double[] {0, 1, 2, 3});
        Sequences s = learn("y ~ 1 | order(well, day)", plate, Split.Rule.NONE);
        assertThat(drawn(s, 0)).isEqualTo("1...3/0..../.2...");
    }

    @Test
    void allGridsHaveAsManyColumnsAsTheWidest() {
        Dataset data = Dataset.named("two")
                .with("g", new double[] {1, 1, 1, 2, 2})
                .with("row", new double[] {1, 1, 2, 1, 2})
                .with("col", new double[] {1, 3, 2, 8, 8})
                .with("y", new double[] {0, 1, 2, 3, 4});
        Sequences s = learn("y ~ col | by(g) + order(row, col)", data, Split.Rule.NONE);
        assertThat(s.grids().columns()).isEqualTo(3);
        assertThat(List.of(drawn(s, 0), drawn(s, 1))).containsExactly("0.1/.2.", "3../4..");
        assertThat(s.grids().width(1)).isEqualTo(1);
        // The mean is over cells that are there: (1 + 3 + 2 + 8 + 8) / 5.
        assertThat(s.layout().inputs().mean()[0]).isCloseTo(4.4, within(1e-12));
        SequenceSpec spec = s.layout().spec();
        assertThat(SequenceSpec.fromJson(Json.parse(spec.toJson().compact()))).isEqualTo(spec);
    }

    /** T trains, S says when to stop, C calibrates. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "10 | 2 | AUTO   | TT/TT/TT/TT/TT/TT/TT/TT/SS/CC",
                "5  | 3 | AUTO   | TTT/TTT/TTT/TTT/SSC",
                "3  | 4 | AUTO   | TTTS/TTTS/TTTC",
                "4  | 3 | AUTO   | TTT/TTT/TTT/SSC",
                "1  | 10 | AUTO  | TTTTTTTTSC",
                "3  | 3 | AUTO   | TTT/TTT/SSC",
                "2  | 2 | AUTO   | TT/TT",
                "10 | 2 | NONE   | TT/TT/TT/TT/TT/TT/TT/TT/TT/TT",
            })
    void holdsOutTheEdge(int rows, int columns, Split.Rule rule, String parts) {
        Sequences s = learn("y ~ x | by(image) + order(row, col)", GridTables.neighbours(1, rows, columns), rule);
        String text = IntStream.range(0, rows)
                .mapToObj(i -> IntStream.range(i * columns, (i + 1) * columns)
                        .mapToObj(t -> "TSC".substring(s.part(0)[t], s.part(0)[t] + 1))
                        .collect(Collectors.joining()))
                .collect(Collectors.joining("/"));
        assertThat(text).isEqualTo(parts);
    }

    @Test
    void holdsOutWholeGridsWhereThereAreTen() {
        Sequences s = learn("y ~ x | by(image) + order(row, col)", GridTables.neighbours(10, 3, 3), Split.Rule.AUTO);
        assertThat(s.layout().split()).isEqualTo(Split.Kind.GROUPS);
        for (int g = 0; g < 10; g++) {
            byte first = s.part(g)[0];
            assertThat(s.part(g)).containsOnly(first);
        }
    }

    /** Last cells: none other both at or below and at or right of them. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "111/111 | 5",
                "111/110 | 2 4",
                "111/100 | 2 3",
                "100/000 | 0",
                "001/010/100 | 2 4 6",
                "110/000/010 | 7"
            })
    void findsLastCells(String cells, String ends) {
        String all = cells.replace("/", "");
        boolean[] there = new boolean[all.length()];
        for (int i = 0; i < there.length; i++) {
            there[i] = all.charAt(i) == '1';
        }
        assertThat(Grids.ends(there, 3).stream().sorted().map(String::valueOf).collect(Collectors.joining(" ")))
                .isEqualTo(ends);
    }

    /** From the whole matrix of weights, with numpy 2.4.6 and scipy 1.17.1. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "4 | 1 2 3 2 3 5 4 6 7 5 8 9             | 0.3553604755650792  | 0.03008142222861173",
                "4 | 1 -1 1 -1 -1 1 -1 1 1 -1 1 -1       | -1                  | 9.93973363151711e-06",
                "3 | 1 2 . 4 2 3 5 9 3 . 6 1             | 0.14839061647572288 | 0.2524993660070357",
                "3 | 1 2 3 4 3 5/2 2 1 7 8 .             | 0.19988925802879287 | 0.23357359778420028",
            })
    void measuresNeighbours(int columns, String grids, double statistic, double p) {
        List<double[]> values = Arrays.stream(grids.split("/"))
                .map(g -> Arrays.stream(g.strip().split(" "))
                        .mapToDouble(v -> v.equals(".") ? Double.NaN : Double.parseDouble(v))
                        .toArray())
                .toList();
        Moran moran = Moran.of(values, columns);
        assertThat(moran.statistic()).isCloseTo(statistic, within(1e-12));
        assertThat(moran.pValue()).isCloseTo(p, within(1e-12));
    }
}
