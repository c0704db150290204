package dev.tilde.report;

import gg.jte.Content;
import gg.jte.ContentType;
import gg.jte.TemplateEngine;
import gg.jte.TemplateOutput;
import gg.jte.output.StringOutput;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
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

    /** Blanks around a sign of comparison, where a line should not break. */
    private static final Pattern SIGN = Pattern.compile("(?<=\\S) ([=<>]) (?=[-\u22120-9])");

    private static final int LONG_CELL = 40;
    private static final String PICTURE_STYLE =
            "<style>svg { background: var(--card); font-family: system-ui, Roboto, Arial, sans-serif; }</style>";
    private static final int PICTURE_WIDTH = 560;
    private static final int PICTURE_HEIGHT = 350;

    private final TemplateEngine engine = TemplateEngine.createPrecompiled(
            null, ContentType.Html, Html.class.getClassLoader(), "dev.tilde.report.page");
    private int plots;
    private int plotWidth = 960;
    private int plotHeight = 340;

    String render(Document document) {
        List<Content> sections = new ArrayList<>();
        for (Section section : document.sections()) {
            sections.add(template(section.title().isEmpty() ? "part" : "section")
                    .with("id", section.id())
                    .with("title", minus(section.title()))
                    .with("lead", section.lead().isEmpty() ? null : words(section.lead()))
                    .with("blocks", blocks(section.blocks())));
        }
        String name = document.eyebrow().isEmpty() ? document.title() : document.eyebrow() + ": " + document.title();
        StringOutput out = new StringOutput();
        template("page")
                .with("name", clean(document.formula().isEmpty() ? name : name + ", " + document.formulaText()))
                .with("eyebrow", clean(document.eyebrow()))
                .with("title", minus(document.title()))
                .with(
                        "formula",
                        document.formula().stream()
                                .map(p -> new Document.Piece(clean(p.text()), p.role()))
                                .toList())
                .with("subtitle", document.subtitle().isEmpty() ? null : words(document.subtitle()))
                .with(
                        "contents",
                        document.sections().stream()
                                .filter(s -> !s.title().isEmpty())
                                .map(s -> Section.of(s.id(), minus(s.title()), ""))
                                .toList())
                .with("sections", sections)
                .writeTo(out);
        return out.toString();
    }

    /** A plot as a file of its own: on an opaque card, with the colours inside. */
    String picture(Plot plot) {
        StringOutput style = new StringOutput();
        template("colours").writeTo(style);
        template("drawing").writeTo(style);
        style.writeContent(PICTURE_STYLE);
        String svg = Svg.of(plot, "p", PICTURE_WIDTH, PICTURE_HEIGHT);
        int inside = svg.indexOf('>') + 1;
        String root = "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"" + PICTURE_WIDTH + "\" height=\""
                + PICTURE_HEIGHT + "\"" + svg.substring(4, inside);
        return root + style + svg.substring(inside) + "\n";
    }

    private List<Content> blocks(List<Block> blocks) {
        return blocks.stream().map(this::block).toList();
    }

    private Content block(Block block) {
        if (block instanceof Block.Heading h) {
            return template("heading").with("text", minus(h.text()));
        }
        if (block instanceof Block.Prose p) {
            return template("prose").with("text", words(p.text()));
        }
        if (block instanceof Block.Tiles t) {
            List<Block.Tile> tiles = t.tiles().stream()
                    .map(x -> new Block.Tile(clean(x.key()), minus(x.value()), clean(x.unit()), minus(x.note())))
                    .toList();
            return template("tiles").with("tiles", tiles);
        }
        if (block instanceof Block.Definitions d) {
            return template("definitions")
                    .with(
                            "terms",
                            d.entries().stream().map(e -> clean(e.term())).toList())
                    .with(
                            "texts",
                            d.entries().stream().map(e -> words(e.text())).toList());
        }
        if (block instanceof Block.Code c) {
            return template("code").with("text", clean(c.text()).stripTrailing());
        }
        if (block instanceof Block.Drawing d) {
            return drawing(d);
        }
        if (block instanceof Block.Beside b) {
            return beside(b);
        }
        if (block instanceof Block.Details d) {
            return template("details").with("summary", minus(d.summary())).with("blocks", blocks(d.blocks()));
        }
        if (block instanceof Findings f) {
            return findings(f);
        }
        if (block instanceof Grid g) {
            return grid(g);
        }
        return plot((Plot) block);
    }

    /** As an image, so that its styles and ids stay its own. */
    private Content drawing(Block.Drawing d) {
        String data = Base64.getEncoder().encodeToString(d.svg().getBytes(StandardCharsets.UTF_8));
        String image = "<img style=\"max-width:100%;align-self:center;margin:auto\" alt=\""
                + Escape.xml(d.description()) + "\" src=\"data:image/svg+xml;base64," + data + "\">";
        return template("plot")
                .with("title", minus(d.title()))
                .with("caption", minus(d.caption()))
                .with("drawing", (Content) out -> out.writeContent(image))
                .with("keys", List.of())
                .with("looks", List.of());
    }

    /** Plots are drawn for the room they have, so that their letters are of one size. */
    private Content beside(Block.Beside beside) {
        int wide = plotWidth;
        int high = plotHeight;
        plotWidth = beside.columns() == 2 ? 460 : 330;
        plotHeight = beside.columns() == 2 ? 310 : 270;
        Content content =
                template("beside").with("css", "g" + beside.columns()).with("blocks", blocks(beside.blocks()));
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
                    .add(template("finding")
                            .with("css", f.severity().name().toLowerCase(Locale.ROOT))
                            .with("word", f.severity().word())
                            .with("title", minus(f.title()))
                            .with("sentence", f.sentence().isEmpty() ? null : words(f.sentence()))
                            .with("evidence", f.evidence().isEmpty() ? null : words(f.evidence()))
                            .with("advice", f.advice().isEmpty() ? null : words(f.advice())));
        }
        return template("findings")
                .with("verdict", minus(findings.verdict()))
                .with("counts", findings.counts())
                .with("weighty", weighty)
                .with("fine", fine);
    }

    private Content plot(Plot plot) {
        plots++;
        List<String> keys = new ArrayList<>();
        List<String> looks = new ArrayList<>();
        for (Plot.Layer layer : plot.layers()) {
            if (layer instanceof Plot.Points p && p.at().size() > Plot.MOST_POINTS) {
                keys.add(Numbers.count(p.at().size()) + " points counted in hexagons, stronger where there are more");
                looks.add("sq k-hx");
            } else if (!layer.key().isEmpty()) {
                keys.add(minus(layer.key()));
                looks.add(look(layer));
            }
        }
        return template("plot")
                .with("title", minus(plot.title()))
                .with("caption", minus(plot.caption()))
                .with("drawing", raw(Svg.of(plot, "p" + plots, plotWidth, plotHeight)))
                .with("keys", keys)
                .with("looks", looks);
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
        if (layer instanceof Plot.Intervals) {
            return "k-ln";
        }
        return layer instanceof Plot.Points p && p.quiet() ? "ci k-ptm" : "ci k-pt";
    }

    private Content grid(Grid grid) {
        List<Content> heads = new ArrayList<>();
        List<Marks> marks = new ArrayList<>();
        for (int c = 0; c < grid.columns().size(); c++) {
            Grid.Column column = grid.columns().get(c);
            String axis = Marks.head(grid, c);
            heads.add(template("head")
                    .with("css", left(grid, c) ? "l" : null)
                    .with("lines", List.of(clean(column.title()).split("\n")))
                    .with("axis", axis.isEmpty() ? null : raw(axis)));
            marks.add(new Marks(grid, c));
        }
        List<Content> rows = grid.rows().stream().map(r -> row(grid, r, marks)).toList();
        return template("grid")
                .with("caption", minus(grid.caption()))
                .with("label", grid.caption().isEmpty() ? "Table" : minus(grid.caption()))
                .with("heads", heads)
                .with("rows", rows);
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
        return template("row").with("css", css).with("cells", cells);
    }

    private Content cell(Grid grid, Grid.Row row, Grid.Cell cell, int column, Marks marks) {
        int last = column + cell.span() - 1;
        boolean remark = row.kind() == Grid.Kind.NOTE && column > 0;
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
        return template(column == 0 ? "rowhead" : "cell")
                .with("css", css.isEmpty() ? null : String.join(" ", css))
                .with("span", cell.span() == 1 ? null : Integer.toString(cell.span()))
                .with("hover", cell.hover().isEmpty() ? null : minus(cell.hover()))
                .with("text", left && !remark ? clean(cell.text()) : minus(cell.text()))
                .with("note", clean(cell.note()))
                .with("drawing", drawing.isEmpty() ? null : raw(drawing));
    }

    private Content words(Text text) {
        List<Text.Run> runs = text.runs().stream()
                .map(r -> new Text.Run(
                        r.style() == Text.Style.CODE ? clean(r.text()) : minus(r.text()), r.style(), r.target()))
                .toList();
        return template("words").with("runs", runs);
    }

    private static String clean(String text) {
        return Escape.printable(text);
    }

    /** Minus signs as wide as a plus; a lone hyphen is a dash; "p = 0.03" stays on one line. */
    private static String minus(String text) {
        if (text.equals(Numbers.NONE)) {
            return "\u2013";
        }
        String signed = MINUS.matcher(clean(text)).replaceAll("\u2212");
        return SIGN.matcher(signed).replaceAll("\u00A0$1\u00A0");
    }

    private static Content raw(String svg) {
        return out -> out.writeContent(svg);
    }

    private Template template(String name) {
        return new Template(name);
    }

    /** A template and the values it is filled with when it is written. */
    private final class Template implements Content {
        private final String name;
        private final Map<String, Object> values = new HashMap<>();

        Template(String name) {
            this.name = name;
        }

        Template with(String parameter, @Nullable Object value) {
            values.put(parameter, value);
            return this;
        }

        @Override
        public void writeTo(TemplateOutput out) {
            engine.render(name + ".jte", values, out);
        }
    }
}
