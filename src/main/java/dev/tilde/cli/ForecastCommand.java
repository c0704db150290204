package dev.tilde.cli;

import dev.tilde.data.DataException;
import dev.tilde.data.Dataset;
import dev.tilde.data.Schema;
import dev.tilde.formula.FormulaException;
import dev.tilde.json.Json;
import dev.tilde.report.Block;
import dev.tilde.report.Block.Entry;
import dev.tilde.report.Document;
import dev.tilde.report.Grid;
import dev.tilde.report.Numbers;
import dev.tilde.report.Section;
import dev.tilde.report.Text;
import dev.tilde.rnn.Forecast;
import dev.tilde.rnn.RnnFit;
import dev.tilde.text.Decimals;
import java.io.IOException;
import java.io.Writer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code tilde forecast}: the steps behind the last row of each sequence. */
@Command(
        name = "forecast",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        header = "Forecasts the steps behind the last row of each sequence.",
        description =
                "%nGoes on from the last rows the model was trained on or, with DATA, from those of DATA, from which nothing is learned. Intervals are split-conformal. What else the formula reads of the future comes from --future: rows in any order, told apart by the columns of groups and order.%n",
        footer = {
            "",
            "Examples:",
            "  tilde forecast wind.tilde --steps 3",
            "  tilde forecast load.tilde -n 24 --future weather.csv -f csv"
        })
final class ForecastCommand implements Callable<Integer> {
    private final Console console;
    private final Interrupt interrupt;

    @Parameters(index = "0", paramLabel = "MODEL", description = "A file that tilde train made.")
    private String model = "";

    @Parameters(
            index = "1",
            arity = "0..1",
            paramLabel = "DATA",
            description = "History to go on from: a CSV file, - for standard input, or a data set.")
    private @Nullable String data;

    @Option(
            names = {"-n", "--steps"},
            paramLabel = "N",
            required = true,
            description = "How many steps of each sequence.")
    private int steps;

    @Option(
            names = "--future",
            paramLabel = "FILE",
            description = "What is known of these steps: a CSV file, or - for standard input.")
    private @Nullable String future;

    @Option(names = "--level", paramLabel = "P", description = "Level of the intervals; else as it was trained, 0.95.")
    private @Nullable Double level;

    @Option(
            names = "--mean",
            description = "Means of a transformed response in place of medians; intervals stay as they are.")
    private boolean mean;

    @Mixin
    private DataOptions reading = new DataOptions();

    @Mixin
    private ProgressOptions progress = new ProgressOptions();

    @Mixin
    private OutputOptions output = new OutputOptions();

    ForecastCommand(Console console, Interrupt interrupt) {
        this.console = console;
        this.interrupt = interrupt;
    }

    @Override
    public Integer call() {
        Format form = output.format(Format.TEXT, Format.CSV, Format.JSON, Format.MARKDOWN, Format.HTML);
        if (steps < 1) {
            throw new Refusal(Refusal.Blame.USAGE, "--steps must be 1 or more, got " + steps, "");
        }
        if ("-".equals(data) && "-".equals(future)) {
            throw new Refusal(Refusal.Blame.USAGE, "DATA and --future cannot both be standard input", "");
        }
        RnnFit fit;
        Forecast forecast;
        try (ProgressLine line = progress.working(console, output, interrupt)) {
            line.begins("reading");
            fit = fit();
            output.keep(OutputOptions.path(model));
            if (data != null) {
                Input history = opened(data);
                RnnFit known = fit;
                line.begins("going through the history");
                fit = history.blamed(() -> known.behind(history.data()));
            }
            Input ahead = future == null ? null : opened(future);
            line.begins("forecasting");
            RnnFit from = fit;
            forecast = ahead(from, ahead);
        }
        write(fit, forecast, form);
        return 0;
    }

    private RnnFit fit() {
        SavedModel saved = SavedModel.read(model);
        if (!(saved instanceof SavedModel.Sequence sequence)) {
            throw new Refusal(
                    Refusal.Blame.DATA,
                    model + " holds no sequence model, so there is nothing to go on from",
                    "tilde predict MODEL DATA says what it makes of rows.");
        }
        RnnFit fit = level == null ? sequence.fit() : sequence.fit().level(PredictCommand.level(level));
        return mean ? fit.means() : fit;
    }

    private Input opened(String name) {
        DataOptions.check(name);
        Input input = reading.open(name, console);
        output.keep(input);
        return input;
    }

    private Forecast ahead(RnnFit fit, @Nullable Input known) {
        try {
            return known == null ? fit.forecast(steps) : known.blamed(() -> fit.forecast(steps, known.data()));
        } catch (FormulaException e) {
            throw e;
        } catch (IllegalArgumentException e) {
            throw new Refusal(Refusal.Blame.USAGE, String.valueOf(e.getMessage()), "");
        } catch (DataException e) {
            if (known != null) {
                throw e;
            }
            throw new Refusal(
                    Refusal.Blame.DATA,
                    String.valueOf(e.getMessage()),
                    "--future FILE: rows in any order, with the columns of groups and order.");
        }
    }

