package dev.tilde.cli;

import dev.tilde.data.CsvSource;
import dev.tilde.data.Source;
import dev.tilde.design.DesignMatrices;
import dev.tilde.design.DesignMatrix;
import dev.tilde.design.DesignOptions;
import dev.tilde.design.DesignSpec;
import dev.tilde.design.Rows;
import dev.tilde.design.Vocabulary;
import dev.tilde.formula.Formula;
import dev.tilde.report.Block;
import dev.tilde.report.Block.Entry;
import dev.tilde.report.Document;
import dev.tilde.report.Grid;
import dev.tilde.report.Numbers;
import dev.tilde.report.Section;
import dev.tilde.report.Text;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code tilde matrix}: the numbers that a formula makes of the data. */
@Command(
        name = "matrix",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        header = "Builds the design matrix of a formula.",
        description =
                "%nResponse and predictors on the rows that miss nothing. Text shows the first rows; csv and json have all of them, with every digit; json numbers the rows from 0. From a file to csv rows are read and written block by block, so that any number of them fits.%n",
        footer = {
            "",
            "Examples:",
            "  tilde matrix air.csv \"Ozone ~ Wind * C(Month)\" -o design.csv",
            "  tilde matrix air.csv \"Ozone ~ bs(Wind, df=4)\" --new tomorrow.csv -f csv",
            "  tilde matrix air.csv \"Ozone ~ Wind\" --save-design air.json",
            "  tilde matrix tomorrow.csv --design air.json"
        })
final class MatrixCommand implements Callable<Integer> {
    private static final int SHOWN = 10;

    private final Console console;

    @Parameters(index = "0", paramLabel = "DATA", description = "A CSV file, - for standard input, or a data set.")
    private String data = "";

    @Parameters(
            index = "1",
            arity = "0..1",
            paramLabel = "FORMULA",
            description = "Such as \"y ~ x + a\" or \"~ x + a\"; in quotes.")
    private @Nullable String formula;

    @Option(
            names = "--new",
            paramLabel = "FILE",
            description = "Learn from DATA, build the predictors of the rows in this file.")
    private @Nullable String fresh;

    @Option(names = "--save-design", paramLabel = "FILE", description = "Save what was learned, as JSON.")
    private @Nullable String save;

    @Option(
            names = "--design",
            paramLabel = "FILE",
            description = "Build the predictors of DATA by a saved design, in place of FORMULA.")
    private @Nullable String design;

    @Mixin
    private FormulaOptions formulas = new FormulaOptions();

