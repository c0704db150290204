package dev.tilde.cli;

import dev.tilde.design.CodedTerm;
import dev.tilde.design.DesignMatrices;
import dev.tilde.design.DesignMatrix;
import dev.tilde.design.DesignOptions;
import dev.tilde.design.DesignSpec;
import dev.tilde.design.Rows;
import dev.tilde.formula.Formula;
import dev.tilde.json.Json;
import dev.tilde.linalg.MatrixBlock;
import dev.tilde.report.Block;
import dev.tilde.report.Block.Entry;
import dev.tilde.report.Document;
import dev.tilde.report.Grid;
import dev.tilde.report.Numbers;
import dev.tilde.report.Section;
import dev.tilde.report.Text;
import dev.tilde.text.Decimals;
import java.io.IOException;
import java.io.Writer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code tilde matrix}: the numbers that a formula makes of the data. */
@Command(
        name = "matrix",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        header = "Builds the design matrix of a formula.",
        description =
                "%nResponse and predictors on the rows that miss nothing. Text shows the first rows; csv and json have all of them, with every digit; json numbers the rows from 0.%n",
        footer = {"", "Example:", "  tilde matrix air.csv \"Ozone ~ Wind * C(Month)\" -o design.csv"})
final class MatrixCommand implements Callable<Integer> {
    private static final int SHOWN = 10;

    private final Console console;

    @Parameters(index = "0", paramLabel = "DATA", description = "A CSV file, - for standard input, or a data set.")
    private String data = "";

    @Parameters(index = "1", paramLabel = "FORMULA", description = "Such as \"y ~ x + a\" or \"~ x + a\"; in quotes.")
    private String formula = "";

    @Mixin
    private FormulaOptions formulas = new FormulaOptions();

    @Mixin
    private DataOptions reading = new DataOptions();

    @Mixin
    private OutputOptions output = new OutputOptions();

    MatrixCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        Format form = output.format(Format.TEXT, Format.CSV, Format.JSON);
        DataOptions.check(data);
        Formula parsed = formulas.parse(formula);
        Input input = reading.open(data, console);
        output.keep(input);
        Regression.notes(input, parsed, console, output);
        DesignMatrices matrices =
                input.blamed(() -> DesignSpec.learn(parsed, input.data().source(), DesignOptions.DEFAULTS)
                        .matrices(input.data().source()));
        switch (form) {
            case CSV -> {
                Regression.leftOut(matrices.spec().rows(), console, output);
                output.write(console, form, out -> csv(matrices, out));
            }
            case JSON -> output.write(console, form, out -> json(matrices, out));
            default -> output.write(console, form, text(matrices));
        }
        return 0;
    }

    /** The columns of both sides, the response first. */
    private static List<DesignMatrix> sides(DesignMatrices m) {
        List<DesignMatrix> sides = new ArrayList<>();
        m.response().ifPresent(sides::add);
        sides.add(m.predictors());
        return sides;
    }

    private static double[] row(DesignMatrix side, int i) {
        double[] row = new double[side.columns().size()];
        int at = 0;
        for (MatrixBlock block : side.blocks()) {
            for (int j = 0; j < block.columns(); j++) {
                row[at++] = block.get(i, j);
            }
        }
        return row;
    }

    private static void csv(DesignMatrices m, Writer out) throws IOException {
        List<DesignMatrix> sides = sides(m);
        List<String> names = new ArrayList<>();
        sides.forEach(s -> names.addAll(s.columns()));
        CsvLine.write(out, names.toArray(String[]::new));
        for (int i = 0; i < m.predictors().rows(); i++) {
            String[] fields = new String[names.size()];
            int at = 0;
            for (DesignMatrix side : sides) {
                for (double v : row(side, i)) {
                    fields[at++] = CsvLine.number(v);
                }
            }
            CsvLine.write(out, fields);
        }
    }

    /** Written row by row: a tree of all numbers would take many times their memory. */
    private static void json(DesignMatrices m, Writer out) throws IOException {
        Formula formula = m.spec().formula();
        out.write("{\"formula\":" + Json.of(formula.toString()).compact());
        out.write(",\"convention\":" + Json.of(formula.conventions().name()).compact());
        out.write(",\"kept\":[");
        String separator = "";
        for (long row : m.predictors().keptRows()) {
            out.write(separator + row);
            separator = ",";
        }
        out.write("],\n\"response\":");
        if (m.response().isPresent()) {
            json(m.response().get(), out);
        } else {
            out.write("null");
        }
        out.write(",\n\"predictors\":");
        json(m.predictors(), out);
        out.write("}\n");
    }

    private static void json(DesignMatrix side, Writer out) throws IOException {
        out.write("{\"columns\":" + Json.of(side.columns()).compact() + ",\"terms\":[");
        String separator = "";
        for (CodedTerm t : side.terms()) {
            out.write(separator);
            out.write(Json.object("name", Json.of(t.name()), "start", Json.of(t.start()), "end", Json.of(t.end()))
                    .compact());
            separator = ",";
        }
        out.write("],\"matrix\":[");
        for (int i = 0; i < side.rows(); i++) {
            out.write(i == 0 ? "\n[" : ",\n[");
            separator = "";
            for (double v : row(side, i)) {
                out.write(separator);
                out.write(number(v));
                separator = ",";
            }
            out.write(']');
        }
        out.write("]}");
    }

    /** JSON has no infinities; they are strings here, since a design can hold them. */
    private static String number(double v) {
        if (Double.isNaN(v)) {
            return "null";
        }
        return Double.isInfinite(v) ? (v > 0 ? "\"Infinity\"" : "\"-Infinity\"") : Decimals.shortest(v);
    }

    private static Document text(DesignMatrices m) {
        List<DesignMatrix> sides = sides(m);
        List<Grid.Column> columns = new ArrayList<>(List.of(Grid.Column.left("Row")));
        sides.forEach(s -> s.columns().forEach(c -> columns.add(Grid.Column.right(c))));
        List<Grid.Row> rows = new ArrayList<>();
        long[] kept = m.predictors().keptRows();
        int shown = Math.min(SHOWN, kept.length);
        for (int i = 0; i < shown; i++) {
            List<Grid.Cell> cells = new ArrayList<>(List.of(Grid.Cell.of(Long.toString(kept[i] + 1))));
            for (DesignMatrix side : sides) {
                for (double v : row(side, i)) {
                    cells.add(Grid.Cell.of(Double.isInfinite(v) ? CsvLine.number(v) : Numbers.significant(v, 5), v));
                }
            }
            rows.add(Grid.Row.of(Grid.Kind.PLAIN, cells.toArray(Grid.Cell[]::new)));
        }
        Rows used = m.spec().rows();
        String size = Numbers.count(used.used()) + " of " + Numbers.count(used.total());
        List<Entry> facts = new ArrayList<>();
        facts.add(Entry.of("Rows", size + (shown < kept.length ? "; the first " + shown + " are shown" : "")));
        m.response()
                .ifPresent(
                        y -> facts.add(Entry.of("Response", counted(y.columns().size()))));
        facts.add(Entry.of("Predictors", counted(m.predictors().columns().size())));
        m.spec().notes().forEach(n -> facts.add(Entry.of("Note", n)));
        return new Document(
                "",
                "Design matrix",
                List.of(new Document.Piece(m.spec().formula().toString(), Document.Role.PLAIN)),
                Text.NONE,
                List.of(Section.untitled("rows", new Block.Definitions(facts), new Grid("", columns, rows))));
    }

    private static String counted(int columns) {
        return columns + (columns == 1 ? " column" : " columns");
    }
}
