package dev.tilde.cli;

import dev.tilde.json.Json;
import dev.tilde.report.Block;
import dev.tilde.report.Block.Entry;
import dev.tilde.report.Document;
import dev.tilde.report.Grid;
import dev.tilde.report.Numbers;
import dev.tilde.report.Section;
import dev.tilde.report.Text;
import java.io.IOException;
import java.io.Writer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code tilde predict}: what a saved model says of the rows of a table. */
@Command(
        name = "predict",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        header = "Predicts the rows of a table by a saved model.",
        description =
                "%nOne value for each row, in the order of the table; empty where there is none. Text shows the first rows; csv and json have all of them, with every digit.%n",
        footer = {"", "Example:", "  tilde predict wind.tilde airquality -f csv --interval 0.9"})
final class PredictCommand implements Callable<Integer> {
    private static final int SHOWN = 10;

    private final Console console;
    private final Interrupt interrupt;

    @Parameters(index = "0", paramLabel = "MODEL", description = "A file that tilde train, or tilde fit --save, made.")
    private String model = "";

    @Parameters(index = "1", paramLabel = "DATA", description = "A CSV file, - for standard input, or a data set.")
    private String data = "";

    @Option(
            names = "--interval",
            paramLabel = "P",
            description = "Intervals of this level beside the predictions, between 0 and 1.")
    private @Nullable Double interval;

    /** What an interval is to hold. */
    enum Kind {
        MEAN,
        ROW;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    @Option(
            names = "--kind",
            paramLabel = "mean|row",
            description =
                    "What intervals hold: the mean of such rows, or one new row with its own error, which is the default where a model has both.")
    private @Nullable Kind kind;

    @Mixin
    private DataOptions reading = new DataOptions();

    @Mixin
    private ProgressOptions progress = new ProgressOptions();

    @Mixin
    private OutputOptions output = new OutputOptions();

    PredictCommand(Console console, Interrupt interrupt) {
        this.console = console;
        this.interrupt = interrupt;
    }

    @Override
    public Integer call() {
        Format form = output.format(Format.TEXT, Format.CSV, Format.JSON);
        OptionalDouble level = interval == null ? OptionalDouble.empty() : OptionalDouble.of(level(interval));
        if (kind != null && interval == null) {
            throw new Refusal(
                    Refusal.Blame.USAGE,
                    "--kind says what intervals hold, and none are asked for",
                    "Add --interval 0.95.");
        }
        DataOptions.check(data);
        SavedModel saved;
        Input input;
        Map<String, double[]> columns;
        try (ProgressLine line = progress.working(console, output, interrupt)) {
            line.begins("reading");
            saved = SavedModel.read(model);
            input = reading.open(data, console);
            output.keep(input);
            output.keep(OutputOptions.path(model));
            line.begins("predicting");
            SavedModel known = saved;
            columns = input.blamed(
                    () -> SavedModel.columns(known.predictions(input.data().source(), level, kind)));
        }
        int rows = input.data().rows();
        long missing = missing(columns);
        if (missing > 0) {
            output.note(
                    console,
                    Numbers.count(missing) + " of " + Numbers.count(rows) + (rows == 1 ? " row" : " rows")
                            + (missing == 1 ? " has" : " have")
                            + " no prediction: "
                            + saved.gaps(input.data().schema().names()));
        }
        if (level.isPresent() && saved.attained(level.getAsDouble()) < level.getAsDouble()) {
            output.note(
                    console,
                    "few errors were measured: the largest make intervals of level "
                            + Numbers.significant(saved.attained(level.getAsDouble()), 2) + ", not "
                            + CsvLine.number(level.getAsDouble()));
        }
        switch (form) {
            case CSV -> output.write(console, form, out -> csv(columns, rows, out));
            case JSON -> {
                String json = json(saved, columns, rows).pretty();
                output.write(console, form, out -> out.write(json + "\n"));
            }
            default -> output.write(console, form, document(saved, columns, rows));
        }
        return 0;
    }

    /** @throws Refusal if it lies not between 0 and 1 */
    static double level(double level) {
        if (!(level > 0 && level < 1)) {
            throw new Refusal(
                    Refusal.Blame.USAGE,
                    "the level of intervals must lie between 0 and 1, got " + CsvLine.number(level),
                    "");
        }
        return level;
    }

    private static long missing(Map<String, double[]> columns) {
        double[] first = columns.values().iterator().next();
        long missing = 0;
        for (double v : first) {
            missing += Double.isNaN(v) ? 1 : 0;
        }
        return missing;
    }

    private static void csv(Map<String, double[]> columns, int rows, Writer out) throws IOException {
        CsvLine.write(out, columns.keySet().toArray(String[]::new));
        for (int i = 0; i < rows; i++) {
            int row = i;
            String line = columns.values().stream()
                    .map(c -> CsvLine.number(c[row]))
                    .reduce((a, b) -> a + "," + b)
                    .orElse("");
            // A blank line would be no row to those who read it.
            out.write(line.isEmpty() ? "\"\"\n" : line + "\n");
        }
    }

    private Json json(SavedModel saved, Map<String, double[]> columns, int rows) {
        Map<String, Json> numbers = new LinkedHashMap<>();
        columns.forEach((name, cells) -> numbers.put(name, Json.of(cells)));
        return Json.object(
                "schema", Json.of(1),
                "formula", Json.of(saved.formula()),
                "level", interval == null ? Json.none() : Json.of(interval),
                "rows", Json.of(rows),
                "predictions", new Json.Obj(numbers));
    }

    private static Document document(SavedModel saved, Map<String, double[]> columns, int rows) {
        List<Grid.Column> heads = new ArrayList<>(List.of(Grid.Column.left("Row")));
        columns.keySet().forEach(c -> heads.add(Grid.Column.right(c)));
        List<Grid.Row> lines = new ArrayList<>();
        int shown = Math.min(SHOWN, rows);
        for (int i = 0; i < shown; i++) {
            List<Grid.Cell> cells = new ArrayList<>(List.of(Grid.Cell.of(Integer.toString(i + 1))));
            for (double[] column : columns.values()) {
                cells.add(Grid.Cell.of(Numbers.significant(column[i], 5), column[i]));
            }
            lines.add(Grid.Row.of(Grid.Kind.PLAIN, cells.toArray(Grid.Cell[]::new)));
        }
        String size = Numbers.count(rows) + (shown < rows ? "; the first " + shown + " are shown, -f csv has all" : "");
        return new Document(
                "",
                "Predictions",
                List.of(new Document.Piece(saved.formula(), Document.Role.PLAIN)),
                Text.NONE,
                List.of(Section.untitled(
                        "rows", new Block.Definitions(List.of(Entry.of("Rows", size))), new Grid("", heads, lines))));
    }
}
