package dev.tilde.report;

import dev.tilde.json.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A document as a JSON tree. Keys are in snake_case and part of the promise; every block has a {@code type}. Numbers
 * behind cells keep every bit; what is not finite is null.
 */
final class JsonTree {
    private static final int SCHEMA = 1;

    private JsonTree() {}

    static Json of(Document document) {
        return Json.object(
                "schema", Json.of(SCHEMA),
                "eyebrow", Json.of(document.eyebrow()),
                "title", Json.of(document.title()),
                "formula", Json.of(document.formulaText()),
                "subtitle", words(document.subtitle()),
                "sections",
                        array(document.sections().stream()
                                .map(JsonTree::section)
                                .toList()));
    }

    private static Json section(Section section) {
        return Json.object(
                "id", Json.of(section.id()),
                "title", Json.of(section.title()),
                "lead", words(section.lead()),
                "blocks", blocks(section.blocks()));
    }

    private static Json blocks(List<Block> blocks) {
        return array(blocks.stream().map(JsonTree::block).toList());
    }

    private static Json block(Block block) {
        if (block instanceof Block.Heading h) {
            return typed("heading", "text", Json.of(h.text()));
        }
        if (block instanceof Block.Prose p) {
            return typed("prose", "text", words(p.text()));
        }
        if (block instanceof Block.Tiles t) {
            return typed(
                    "tiles",
                    "tiles",
                    array(t.tiles().stream().map(JsonTree::tile).toList()));
        }
        if (block instanceof Block.Definitions d) {
            List<Json> entries = new ArrayList<>();
            d.entries().forEach(e -> entries.add(Json.object("term", Json.of(e.term()), "text", words(e.text()))));
            return typed("definitions", "entries", array(entries));
        }
        if (block instanceof Block.Code c) {
            return typed("code", "language", Json.of(c.language()), "text", Json.of(c.text()));
        }
        if (block instanceof Block.Drawing d) {
            return typed(
                    "drawing",
                    "title",
                    Json.of(d.title()),
                    "caption",
                    Json.of(d.caption()),
                    "description",
                    Json.of(d.description()));
        }
        if (block instanceof Block.Beside b) {
            return typed("beside", "columns", Json.of(b.columns()), "blocks", blocks(b.blocks()));
        }
        if (block instanceof Block.Details d) {
            return typed("details", "summary", Json.of(d.summary()), "blocks", blocks(d.blocks()));
        }
        if (block instanceof Findings f) {
            return typed(
                    "findings",
                    "verdict",
                    Json.of(f.verdict()),
                    "findings",
                    array(f.findings().stream().map(JsonTree::finding).toList()));
        }
        if (block instanceof Grid g) {
            return grid(g);
        }
        return plot((Plot) block);
    }

    private static Json tile(Block.Tile tile) {
        return Json.object(
                "key", Json.of(tile.key()),
                "value", Json.of(tile.value()),
                "unit", Json.of(tile.unit()),
                "note", Json.of(tile.note()));
    }

    private static Json finding(Findings.Finding finding) {
        return Json.object(
                "severity", name(finding.severity()),
                "title", Json.of(finding.title()),
                "sentence", words(finding.sentence()),
                "evidence", words(finding.evidence()),
                "advice", words(finding.advice()));
    }

    private static Json grid(Grid grid) {
        List<Json> columns = new ArrayList<>();
        for (Grid.Column column : grid.columns()) {
            columns.add(Json.object("title", Json.of(column.title()), "align", name(column.align())));
        }
        List<Json> rows = new ArrayList<>();
        for (Grid.Row row : grid.rows()) {
            rows.add(Json.object(
                    "kind", name(row.kind()),
                    "cells", array(row.cells().stream().map(JsonTree::cell).toList())));
        }
        return typed("grid", "caption", Json.of(grid.caption()), "columns", array(columns), "rows", array(rows));
    }