    @Mixin
    private DesignFlags flags = new DesignFlags();

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
        if ((formula == null) == (design == null)) {
            throw new Refusal(
                    Refusal.Blame.USAGE,
                    formula == null ? "a formula is missing" : "--design takes the place of the formula",
                    "tilde matrix DATA FORMULA, or tilde matrix DATA --design FILE");
        }
        if (design != null) {
            DesignSpec spec = read(design);
            predictors(spec, rows(data, form), form);
            return 0;
        }
        Formula parsed = formulas.parse(formula);
        DesignOptions options = flags.options();
        Rowed rows = rows(data, form);
        Regression.notes(rows.notes, rows.label, rows.source.schema(), rows.file.isPresent(), parsed, console, output);
        DesignSpec spec = Input.blamed(rows.label, () -> DesignSpec.learn(parsed, rows.source, options));
        flags.check(spec);
        if (save != null) {
            OutputOptions.writeTo(Path.of(save), out -> out.write(spec.toJson().pretty() + "\n"));
        }
        if (fresh != null) {
            predictors(spec, rows(fresh, form), form);
        } else {
            all(spec, rows.source, form);
        }
        return 0;
    }

    /**
     * Rows to read.
     *
     * @param notes on the file as a whole
     */
    private record Rowed(Source source, String label, Optional<Path> file, List<String> notes) {}

    /** From a file to csv the rows are read again for each pass and never held. */
    private Rowed rows(String name, Format form) {
        Optional<CsvSource> streamed = form == Format.CSV ? reading.stream(name) : Optional.empty();
        if (streamed.isPresent()) {
            Path path = Path.of(name);
            String label = String.valueOf(path.getFileName());
            output.keep(path);
            return new Rowed(
                    streamed.get(), label, Optional.of(path), streamed.get().notes());
        }
        Input input = reading.open(name, console);
        output.keep(input);
        return new Rowed(
                input.data().source(), input.label(), input.file(), input.data().notes());
    }

    private static DesignSpec read(String file) {
        try {
            return DesignSpec.fromJson(Files.readString(Path.of(file)), Vocabulary.STANDARD);
        } catch (IOException e) {
            throw new Refusal(Refusal.Blame.DATA, "cannot read the design " + file, "");
        }
    }

    private void all(DesignSpec spec, Source source, Format form) {
        switch (form) {
            case CSV -> {
                Regression.leftOut(spec.rows(), console, output);
                output.write(console, form, out -> {
                    Lines lines = new Lines(out);
                    spec.matrices(source, block -> lines.write(Slab.of(block)));
                });
            }
            case JSON -> {
                DesignMatrices m = spec.matrices(source);
                output.write(console, form, out -> MatrixJson.write(m, out));
            }
            default -> {
                DesignMatrices m = spec.matrices(source);
                List<Entry> facts = new ArrayList<>();
                m.response()
                        .ifPresent(y -> facts.add(
                                Entry.of("Response", counted(y.columns().size()))));
                facts.add(
                        Entry.of("Predictors", counted(m.predictors().columns().size())));
                for (int k = 0; k < m.parts().size(); k++) {
                    facts.add(Entry.of(
                            "Part " + (k + 2),
                            counted(m.parts().get(k).columns().size())));
                }
                spec.notes().forEach(n -> facts.add(Entry.of("Note", n)));
                output.write(console, form, text(spec, Slab.of(m), spec.rows(), facts));
            }
        }
    }

    private void predictors(DesignSpec spec, Rowed rows, Format form) {
        switch (form) {
            case CSV ->
                output.write(console, form, out -> {
                    Lines lines = new Lines(out);
                    Input.blamed(rows.label, () -> {
                        spec.predictors(rows.source, block -> lines.write(Slab.of(block)));
                        return true;
                    });
                });
            case JSON -> {
                DesignMatrix x = Input.blamed(rows.label, () -> spec.predictors(rows.source));
                output.write(console, form, out -> MatrixJson.write(spec, x, out));
            }
            default -> {
                DesignMatrix x = Input.blamed(rows.label, () -> spec.predictors(rows.source));
                List<Entry> facts =
                        List.of(Entry.of("Predictors", counted(x.columns().size())));
                Rows all = new Rows(x.rows(), x.rows(), Map.of());
                output.write(console, form, text(spec, Slab.of(x), all, facts));
            }
        }
    }

    /** Lines of CSV, the header before the first block. */
    private static final class Lines {
        private final Writer out;
        private boolean begun;

        Lines(Writer out) {
            this.out = out;
        }

        void write(Slab block) {
            try {
                if (!begun) {
                    CsvLine.write(out, block.names().toArray(String[]::new));
                    begun = true;
                }
                for (int i = 0; i < block.rows(); i++) {
                    double[] row = block.row(i);
                    String[] fields = new String[row.length];
                    for (int j = 0; j < row.length; j++) {
                        fields[j] = CsvLine.number(row[j]);
                    }
                    CsvLine.write(out, fields);
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private static Document text(DesignSpec spec, Slab slab, Rows used, List<Entry> more) {
        List<Grid.Column> columns = new ArrayList<>(List.of(Grid.Column.left("Row")));
        slab.names().forEach(c -> columns.add(Grid.Column.right(c)));
        List<Grid.Row> rows = new ArrayList<>();
        int shown = Math.min(SHOWN, slab.rows());
        for (int i = 0; i < shown; i++) {
            List<Grid.Cell> cells = new ArrayList<>(List.of(Grid.Cell.of(Long.toString(slab.kept()[i] + 1))));
            for (double v : slab.row(i)) {
                cells.add(Grid.Cell.of(Double.isInfinite(v) ? CsvLine.number(v) : Numbers.significant(v, 5), v));
            }
            rows.add(Grid.Row.of(Grid.Kind.PLAIN, cells.toArray(Grid.Cell[]::new)));
        }
        String size = Numbers.count(used.used()) + " of " + Numbers.count(used.total());
        List<Entry> facts = new ArrayList<>();
        facts.add(Entry.of("Rows", size + (shown < slab.rows() ? "; the first " + shown + " are shown" : "")));
        facts.addAll(more);
        return new Document(
                "",
                "Design matrix",
                List.of(new Document.Piece(spec.formula().toString(), Document.Role.PLAIN)),
                Text.NONE,
                List.of(Section.untitled("rows", new Block.Definitions(facts), new Grid("", columns, rows))));
    }

    private static String counted(int columns) {
        return columns + (columns == 1 ? " column" : " columns");
    }
}
