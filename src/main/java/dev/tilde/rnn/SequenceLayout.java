package dev.tilde.rnn;

import dev.tilde.data.DataException;
import dev.tilde.data.Schema;
import dev.tilde.data.Source;
import dev.tilde.design.CodingPolicy;
import dev.tilde.design.DesignOptions;
import dev.tilde.design.DesignSpec;
import dev.tilde.design.NaAction;
import dev.tilde.design.Transform;
import dev.tilde.design.Vocabulary;
import dev.tilde.formula.Formula;
import dev.tilde.formula.Limits;
import dev.tilde.formula.Role;
import dev.tilde.formula.Terms;
import dev.tilde.json.Json;
import dev.tilde.model.SavedField;
import dev.tilde.text.Names;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Everything that is needed to turn new rows into the same sequences, and nothing of the rows it was learned from.
 *
 * @param formula taken apart
 * @param spec how rows are cut, with what was found out
 * @param design the columns
 * @param responses the outputs
 * @param lags the inputs made of earlier responses
 * @param inputs what the network is fed with
 * @param columns of the data that are read, in the order they are held
 * @param longestLag the first steps of a sequence whose inputs reach before its start: fed with 0, never scored
 * @param split how rows were held out
 * @param offset of the times that the calendar counts; empty for local ones, null where that was not saved
 * @param notes what a reader of the report should know, in sentences
 */
