package dev.tilde.report;

import gg.jte.Content;
import gg.jte.ContentType;
import gg.jte.TemplateEngine;
import gg.jte.output.StringOutput;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A document as one HTML page. The templates in src/main/jte hold the markup and escape everything that comes from
 * data by its context; this class decides which template a block takes. Drawings come ready from {@link Svg}.
 */
final class Html {
    /** A hyphen that stands for a minus: before a digit, and after nothing that could make it a hyphen or a date. */
    private static final Pattern MINUS = Pattern.compile("(?<![^\\s(\\[,=<>\u00B1])-(?=\\.?[0-9])");

    private static final int LONG_CELL = 40;

    private final TemplateEngine engine = TemplateEngine.createPrecompiled(
            null, ContentType.Html, Html.class.getClassLoader(), "dev.tilde.report.page");
    private int plots;
    private int plotWidth = 960;
    private int plotHeight = 340;

    String render(Document document) {
        List<Content> sections = new ArrayList<>();
        for (Section section : document.sections()) {
            sections.add(fill(
                    section.title().isEmpty() ? "part" : "section",
                    "id",
                    section.id(),
                    "title",
                    minus(section.title()),
                    "lead",
                    section.lead().isEmpty() ? null : words(section.lead()),
                    "blocks",
                    blocks(section.blocks())));
        }
        String name = document.eyebrow().isEmpty() ? document.title() : document.eyebrow() + ": " + document.title();
        StringOutput out = new StringOutput();
        fill(
                        "page",
                        "name",
                        clean(document.formula().isEmpty() ? name : name + ", " + document.formulaText()),
                        "eyebrow",
                        clean(document.eyebrow()),
                        "title",
                        minus(document.title()),
                        "formula",
                        document.formula(),
                        "subtitle",
                        document.subtitle().isEmpty() ? null : words(document.subtitle()),
                        "contents",
                        document.sections().stream()
                                .filter(s -> !s.title().isEmpty())
                                .toList(),
                        "sections",
                        sections)
                .writeTo(out);
        return out.toString();
    }

    private List<Content> blocks(List<Block> blocks) {
        return blocks.stream().map(this::block).toList();
    }

    private Content block(Block block) {
        if (block instanceof Block.Heading h) {
            return fill("heading", "text", minus(h.text()));
        }
        if (block instanceof Block.Prose p) {
            return fill("prose", "text", words(p.text()));
        }
        if (block instanceof Block.Tiles t) {
            List<Block.Tile> tiles = t.tiles().stream()
                    .map(x -> new Block.Tile(clean(x.key()), minus(x.value()), clean(x.unit()), minus(x.note())))
                    .toList();
            return fill("tiles", "tiles", tiles);
        }
        if (block instanceof Block.Definitions d) {
            return fill(
                    "definitions",
                    "terms",
                    d.entries().stream().map(e -> clean(e.term())).toList(),
                    "texts",
                    d.entries().stream().map(e -> words(e.text())).toList());
        }
        if (block instanceof Block.Code c) {
            return fill("code", "text", clean(c.text()).stripTrailing());
        }
        if (block instanceof Block.Beside b) {
            return beside(b);
        }
        if (block instanceof Block.Details d) {
            return fill("details", "summary", minus(d.summary()), "blocks", blocks(d.blocks()));
        }
        if (block instanceof Findings f) {
            return findings(f);
        }
        if (block instanceof Grid g) {
            return grid(g);
        }
        return plot((Plot) block);
    }

    /** Plots are drawn for the room they have, so that their letters are of one size. */
    private Content beside(Block.Beside beside) {
        int wide = plotWidth;
        int high = plotHeight;
        plotWidth = beside.columns() == 2 ? 460 : 330;
        plotHeight = beside.columns() == 2 ? 310 : 270;
        Content content = fill("beside", "css", "g" + beside.columns(), "blocks", blocks(beside.blocks()));
        plotWidth = wide;
        plotHeight = high;
        return content;
    }

    private Content findings(Findings findings) {
        List<Content> weighty = new ArrayList<>();
        List<Content> fine = new ArrayList<>();
        for (Findings.Finding f : findings.findings()) {
            boolean ok = f.severity() == Findings.Severity.OK;
            (ok ? fine : weighty)
                    .add(fill(
                            "finding",
                            "css",
                            f.severity().name().toLowerCase(Locale.ROOT),
                            "word",
                            f.severity().word(),
                            "title",
                            minus(f.title()),
                            "sentence",
                            f.sentence().isEmpty() ? null : words(f.sentence()),
                            "evidence",
                            f.evidence().isEmpty() ? null : words(f.evidence()),
                            "advice",
                            f.advice().isEmpty() ? null : words(f.advice())));
        }
        return fill(
                "findings",
                "verdict",
                minus(findings.verdict()),
                "counts",
                findings.counts(),
                "weighty",
                weighty,
                "fine",
                fine);
    }