    private static Json cell(Grid.Cell cell) {
        Map<String, Json> fields = new LinkedHashMap<>();
        fields.put("text", Json.of(cell.text()));
        if (!cell.note().isEmpty()) {
            fields.put("note", Json.of(cell.note()));
        }
        if (cell.value() != null) {
            fields.put("value", Json.of(cell.value()));
        }
        if (cell.mark() instanceof Grid.Mark.Forest f) {
            fields.put(
                    "forest",
                    Json.object("estimate", Json.of(f.estimate()), "low", Json.of(f.low()), "high", Json.of(f.high())));
        } else if (cell.mark() instanceof Grid.Mark.Share s) {
            fields.put("share", Json.of(s.value()));
        } else if (cell.mark() instanceof Grid.Mark.Counts c) {
            fields.put("counts", array(c.counts().stream().map(n -> Json.of(n)).toList()));
        }
        if (cell.span() > 1) {
            fields.put("span", Json.of(cell.span()));
        }
        return new Json.Obj(fields);
    }

    private static Json plot(Plot plot) {
        List<Json> layers = new ArrayList<>();
        plot.layers().forEach(layer -> layers.add(layer(layer)));
        return typed(
                "plot",
                "title",
                Json.of(plot.title()),
                "caption",
                Json.of(plot.caption()),
                "name",
                Json.of(plot.name()),
                "description",
                Json.of(plot.description()),
                "x",
                Json.of(plot.x().title()),
                "x_names",
                Json.of(plot.x().names()),
                "y",
                Json.of(plot.y().title()),
                "layers",
                array(layers));
    }

    private static Json layer(Plot.Layer layer) {
        Map<String, Json> fields = new LinkedHashMap<>();
        if (layer instanceof Plot.Points p) {
            fields.put("type", Json.of("points"));
            points(p, fields);
        } else if (layer instanceof Plot.Line l) {
            fields.put("type", Json.of("line"));
            fields.put("stroke", name(l.stroke()));
            coordinates(l.through().thinned(Plot.MOST_OF_LINE), "x", "y", fields);
        } else if (layer instanceof Plot.Band b) {
            fields.put("type", Json.of("band"));
            coordinates(b.low().thinned(Plot.MOST_OF_LINE), "x", "low", fields);
            coordinates(b.high().thinned(Plot.MOST_OF_LINE), "x_high", "high", fields);
        } else if (layer instanceof Plot.Intervals i) {
            fields.put("type", Json.of("intervals"));
            coordinates(i.estimate(), "x", "estimate", fields);
            coordinates(i.low(), "x_low", "low", fields);
            coordinates(i.high(), "x_high", "high", fields);
        } else if (layer instanceof Plot.Slope s) {
            fields.put("type", Json.of("slope"));
            fields.put("stroke", name(s.stroke()));
            fields.put("intercept", Json.of(s.intercept()));
            fields.put("slope", Json.of(s.slope()));
        } else if (layer instanceof Plot.Upright u) {
            fields.put("type", Json.of("upright"));
            fields.put("stroke", name(u.stroke()));
            fields.put("at", Json.of(u.at()));
        }
        if (!layer.key().isEmpty()) {
            fields.put("key", Json.of(layer.key()));
        }
        return new Json.Obj(fields);
    }

    /** Too many points for a drawing are too many for a file to read: their number, and the labelled ones. */
    private static void points(Plot.Points p, Map<String, Json> fields) {
        if (p.at().size() <= Plot.MOST_POINTS) {
            coordinates(p.at(), "x", "y", fields);
        }
        fields.put("count", Json.of(p.at().size()));
        List<Json> labels = new ArrayList<>();
        p.labels()
                .forEach((i, text) -> labels.add(
                        Json.object("text", Json.of(text), "x", Json.of(p.at().x(i)), "y", Json.of(p.at().y(i)))));
        fields.put("labels", array(labels));
    }

    private static void coordinates(Series series, String x, String y, Map<String, Json> fields) {
        double[] across = new double[series.size()];
        double[] up = new double[series.size()];
        for (int i = 0; i < series.size(); i++) {
            across[i] = series.x(i);
            up[i] = series.y(i);
        }
        fields.put(x, Json.of(across));
        fields.put(y, Json.of(up));
    }

    private static Json words(Text text) {
        return Json.of(text.toString());
    }

    private static Json name(Enum<?> value) {
        return Json.of(value.name().toLowerCase(Locale.ROOT));
    }

    private static Json array(List<Json> items) {
        return new Json.Arr(items);
    }

    private static Json typed(String type, Object... rest) {
        Object[] all = new Object[rest.length + 2];
        all[0] = "type";
        all[1] = Json.of(type);
        System.arraycopy(rest, 0, all, 2, rest.length);
        return Json.object(all);
    }
}