record SequenceLayout(
        SequenceFormula formula,
        SequenceSpec spec,
        DesignSpec design,
        Responses responses,
        ResponseLags lags,
        Inputs inputs,
        List<String> columns,
        int longestLag,
        Split.Kind split,
        @Nullable String offset,
        List<String> notes) {
    private static final int VERSION = 1;

    SequenceLayout {
        columns = List.copyOf(columns);
        notes = List.copyOf(notes);
    }

    SequenceLayout with(List<String> other) {
        return new SequenceLayout(
                formula, spec, design, responses, lags, inputs, columns, longestLag, split, offset, other);
    }

    /** The column that {@code fourier(12, 2)} counts where rows stand on no calendar: the row in its sequence. */
    static final String ROWS = "(row)";

    /** Whether rows are counted. */
    boolean countsRows() {
        return columns.contains(ROWS);
    }

    /** The same functions and {@code steps}: how many steps of a calendar lie between a time and the epoch. */
    static Vocabulary counting(Vocabulary given, Calendar calendar) {
        return given.with("steps", args -> Transform.stateless(calendar::position));
    }

    /** The functions of a vocabulary and {@code logit}. */
    static Vocabulary vocabulary(Vocabulary given) {
        return given.functions().contains("logit")
                ? given
                : given.with("logit", args -> Transform.stateless(Expression::logit));
    }

    /** Whether some input is made of earlier responses. */
    boolean readsResponse() {
        return !lags.isEmpty();
    }

    /** Whether sequences have one response each. */
    boolean isLast() {
        return spec.pattern() == SequenceSpec.Pattern.LAST;
    }

    /**
     * New rows as sequences; responses may be missing or not there at all.
     *
     * @throws DataException if a column is not there, or groups or order are missing
     */
    Sequences sequences(Source source) {
        return Assembly.of(this, read(Needed.argument(source, "table")), new int[0]);
    }

    /**
     * Rows and the steps behind them, which begin at {@link Sequences#future}.
     *
     * @param steps how many, at least 1
     * @param future what is known of them; null when nothing but lags, groups and the calendar is read
     * @throws DataException if a column, a group or a time of the future is missing
     */
    Sequences forecast(Source source, int steps, @Nullable Source future) {
        return FutureRows.of(this, source, steps, future);
    }

    /** The columns of new rows, the responses without a value where there are none. */
    Columns read(Source source) {
        Set<String> needed = new LinkedHashSet<>(design.variables(design.predictors()));
        design.role(Role.OFFSET).forEach(f -> needed.addAll(Formula.names(f.expression())));
        needed.removeAll(responses.columns());
        needed.remove(ROWS);
        needed.addAll(spec.by());
        needed.addAll(spec.order());
        List<String> names = source.schema().names();
        List<String> missing = needed.stream().filter(n -> !names.contains(n)).toList();
        if (!missing.isEmpty()) {
            throw new DataException(
                    "the new rows have no column " + String.join(", ", missing) + ", which the model reads; columns: "
                            + Names.list(names, 12),
                    source.name(),
                    -1,
                    missing.get(0));
        }
        Columns read = Columns.of(source, c -> columns.contains(c.name())).arranged(columns);
        refuseOtherOrder(read, "the new rows");
        return read;
    }

    /** The offset of the times that the calendar of a panel counts; empty for local ones and for all else. */
    static String offset(SequenceSpec spec, Columns rows) {
        boolean counted = spec.calendar().isPresent() && !spec.isGrid();
        return counted ? rows.column(rows.find(spec.order().get(0))).offset() : "";
    }

    /**
     * A calendar counts what the order column held when it was learned; and instants and local times of no place cannot be
     * told to be the same.
     *
     * @param where what the rows are, in words
     * @throws DataException if it is of another kind here, or has an offset on one side only
     */
    void refuseOtherOrder(Columns rows, String where) {
        if (spec.calendar().isEmpty() || spec.isGrid()) {
            return;
        }
        Calendar calendar = spec.calendar().get();
        Schema.Column order = rows.column(rows.find(spec.order().get(0)));
        boolean fits = calendar.seconds()
                ? order.kind() == Schema.Kind.DATE_TIME
                : calendar.unit() != Calendar.Unit.NUMBER
                        ? order.kind() == Schema.Kind.DATE
                        : order.kind().isNumber()
                                || order.kind() == Schema.Kind.TIME
                                || order.kind() == Schema.Kind.BOOLEAN;
        if (!fits) {
            String was = calendar.seconds()
                    ? "date-times, as 2024-02-29T12:30"
                    : calendar.unit() != Calendar.Unit.NUMBER ? "dates, as 2024-02-29" : "numbers";
            throw otherOrder(rows, order, "is " + order.kind().label() + " in " + where, was);
        }
        if (calendar.seconds()
                && offset != null
                && offset.isEmpty() != order.offset().isEmpty()) {
            throw order.offset().isEmpty()
                    ? otherOrder(
                            rows, order, "has no offset in " + where, "times with one, as 2024-02-29T12:30" + offset)
                    : otherOrder(
                            rows,
                            order,
                            "has the offset " + order.offset() + " in " + where,
                            "times without one, as 2024-02-29T12:30");
        }
    }

    private static DataException otherOrder(Columns rows, Schema.Column order, String is, String was) {
        return new DataException(
                order.name() + " " + is
                        + (rows.rows() == 0 ? "" : ", such as " + rows.text(rows.find(order.name()), 0))
                        + "; the model was fitted to " + was,
                rows.name(),
                0,
                order.name());
    }

    Json toJson() {
        return Json.object(
                "version", Json.of((double) VERSION),
                "formula", Json.of(formula.source()),
                "feedback", Json.of(formula.feedback()),
                "clock", Json.of(formula.clock()),
                "sequences", spec.toJson(),
                "design", design.toJson(),
                "beside", lags.others().map(DesignSpec::toJson).orElse(Json.none()),
                "responses", responses.toJson(),
                "inputs", inputs.toJson(),
                "columns", Json.of(columns),
                "longestLag", Json.of((double) longestLag),
                "split", Json.of(split.name()),
                "offset", offset == null ? Json.none() : Json.of(offset),
                "notes", Json.of(notes));
    }

    /**
     * Reads what {@link #toJson} wrote.
     *
     * @throws DataException if it is damaged, or larger than {@code most}
     */
    static SequenceLayout fromJson(Json json, Vocabulary vocabulary, Limits most) {
        SavedField saved = new SavedField(json, "layout");
        if (saved.get("version").whole() > VERSION) {
            throw new DataException("the saved model comes from a newer version of Tilde");
        }
        SequenceSpec spec = SequenceSpec.fromJson(saved.get("sequences").value());
        String clock = saved.has("clock") ? saved.get("clock").text() : "";
        Vocabulary plain = vocabulary(vocabulary);
        Vocabulary known = clock.isEmpty() || spec.calendar().isEmpty()
                ? plain
                : counting(plain, spec.calendar().get());
        DesignSpec design = DesignSpec.fromJson(saved.get("design").value(), known, most);
        if (spec.horizon() > saved.get("responses").items().size()) {
            throw saved.get("responses").wrong("a list of the outputs of every step of the horizon");
        }
        SequenceFormula formula = new SequenceFormula(
                saved.get("formula").text(),
                design.formula(),
                spec,
                saved.get("feedback").flag(),
                clock);
        List<String> columns = saved.get("columns").texts();
        Terms terms = design.formula().expand(columns);
        Responses responses = Responses.of(formula, terms, spec.horizon(), columns);
        responses.read(saved.get("responses"));
        @Nullable
        DesignSpec beside = saved.get("beside").isNull()
                ? null
                : DesignSpec.fromJson(saved.get("beside").value(), known, most);
        ResponseLags lags = ResponseLags.of(formula, design, responses, columns, null, beside);
        Split.Kind split;
        try {
            split = Split.Kind.valueOf(saved.get("split").text());
        } catch (IllegalArgumentException e) {
            throw saved.get("split").wrong("a way to split");
        }
        return new SequenceLayout(
                formula,
                spec,
                design,
                responses,
                lags,
                Inputs.fromJson(saved.get("inputs")),
                columns,
                saved.get("longestLag").whole(),
                split,
                saved.has("offset") && !saved.get("offset").isNull()
                        ? saved.get("offset").text()
                        : null,
                saved.get("notes").texts());
    }

    static DesignOptions options(DesignOptions given, SequenceSpec spec) {
        return given.with(NaAction.PASS)
                .with(CodingPolicy.FULL)
                .with(vocabulary(given.vocabulary()))
                .groups(spec.by().toArray(String[]::new))
                .order(new String[0]);
    }
}
