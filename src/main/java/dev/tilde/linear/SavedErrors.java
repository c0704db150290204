package dev.tilde.linear;

import dev.tilde.json.Json;
import dev.tilde.model.SavedField;
import java.util.Arrays;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What standard errors of predictions come from in a saved regression. */
sealed interface SavedErrors {
    /** Of least squares. */
    record Linear(RowErrors ofRows, double sigma, long df) implements SavedErrors {}

    /** @param range of the means */
    record Generalised(
            String family, RangedFamily.Range range, Links link, RowErrors ofRows, double width, String statistic)
            implements SavedErrors {}

    /** A penalised regression has none. */
    record Penalised(String name) implements SavedErrors {}

    /**
     * Adds the field that tells the kinds apart.
     *
     * @param whole whether the coordinates of the column space stand in it; fits that share them keep them elsewhere
     */
    default void write(Map<String, Json> fields, boolean whole) {
        if (this instanceof Linear l) {
            fields.put(
                    "linear",
                    Json.object(
                            "errors", l.ofRows().json(whole),
                            "sigma", Json.of(l.sigma()),
                            "df", Json.of(l.df())));
        } else if (this instanceof Penalised p) {
            fields.put("penalised", Json.object("name", Json.of(p.name())));
        } else if (this instanceof Generalised g) {
            fields.put(
                    "generalised",
                    Json.object(
                            "family", Json.of(g.family()),
                            "range", Json.of(g.range().name()),
                            "link", Json.of(g.link().label()),
                            "errors", g.ofRows().json(whole),
                            "width", Json.of(g.width()),
                            "statistic", Json.of(g.statistic())));
        }
    }

    /** @param shared the coordinates where they do not stand in the field */
    static SavedErrors of(SavedField saved, @Nullable Coordinates shared) {
        if (saved.has("linear")) {
            SavedField linear = saved.get("linear");
            return new Linear(
                    RowErrors.of(linear.get("errors"), shared),
                    linear.get("sigma").numberOrNaN(),
                    (long) linear.get("df").number());
        }
        if (saved.has("penalised")) {
            return new Penalised(saved.get("penalised").get("name").text());
        }
        SavedField g = saved.get("generalised");
        return new Generalised(
                g.get("family").text(),
                range(g.get("range")),
                Links.of(g.get("link").text()),
                RowErrors.of(g.get("errors"), shared),
                g.get("width").numberOrNaN(),
                g.get("statistic").text());
    }

    private static RangedFamily.Range range(SavedField saved) {
        return Arrays.stream(RangedFamily.Range.values())
                .filter(r -> r.name().equals(saved.text()))
                .findFirst()
                .orElseThrow(() -> saved.wrong("a range of means"));
    }
}