    private Content plot(Plot plot) {
        plots++;
        List<String> keys = new ArrayList<>();
        List<String> looks = new ArrayList<>();
        for (Plot.Layer layer : plot.layers()) {
            if (!layer.key().isEmpty()) {
                keys.add(minus(layer.key()));
                looks.add(look(layer));
            }
            if (layer instanceof Plot.Points p && p.at().size() > Plot.MOST_POINTS) {
                keys.add(Numbers.count(p.at().size()) + " points counted in hexagons, darker where there are more");
                looks.add("sq k-hx");
            }
        }
        return fill(
                "plot",
                "title",
                minus(plot.title()),
                "caption",
                minus(plot.caption()),
                "drawing",
                raw(Svg.of(plot, "p" + plots, plotWidth, plotHeight)),
                "keys",
                keys,
                "looks",
                looks);
    }

    private static String look(Plot.Layer layer) {
        if (layer instanceof Plot.Line l) {
            return "k-" + Svg.css(l.stroke());
        }
        if (layer instanceof Plot.Slope s) {
            return "k-" + Svg.css(s.stroke());
        }
        if (layer instanceof Plot.Upright u) {
            return "k-" + Svg.css(u.stroke());
        }
        if (layer instanceof Plot.Band b) {
            return b.quiet() ? "sq k-bandm" : "sq k-band";
        }
        return layer instanceof Plot.Points p && p.quiet() ? "ci k-ptm" : "ci k-pt";
    }

    private Content grid(Grid grid) {
        List<Content> heads = new ArrayList<>();
        List<Marks> marks = new ArrayList<>();
        for (int c = 0; c < grid.columns().size(); c++) {
            Grid.Column column = grid.columns().get(c);
            String axis = Marks.head(grid, c);
            heads.add(fill(
                    "head",
                    "css",
                    left(grid, c) ? "l" : null,
                    "lines",
                    List.of(clean(column.title()).split("\n")),
                    "axis",
                    axis.isEmpty() ? null : raw(axis)));
            marks.add(new Marks(grid, c));
        }
        List<Content> rows = grid.rows().stream().map(r -> row(grid, r, marks)).toList();
        return fill("grid", "caption", minus(grid.caption()), "heads", heads, "rows", rows);
    }

    /** Words and drawings start at the left of their column, under its head. */
    private static boolean left(Grid grid, int column) {
        return column == 0 || grid.columns().get(column).align() == Grid.Align.LEFT;
    }

    private Content row(Grid grid, Grid.Row row, List<Marks> marks) {
        List<Content> cells = new ArrayList<>();
        int at = 0;
        for (Grid.Cell cell : row.cells()) {
            cells.add(cell(grid, row, cell, at, marks.get(at)));
            at += cell.span();
        }
        int columns = grid.columns().size();
        if (at < columns) {
            cells.add(cell(grid, row, Grid.Cell.EMPTY.spanning(columns - at), at, marks.get(at)));
        }
        String css = switch (row.kind()) {
            case PLAIN -> null;
            case TERM -> "term";
            case LEVEL -> "lvl";
            case REFERENCE -> "lvl refl";
            case NOTE -> "remark";
            case TOTAL -> "refl";
        };
        return fill("row", "css", css, "cells", cells);
    }

    private Content cell(Grid grid, Grid.Row row, Grid.Cell cell, int column, Marks marks) {
        int last = column + cell.span() - 1;
        boolean remark = row.kind() == Grid.Kind.NOTE && cell.span() > 1;
        boolean left = left(grid, cell.span() > 1 ? last : column) || remark;
        List<String> css = new ArrayList<>();
        if (left && column > 0) {
            css.add("l");
            if (cell.text().length() > LONG_CELL) {
                css.add("w");
            }
        }
        if (cell.span() > 1) {
            css.add("quiet");
        } else {
            switch (grid.columns().get(column).tone()) {
                case STRONG -> css.add("strong");
                case QUIET -> css.add("quiet");
                case CODE -> css.add("mono");
                case PLAIN -> {}
            }
        }
        String drawing = cell.mark() == null ? "" : marks.draw(cell.mark());
        return fill(
                column == 0 ? "rowhead" : "cell",
                "css",
                css.isEmpty() ? null : String.join(" ", css),
                "span",
                cell.span() == 1 ? null : Integer.toString(cell.span()),
                "hover",
                cell.hover().isEmpty() ? null : minus(cell.hover()),
                "text",
                left && !remark ? clean(cell.text()) : minus(cell.text()),
                "note",
                clean(cell.note()),
                "drawing",
                drawing.isEmpty() ? null : raw(drawing));
    }

    private Content words(Text text) {
        List<Text.Run> runs = text.runs().stream()
                .map(r -> new Text.Run(
                        r.style() == Text.Style.CODE ? clean(r.text()) : minus(r.text()), r.style(), r.target()))
                .toList();
        return fill("words", "runs", runs);
    }

    private static String clean(String text) {
        return Escape.printable(text);
    }

    /** Minus signs as wide as a plus; a lone hyphen is a dash. */
    private static String minus(String text) {
        return text.equals(Numbers.NONE) ? "\u2013" : MINUS.matcher(clean(text)).replaceAll("\u2212");
    }

    private static Content raw(String svg) {
        return out -> out.writeContent(svg);
    }

    private Content fill(String template, @Nullable Object... namesAndValues) {
        Map<String, Object> values = new HashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            values.put((String) namesAndValues[i], namesAndValues[i + 1]);
        }
        return out -> engine.render(template + ".jte", values, out);
    }
}
