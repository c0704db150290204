package dev.tilde.linear;

import dev.tilde.data.Dataset;
import dev.tilde.design.Contrast;
import dev.tilde.design.Contrasts;
import dev.tilde.design.Corpus;
import dev.tilde.design.DesignOptions;
import dev.tilde.formula.Conventions;
import dev.tilde.formula.Formula;
import dev.tilde.json.Json;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** A case of the corpus of fits, and what was found wrong with our answer. */
final class FitCase {
    private static final Map<String, Contrast> CONTRASTS = Map.of(
            "contr.treatment", Contrasts.TREATMENT,
            "contr.SAS", Contrasts.SAS,
            "contr.sum", Contrasts.SUM,
            "contr.helmert", Contrasts.HELMERT,
            "contr.poly", Contrasts.POLY,
            "contr.sdif", Contrasts.DIFF);

    final Json json;
    final Json expect;
    final Dataset data;
    final List<String> problems = new ArrayList<>();

    FitCase(Json json) {
        this.json = json;
        this.expect = json.get("expect");
        Dataset d = Corpus.table(json.get("table").text(""));
        if (json.get("table_columns") instanceof Json.Arr a) {
            d = d.select(Corpus.texts(a));
        }
        if (json.get("levels") instanceof Json.Obj o) {
            for (Map.Entry<String, Json> e : o.fields().entrySet()) {
                List<String> levels = Corpus.texts(e.getValue().get("levels"));
                boolean ordered = e.getValue().get("ordered").isTrue();
                d = ordered ? d.withOrderedLevels(e.getKey(), levels) : d.withLevels(e.getKey(), levels);
            }
        }
        this.data = d;
    }

    String id() {
        return json.get("id").text("");
    }

    String topic() {
        return json.get("topic").text("");
    }

    String formula() {
        return json.get("formula").text("");
    }

    boolean hasTag(String tag) {
        return json.get("tags").items().contains(Json.of(tag));
    }

    /** The rows to fit. */
    Dataset rows() {
        return json.get("rows") instanceof Json.Arr a ? data.subset(Corpus.ints(a)) : data;
    }

    /** The rows to predict. */
    Dataset newRows() {
        return json.get("new_rows") instanceof Json.Arr a
                ? data.subset(Corpus.ints(a))
                : Corpus.inline(json.get("new_data"), data);
    }

    /** The number in the whole table of a row that was used. */
    int tableRow(long row) {
        return json.get("rows") instanceof Json.Arr a ? Corpus.ints(a)[(int) row] : (int) row;
    }

    DesignOptions options() {
        DesignOptions options = DesignOptions.DEFAULTS;
        if (json.get("weights") instanceof Json.Str w) {
            options = options.weights(w.value());
        }
        if (json.get("cluster") instanceof Json.Arr c) {
            options = options.cluster(Corpus.texts(c).toArray(String[]::new));
        }
        if (json.get("contrasts") instanceof Json.Obj o) {
            for (Map.Entry<String, Json> e : o.fields().entrySet()) {
                options =
                        options.contrast(e.getKey(), CONTRASTS.get(e.getValue().text("")));
            }
        }
        return options;
    }

    LinearFit fit(Conventions conventions) {
        return fit(formula(), conventions);
    }

    LinearFit fit(String formula, Conventions conventions) {
        return LinearRegression.OLS.fit(Formula.parse(formula, conventions), rows().source(), options());
    }

    /** The corpus' tolerance for numbers that follow from the coefficients. */
    double rtol() {
        return Math.max(1e-9, Math.pow(10, 1 - expect.get("oracle_digits").number()));
    }

    void same(String what, Object own, Object want) {
        if (!own.equals(want)) {
            problems.add(what + " " + own + ", expected " + want);
        }
    }

    void near(String what, double own, Json want, double rtol) {
        double w = want.number();
        boolean same = Double.isNaN(w)
                ? want instanceof Json.Null && !(own > 0 || own < 0) || Double.isNaN(own)
                : Math.abs(own - w) <= 1e-12 + rtol * Math.abs(w);
        if (!same) {
            problems.add(what + " " + own + ", expected " + w);
        }
    }

    void near(String what, double[] own, Json want, double rtol) {
        near(what, own, want, rtol, 1e-10);
    }

    /** @param atol relative to the largest entry */
    void near(String what, double[] own, Json want, double rtol, double atol) {
        double[] w = want.items().stream().mapToDouble(Json::number).toArray();
        if (w.length != own.length) {
            problems.add(what + " has " + own.length + " entries, expected " + w.length);
            return;
        }
        double size = Arrays.stream(w).map(Math::abs).filter(v -> v > 0).max().orElse(1);
        for (int i = 0; i < w.length; i++) {
            boolean same = Double.isNaN(w[i])
                    ? Double.isNaN(own[i])
                    : Math.abs(own[i] - w[i]) <= atol * size + rtol * Math.abs(w[i]);
            if (!same) {
                problems.add(what + "[" + i + "] " + own[i] + ", expected " + w[i]);
            }
        }
    }
}
