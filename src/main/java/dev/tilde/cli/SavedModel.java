package dev.tilde.cli;

import dev.tilde.data.DataException;
import dev.tilde.data.Dataset;
import dev.tilde.data.Source;
import dev.tilde.design.Vocabulary;
import dev.tilde.formula.Formula;
import dev.tilde.formula.FormulaException;
import dev.tilde.formula.Role;
import dev.tilde.json.Json;
import dev.tilde.linear.Interval;
import dev.tilde.linear.SavedMultivariate;
import dev.tilde.linear.SavedRegression;
import dev.tilde.rnn.RnnFit;
import dev.tilde.rnn.SequenceSpec;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A model that a file holds. Its kind stands in the file, so that a command need not be told. */
sealed interface SavedModel {
    /** No model is that large; a file that is would only fill the memory. */
    long MOST_BYTES = 1L << 29;

    /** What to do where a file is no model. */
    String HELP =
            "The model comes first, then the data; tilde train DATA FORMULA -o FILE or tilde fit DATA FORMULA --save FILE makes one.";

    /** The word {@code what} of a file, and what reads it. */
    Map<String, Function<Json, SavedModel>> KINDS = Map.of(
            "tilde sequence model",
            json -> new Sequence(RnnFit.fromJson(json, Vocabulary.STANDARD)),
            SavedRegression.WHAT,
            json -> new Regression(SavedRegression.fromJson(json, Vocabulary.STANDARD)),
            SavedMultivariate.WHAT,
            json -> new Several(SavedMultivariate.fromJson(json, Vocabulary.STANDARD)));

    /** The formula as it was written. */
    String formula();

    /**
     * Predicts the rows of a table.
     *
     * @param level of intervals; none for predictions alone
     * @param kind what intervals hold; null for what the model has, of both those of new rows
     * @return numbers, a row for each row of the table, NaN where there is no prediction
     * @throws Refusal if the model has no intervals of that kind
     */
    Dataset predictions(Source rows, OptionalDouble level, PredictCommand.@Nullable Kind kind);

    /** The level that intervals attain; the one asked for, unless errors of held-out rows are too few for it. */
    double attained(double level);

    /**
     * Why a row may have no prediction: the end of a sentence.
     *
     * @param columns that the table has
     */
    String gaps(List<String> columns);

    /** A linear or generalised linear model. */
    record Regression(SavedRegression fit) implements SavedModel {
        static final String GAPS = "a value they need is missing, or the data of the fit cannot estimate them";

        @Override
        public String formula() {
            return fit.design().formula().source();
        }

        @Override
        public Dataset predictions(Source rows, OptionalDouble level, PredictCommand.@Nullable Kind kind) {
            boolean means = fit.family().isPresent();
            if (means && kind == PredictCommand.Kind.ROW) {
                throw new Refusal(
                        Refusal.Blame.USAGE,
                        "a generalised linear model has intervals of the mean, not of new rows",
                        "Say --kind mean, or nothing.");
            }
            if (level.isEmpty()) {
                String name = fit.design().response().columns().get(0);
                return Dataset.named("predictions").with(name, fit.predict(rows));
            }
            Interval interval = means || kind == PredictCommand.Kind.MEAN ? Interval.CONFIDENCE : Interval.PREDICTION;
            try {
                return fit.predictions(rows, interval, level.getAsDouble());
            } catch (FormulaException e) {
                throw e;
            } catch (IllegalArgumentException e) {
                throw new Refusal(Refusal.Blame.USAGE, e.getMessage(), "Leave out --interval.");
            }
        }

        @Override
        public double attained(double level) {
            return level;
        }

        @Override
        public String gaps(List<String> columns) {
            return GAPS;
        }
    }

    /** Linear models of several responses. */
    record Several(SavedMultivariate fit) implements SavedModel {
        @Override
        public String formula() {
            return fit.design().formula().source();
        }

        @Override
        public Dataset predictions(Source rows, OptionalDouble level, PredictCommand.@Nullable Kind kind) {
            Interval interval = kind == PredictCommand.Kind.MEAN ? Interval.CONFIDENCE : Interval.PREDICTION;
            return level.isEmpty() ? fit.predict(rows) : fit.predictions(rows, interval, level.getAsDouble());
        }

