package dev.tilde.cli;

import dev.tilde.data.ColumnSummary;
import dev.tilde.data.Dataset;
import dev.tilde.data.Datasets;
import dev.tilde.data.Schema;
import dev.tilde.json.Json;
import dev.tilde.report.Block;
import dev.tilde.report.Block.Entry;
import dev.tilde.report.Document;
import dev.tilde.report.Grid;
import dev.tilde.report.Numbers;
import dev.tilde.report.Section;
import dev.tilde.report.Text;
import dev.tilde.text.Names;
import java.io.IOException;
import java.io.Writer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code tilde data}: which data sets there are, and what is in one. */
@Command(
        name = "data",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        header = "Lists the data sets, or shows the columns of one.",
        description =
                "%nTypes, missing values, ranges, levels and every note of the reader. csv and json have the table of columns, not the data; the json can be put beside the file and edited to describe it.%n",
        footer = {"", "Example:", "  tilde data air.csv --na -99"})
final class DataCommand implements Callable<Integer> {
    private static final int LEVELS = 8;

    private final Console console;

    @Parameters(
            index = "0",
            arity = "0..1",
            paramLabel = "DATA",
            description = "A CSV file, - for standard input, or a data set.")
    private @Nullable String data;

    @Mixin
    private DataOptions reading = new DataOptions();

    @Mixin
    private OutputOptions output = new OutputOptions();

    DataCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        Format form = output.format(Format.TEXT, Format.JSON, Format.CSV, Format.MARKDOWN, Format.HTML);
        if (data == null) {
            list(form);
            return 0;
        }
        Input input = reading.open(data, console);
        output.keep(input);
        Dataset set = input.data();
        List<ColumnSummary> columns =
                set.schema().names().stream().map(set::column).toList();
        switch (form) {
            case JSON -> {
                String json = json(input, columns).pretty();
                output.write(console, form, out -> out.write(json + "\n"));
            }
            case CSV -> output.write(console, form, out -> csv(columns, out));
            case TEXT, MARKDOWN, HTML -> output.write(console, form, document(input, columns));
        }
        return 0;
    }

    private void list(Format form) {
        List<Datasets.Entry> all = Datasets.list();
        switch (form) {
            case JSON -> {
                List<Json> entries = new ArrayList<>();
                for (Datasets.Entry e : all) {
                    entries.add(Json.object(
                            "name", Json.of(e.name()),
                            "title", Json.of(e.title()),
                            "rows", Json.of(e.rows()),
                            "columns", Json.of(e.columns())));
                }
                String json = new Json.Arr(entries).pretty();
                output.write(console, form, out -> out.write(json + "\n"));
            }
            case CSV ->
                output.write(console, form, out -> {
                    CsvLine.write(out, "name", "rows", "columns", "title");
                    for (Datasets.Entry e : all) {
                        String rows = Integer.toString(e.rows());
                        CsvLine.write(out, e.name(), rows, Integer.toString(e.columns()), e.title());
                    }
                });
            case TEXT, MARKDOWN, HTML -> output.write(console, form, document(all));
        }
    }

    private static Document document(List<Datasets.Entry> all) {
        List<Grid.Column> columns = List.of(
                Grid.Column.left("Name"),
                Grid.Column.right("Rows"),
                Grid.Column.right("Columns"),
                Grid.Column.left("Title"));
        List<Grid.Row> rows = new ArrayList<>();
        for (Datasets.Entry e : all) {
            rows.add(Grid.Row.of(
                    Grid.Kind.PLAIN,
                    Grid.Cell.of(e.name()),
                    Grid.Cell.of(Numbers.count(e.rows()), e.rows()),
                    Grid.Cell.of(Numbers.count(e.columns()), e.columns()),
                    Grid.Cell.of(e.title())));
        }
        return new Document(
                "",
                all.size() + " data sets",
                List.of(),
                Text.NONE,
                List.of(Section.untitled("list", new Grid("", columns, rows))));
    }

    private static Document document(Input input, List<ColumnSummary> columns) {
        Dataset set = input.data();
        Dataset.About about = set.about();
        List<Entry> facts = new ArrayList<>();
        facts.add(Entry.of("Rows", Numbers.count(set.rows())));
        add(facts, "Source", about.source());
        add(facts, "Citation", about.citation());
        add(facts, "Note", about.note());
        set.notes().forEach(n -> add(facts, "Note", n));
        for (ColumnSummary c : columns) {
            add(facts, "Note", prefixed(c.column().name(), c.column().note()));
            add(facts, "Note", prefixed(c.column().name(), c.column().notNumbers()));
        }
        List<Grid.Row> rows = new ArrayList<>();
        boolean described =
                columns.stream().anyMatch(c -> !described(c.column()).isEmpty());
        for (ColumnSummary c : columns) {
            List<Grid.Cell> cells = new ArrayList<>(List.of(
                    Grid.Cell.of(c.column().name()),
                    Grid.Cell.of(type(c.column())),
                    Grid.Cell.of(Numbers.count(c.missing()), c.missing()),
                    Grid.Cell.of(values(c))));
            if (described) {
                cells.add(Grid.Cell.of(described(c.column())));
            }
            rows.add(Grid.Row.of(Grid.Kind.PLAIN, cells.toArray(Grid.Cell[]::new)));
        }
        List<Grid.Column> heads = new ArrayList<>(List.of(
                Grid.Column.left("Column"),
                Grid.Column.left("Type"),
                Grid.Column.right("Missing"),
                Grid.Column.left("Values")));
        if (described) {
            heads.add(Grid.Column.left("Meaning"));
        }
        String title = about.title().isEmpty() ? input.label() : input.label() + ": " + about.title();
        return new Document(
                "",
                title,
                List.of(),
                Text.NONE,
                List.of(Section.untitled("columns", new Block.Definitions(facts), new Grid("", heads, rows))));
    }

    private static void add(List<Entry> facts, String term, String text) {
        if (!text.isEmpty()) {
            facts.add(Entry.of(term, text));
        }
    }

    /** A note names its column, if it does not do so itself. */
    private static String prefixed(String column, String note) {
        return note.isEmpty() || note.contains(column) ? note : column + ": " + note;
    }

    private static String type(Schema.Column column) {
        return switch (column.kind()) {
            case TEXT -> column.identifier() ? "row name" : column.ordered() ? "ordered factor" : "factor";
            case NUMBER -> "number";
            case INTEGER -> "integer";
            case BOOLEAN, DATE, DATE_TIME, TIME -> column.kind().label();
        };
    }

    private static String values(ColumnSummary c) {
        if (c.missing() == c.rows()) {
            return "none";
        }
        if (c.levels().isEmpty()) {
            return c.range();
        }
        String levels = Names.list(c.levels(), LEVELS);
        return c.column().identifier() ? c.distinct() + " different" : levels;
    }

    private static String described(Schema.Column column) {
        String unit = column.unit().isEmpty() ? "" : " [" + column.unit() + "]";
        return (column.description() + unit).strip();
    }

    private static void csv(List<ColumnSummary> columns, Writer out) throws IOException {
        CsvLine.write(
                out, "column", "type", "unit", "missing", "distinct", "min", "max", "levels", "description", "note");
        for (ColumnSummary c : columns) {
            CsvLine.write(
                    out,
                    c.column().name(),
                    type(c.column()),
                    c.column().unit(),
                    Integer.toString(c.missing()),
                    Integer.toString(c.distinct()),
                    end(c, c.min()),
                    end(c, c.max()),
                    c.column().identifier() ? "" : String.join("|", c.levels()),
                    c.column().description(),
                    (c.column().note() + " " + c.column().notNumbers()).strip());
        }
    }

    /** An end of the range as its kind writes it; empty where there is none. */
    private static String end(ColumnSummary c, double value) {
        return Double.isNaN(value) ? "" : c.column().text(value);
    }

    private static Json jsonEnd(ColumnSummary c, double value) {
        return c.column().kind().isNumber() || Double.isNaN(value) ? Json.of(value) : Json.of(end(c, value));
    }

    /** In the form of the descriptions that stand beside files, so that one can begin from it. */
    private static Json json(Input input, List<ColumnSummary> columns) {
        Dataset set = input.data();
        List<Json> all = new ArrayList<>();
        List<String> notes = new ArrayList<>(set.notes());
        for (ColumnSummary c : columns) {
            all.add(Json.object(
                    "name", Json.of(c.column().name()),
                    "type", Json.of(c.column().kind().label()),
                    "unit", Json.of(c.column().unit()),
                    "description", Json.of(c.column().description()),
                    "missing", Json.of(c.missing()),
                    "distinct", Json.of(c.distinct()),
                    "min", jsonEnd(c, c.min()),
                    "max", jsonEnd(c, c.max()),
                    "levels", Json.of(c.column().identifier() ? List.of() : c.levels()),
                    "ordered", Json.of(c.column().ordered()),
                    "label", Json.of(c.column().identifier()),
                    "note", Json.of(c.column().note())));
            if (!c.column().notNumbers().isEmpty()) {
                notes.add(c.column().notNumbers());
            }
        }
        return Json.object(
                "schema", Json.of(1),
                "name", Json.of(set.name()),
                "title", Json.of(set.about().title()),
                "source", Json.of(set.about().source()),
                "citation", Json.of(set.about().citation()),
                "note", Json.of(set.about().note()),
                "n", Json.of(set.rows()),
                "columns", new Json.Arr(all),
                "notes", Json.of(notes));
    }
}