    private void write(RnnFit fit, Forecast forecast, Format form) {
        Dataset rows = forecast.dataset();
        switch (form) {
            case CSV -> {
                forecast.notes().forEach(note -> output.note(console, note));
                output.write(console, form, out -> csv(rows, out));
            }
            case JSON -> {
                String json = json(fit, forecast).pretty();
                output.write(console, form, out -> out.write(json + "\n"));
            }
            case TEXT, MARKDOWN, HTML -> output.write(console, form, document(fit, forecast));
        }
    }

    /** The cells of a column; those that are missing are empty. */
    private static String[] cells(Dataset rows, Schema.Column column) {
        String[] cells = new String[rows.rows()];
        if (column.kind().isNumber()) {
            double[] numbers = rows.numbers(column.name());
            for (int i = 0; i < cells.length; i++) {
                cells[i] = CsvLine.number(numbers[i]);
            }
            return cells;
        }
        @Nullable String[] texts = rows.texts(column.name());
        for (int i = 0; i < cells.length; i++) {
            String text = texts[i];
            cells[i] = text == null ? "" : text;
        }
        return cells;
    }

    private static void csv(Dataset rows, Writer out) throws IOException {
        List<String[]> columns =
                rows.schema().columns().stream().map(c -> cells(rows, c)).toList();
        CsvLine.write(out, rows.schema().names().toArray(String[]::new));
        for (int i = 0; i < rows.rows(); i++) {
            int row = i;
            CsvLine.write(out, columns.stream().map(c -> c[row]).toArray(String[]::new));
        }
    }

    private static Json json(RnnFit fit, Forecast forecast) {
        Dataset rows = forecast.dataset();
        List<Map<String, Json>> objects = new ArrayList<>();
        for (int i = 0; i < rows.rows(); i++) {
            objects.add(new LinkedHashMap<>());
        }
        for (Schema.Column column : rows.schema().columns()) {
            boolean number = column.kind().isNumber();
            double[] numbers = number ? rows.numbers(column.name()) : new double[0];
            String[] texts = number ? new String[0] : cells(rows, column);
            for (int i = 0; i < rows.rows(); i++) {
                objects.get(i).put(column.name(), number ? Json.of(numbers[i]) : Json.of(texts[i]));
            }
        }
        return Json.object(
                "schema", Json.of(1),
                "formula", Json.of(fit.formula().source()),
                "level", Json.of(fit.model().level()),
                "rows", new Json.Arr(objects.stream().<Json>map(Json.Obj::new).toList()),
                "notes", Json.of(forecast.notes()));
    }

    private static Document document(RnnFit fit, Forecast forecast) {
        boolean groups = forecast.rows().stream().anyMatch(r -> !r.group().isEmpty());
        boolean times = forecast.rows().stream().anyMatch(r -> !r.time().isEmpty());
        boolean several =
                forecast.rows().stream().map(Forecast.Row::response).distinct().count() > 1;
        double asked = fit.model().level();
        List<Grid.Column> heads = new ArrayList<>();
        if (groups) {
            heads.add(Grid.Column.left(String.join(":", fit.sequences().by())));
        }
        heads.add(Grid.Column.right("Step"));
        if (times) {
            heads.add(Grid.Column.left(fit.sequences().order().get(0)));
        }
        if (several) {
            heads.add(Grid.Column.left("Response"));
        }
        heads.add(Grid.Column.right("Forecast"));
        heads.add(Grid.Column.interval(Decimals.shortest(100 * asked) + "% interval"));
        List<Grid.Row> lines = new ArrayList<>();
        for (Forecast.Row row : forecast.rows()) {
            List<Grid.Cell> cells = new ArrayList<>();
            if (groups) {
                cells.add(Grid.Cell.of(row.group()));
            }
            cells.add(Grid.Cell.of(Integer.toString(row.step())));
            if (times) {
                cells.add(Grid.Cell.of(row.time()));
            }
            if (several) {
                cells.add(Grid.Cell.of(row.response()));
            }
            double error = (row.high() - row.low()) / 2;
            cells.add(Grid.Cell.of(written(row.prediction(), error), row.prediction()));
            cells.add(Grid.Cell.of(
                    Double.isNaN(row.low()) ? "" : written(row.low(), error) + " to " + written(row.high(), error)));
            lines.add(Grid.Row.of(Grid.Kind.PLAIN, cells.toArray(Grid.Cell[]::new)));
        }
        List<Block> blocks = new ArrayList<>(List.of(new Grid("", heads, lines)));
        if (!forecast.notes().isEmpty()) {
            blocks.add(new Block.Definitions(
                    forecast.notes().stream().map(n -> Entry.of("Note", n)).toList()));
        }
        return new Document(
                "",
                "Forecast of " + steps(forecast) + " ahead",
                List.of(new Document.Piece(fit.formula().source(), Document.Role.PLAIN)),
                Text.NONE,
                List.of(Section.untitled("forecast", blocks.toArray(Block[]::new))));
    }

    /** With the digits that half an interval supports. */
    private static String written(double value, double error) {
        return Numbers.decimals(error) < 0 ? Numbers.significant(value, 5) : Numbers.estimate(value, error);
    }

    private static String steps(Forecast forecast) {
        int most = forecast.rows().stream().mapToInt(Forecast.Row::step).max().orElse(0);
        return most + (most == 1 ? " step" : " steps");
    }
}