        @Override
        public double attained(double level) {
            return level;
        }

        @Override
        public String gaps(List<String> columns) {
            return Regression.GAPS;
        }
    }

    /** A sequence model. */
    record Sequence(RnnFit fit) implements SavedModel {
        @Override
        public String formula() {
            return fit.formula().source();
        }

        @Override
        public Dataset predictions(Source rows, OptionalDouble level, PredictCommand.@Nullable Kind kind) {
            if (kind == PredictCommand.Kind.MEAN) {
                throw new Refusal(
                        Refusal.Blame.USAGE,
                        "a sequence model has intervals of new rows, not of the mean",
                        "Say --kind row, or nothing.");
            }
            RnnFit model = level.isPresent() ? fit.level(level.getAsDouble()) : fit;
            return level.isPresent() ? model.predictIntervals(rows) : model.predictDistribution(rows);
        }

        @Override
        public double attained(double level) {
            return fit.level(level).attainedLevel();
        }

        @Override
        public String gaps(List<String> columns) {
            Set<String> responses = Formula.names(fit.formula().response().orElseThrow());
            List<String> lagged = fit.design().variables(fit.design().predictors()).stream()
                    .filter(c -> responses.contains(c) && !columns.contains(c))
                    .toList();
            if (!lagged.isEmpty()) {
                return "there is no column " + String.join(", ", lagged) + ", which lags read";
            }
            return fit.sequences().pattern() == SequenceSpec.Pattern.LAST
                    ? "a sequence has one, on its last row"
                    : fit.design().role(Role.OFFSET).isEmpty()
                            ? "the rows before them miss what their lags need"
                            : "the rows before them miss what their lags need, or their offset is missing";
        }
    }

    /**
     * Reads a file.
     *
     * @throws Refusal if there is none
     * @throws DataException if it is no model, damaged or from a newer version
     */
    static SavedModel read(String name) {
        Path file = OutputOptions.path(name);
        if (!Files.exists(file)) {
            throw new Refusal(Refusal.Blame.DATA, "there is no model " + name, HELP);
        }
        if (Files.isDirectory(file)) {
            throw new Refusal(Refusal.Blame.DATA, name + " is a folder, not a model", "");
        }
        if (!Files.isReadable(file)) {
            throw new Refusal(Refusal.Blame.DATA, "cannot read " + name + ": permission denied", "");
        }
        try {
            if (Files.size(file) > MOST_BYTES) {
                throw noModel(name);
            }
            return of(name, Files.readString(file, StandardCharsets.UTF_8));
        } catch (CharacterCodingException e) {
            throw noModel(name);
        } catch (IOException e) {
            throw new Refusal(Refusal.Blame.DATA, "cannot read " + name + ": " + e.getMessage(), "");
        }
    }

    private static SavedModel of(String name, String text) {
        if (!text.stripLeading().startsWith("{")) {
            throw noModel(name);
        }
        try {
            Json json = Json.parse(text);
            Function<Json, SavedModel> reader = KINDS.get(json.get("what").text(""));
            if (reader == null) {
                throw noModel(name);
            }
            return reader.apply(json);
        } catch (Json.Malformed e) {
            throw new Refusal(
                    Refusal.Blame.DATA,
                    "cannot read a model from " + name
                            + (text.stripTrailing().endsWith("}")
                                    ? ": it is damaged, " + e.getMessage()
                                    : ": it is cut short"),
                    "");
        } catch (DataException e) {
            throw new Refusal(Refusal.Blame.DATA, "cannot read a model from " + name + ": " + e.getMessage(), "");
        }
    }

    private static Refusal noModel(String name) {
        return new Refusal(Refusal.Blame.DATA, name + " is no saved model", HELP);
    }

    /** The columns of a table of numbers by their names. */
    static Map<String, double[]> columns(Dataset numbers) {
        Map<String, double[]> columns = new LinkedHashMap<>();
        numbers.schema().names().forEach(n -> columns.put(n, numbers.numbers(n)));
        return columns;
    }
}
