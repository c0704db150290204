package dev.tilde.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tilde.json.Json;
import dev.tilde.text.Caret;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Whole documents against the texts in src/test/resources/dev/tilde/report. What was rendered is left in
 * target/report, to be looked at and, when it is right, copied over.
 */
class RenderersTest {
    @TempDir
    private Path folder;

    private static void golden(String name, String actual) throws IOException {
        Path out = Files.createDirectories(Path.of("target", "report"));
        Files.writeString(out.resolve(name), actual);
        try (InputStream in = RenderersTest.class.getResourceAsStream(name)) {
            assertThat(in).as("no golden text %s", name).isNotNull();
            assertThat(actual).isEqualTo(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        }
    }

    @Test
    void text() throws IOException {
        golden("report.txt", Renderers.TEXT.render(SampleReport.report()));
        golden("summary.txt", Renderers.TEXT.render(SampleReport.summary()));
    }

    @Test
    void ascii() throws IOException {
        String text = Renderers.ascii(80).render(SampleReport.summary());
        golden("summary-ascii.txt", text);
        assertThat(text.chars()).allMatch(c -> c < 128);
    }

    @Test
    void narrowText() throws IOException {
        golden("summary-50.txt", Renderers.text(50).render(SampleReport.summary()));
    }

    @Test
    void markdown() throws IOException {
        golden("report.md", Renderers.MARKDOWN.render(SampleReport.report()));
    }

    @Test
    void json() throws IOException {
        String text = Renderers.JSON.render(SampleReport.summary());
        golden("summary.json", text);
        Json grid = Json.parse(text)
                .get("sections")
                .items()
                .get(0)
                .get("blocks")
                .items()
                .get(1);
        Json wind = grid.get("rows").items().get(2).get("cells").items().get(1);
        assertThat(wind.get("text").text("")).isEqualTo("-3.109");
        assertThat(wind.get("value").number()).isEqualTo(-3.10872012);
        Json.parse(Renderers.JSON.render(SampleReport.report()));
    }

    @Test
    void html() throws IOException {
        String page = Renderers.HTML.render(SampleReport.report());
        golden("report.html", page.replaceFirst("(?s)<style>.*</style>", "<style></style>"));
    }

    @Test
    void aPageIsCompleteAndLoadsNothing() {
        String page = Renderers.HTML.render(SampleReport.report());
        assertThat(page)
                .startsWith("<!doctype html>")
                .contains(
                        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src"
                                + " 'unsafe-inline'; img-src data:\">",
                        "@media screen and (prefers-color-scheme: dark)",
                        "@media print",
                        "<a class=\"skip\" href=\"#main\">",
                        "<th scope=\"col\"",
                        "<th scope=\"row\"",
                        "<caption>")
                .doesNotContain("http://", "https://", "<script", "@import", "@font-face", "url(", " onclick", "src=");
        assertThat(page.length()).isLessThan(70_000);
    }

    @Test
    void textKeepsItsWidth() {
        for (Document document : List.of(
                SampleReport.report(),
                SampleReport.summary(),
                hostile("名前 of a very long column name " + "x".repeat(90)))) {
            for (int width = 40; width <= 130; width += 3) {
                for (Renderer renderer : List.of(Renderers.text(width), Renderers.ascii(width))) {
                    for (String line : renderer.render(document).split("\n")) {
                        assertThat(Caret.width(line))
                                .as("width %d: %s", width, line)
                                .isLessThanOrEqualTo(width);
                    }
                }
            }
        }
        assertThatThrownBy(() -> Renderers.text(39))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("text needs a width of at least 40 columns, not 39");
    }

    @Test
    void wideTablesGoOnBelow() {
        List<Grid.Column> columns = new ArrayList<>(List.of(Grid.Column.left("Name")));
        List<Grid.Cell> cells = new ArrayList<>(List.of(Grid.Cell.of("first")));
        for (int i = 1; i <= 9; i++) {
            columns.add(Grid.Column.right("column" + i));
            cells.add(Grid.Cell.of("1000000" + i));
        }
        Document document = page(new Grid("", columns, List.of(new Grid.Row(Grid.Kind.PLAIN, cells))));
        assertThat(Renderers.text(60).render(document)).isEqualTo("""
                        t

                          Name    column1   column2   column3   column4   column5
                          ───────────────────────────────────────────────────────
                          first  10000001  10000002  10000003  10000004  10000005
                          ───────────────────────────────────────────────────────

                          Name    column6   column7   column8   column9
                          ─────────────────────────────────────────────
                          first  10000006  10000007  10000008  10000009
                          ─────────────────────────────────────────────
                        """);
    }

    @Test
    void theSameDocumentGivesTheSameCharacters() {
        for (Renderer renderer : List.of(Renderers.TEXT, Renderers.MARKDOWN, Renderers.HTML, Renderers.JSON)) {
            assertThat(renderer.render(SampleReport.report())).isEqualTo(renderer.render(SampleReport.report()));
        }
        assertThat(SampleReport.report()).isEqualTo(SampleReport.report());
    }

    @Test
    void hostileStringsStayText() {
        String script = "<script>alert(1)</script>";
        String quotes = "\"'><img src=x onerror=alert(1)>&amp;";
        String page = Renderers.HTML.render(hostile(script + quotes));
        assertThat(page).doesNotContain("<script", "<img", "<svg/", "&amp;amp;amp;");
        assertThat(page).contains("&lt;script");
        assertThat(page).doesNotContainPattern("<[^>]*\\sonerror=[^>]*>.*onerror=\"");

        String markdown = Renderers.MARKDOWN.render(hostile(script + "|*a*_b_[x](y)`c`"));
        assertThat(markdown.replaceAll("(?s)`[^`].*?`|```.*?```", "")).doesNotContain("<script");
        assertThat(markdown).contains("\\|\\*a\\*\\_b\\_\\[x\\](y)");
    }

    @Test
    void pagesAreWellFormedWhateverTheData() throws Exception {
        String evil = "</title></style><script>alert(1)</script>\"'><img src=x onerror=alert(1)> & עמוד ]]> -5";
        for (Document document : List.of(SampleReport.report(), SampleReport.summary(), hostile(evil))) {
            // Void elements are all that keeps the page from being XML.
            String xml = Renderers.HTML
                    .render(document)
                    .replace("<!doctype html>", "")
                    .replaceAll("<(meta [^>]*|br)>", "<$1/>");
            org.w3c.dom.Element root = javax.xml.parsers.DocumentBuilderFactory.newInstance()
                    .newDocumentBuilder()
                    .parse(new java.io.ByteArrayInputStream(xml.getBytes(StandardCharsets.UTF_8)))
                    .getDocumentElement();
            for (String name : List.of("script", "img", "iframe", "link", "object")) {
                assertThat(root.getElementsByTagName(name).getLength()).as(name).isZero();
            }
            assertThat(root.getElementsByTagName("h1").item(0).getTextContent())
                    .isEqualTo(document.title().replace("-5", "\u22125"));
            java.util.Set<String> ids = new java.util.HashSet<>();
            org.w3c.dom.NodeList all = root.getElementsByTagName("*");
            for (int i = 0; i < all.getLength(); i++) {
                String id = ((org.w3c.dom.Element) all.item(i)).getAttribute("id");
                assertThat(id.isEmpty() || ids.add(id)).as("id %s", id).isTrue();
            }
        }
    }

    @Test
    void controlAndDirectionMarksAreShownAsReplaced() {
        String text = "a\u001B[31mred\u202Eevil\u2066\uD800";
        for (Renderer renderer : List.of(Renderers.TEXT, Renderers.MARKDOWN, Renderers.HTML)) {
            String shown = renderer.render(hostile(text));
            for (String bad : List.of("\u001B", "\u202E", "\u2066", "\uD800")) {
                assertThat(shown.contains(bad))
                        .as("U+%04X", (int) bad.charAt(0))
                        .isFalse();
            }
            assertThat(shown.contains("\uFFFDevil\uFFFD")).isTrue();
        }
        assertThat(Renderers.HTML.render(hostile("عمود אב"))).contains("عمود אב");
    }

    @Test
    void emptyDocumentsRender() {
        Document empty = new Document("", "", List.of(), Text.NONE, List.of());
        for (Renderer renderer : List.of(Renderers.TEXT, Renderers.MARKDOWN, Renderers.HTML, Renderers.JSON)) {
            assertThat(renderer.render(empty)).isNotNull();
        }
        Document bare = page(
                new Grid("", List.of(Grid.Column.left("")), List.of()),
                new Findings("", List.of()),
                new Block.Tiles(List.of()),
                new Block.Definitions(List.of()),
                new Block.Code("", ""),
                new Block.Prose(Text.NONE));
        for (Renderer renderer : List.of(Renderers.TEXT, Renderers.MARKDOWN, Renderers.HTML, Renderers.JSON)) {
            assertThat(renderer.render(bare)).isNotEmpty();
        }
    }

    @Test
    void savesOneFile() throws IOException {
        Path file = folder.resolve("report.html");
        SampleReport.report().save(file);
        byte[] first = Files.readAllBytes(file);
        SampleReport.report().save(file);
        assertThat(Files.readAllBytes(file)).isEqualTo(first);
        assertThat(new String(first, StandardCharsets.UTF_8)).isEqualTo(Renderers.HTML.render(SampleReport.report()));
    }

    @Test
    void saysWhereItCannotSave() {
        Document report = SampleReport.report();
        Path missing = folder.resolve("none");
        assertThatThrownBy(() -> report.save(missing.resolve("report.html")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("no folder " + missing.toAbsolutePath() + " to save the report in; create it first");
        assertThatThrownBy(() -> report.save(folder))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(folder + " is a folder; the report needs a file name");
    }

    @Test
    void refusesWhatCannotBeShown() {
        assertThatThrownBy(() -> Section.untitled("Two words"))
                .hasMessage(
                        "section id \"Two words\" is not a lower-case letter followed by letters, digits and hyphens");
        assertThatThrownBy(() -> new Document(
                        "", "t", List.of(), Text.NONE, List.of(Section.untitled("a"), Section.untitled("a"))))
                .hasMessage("two sections have the id \"a\"");
        assertThatThrownBy(() -> new Grid(
                        "",
                        List.of(Grid.Column.left("a")),
                        List.of(Grid.Row.of(Grid.Kind.PLAIN, Grid.Cell.of("x"), Grid.Cell.of("y")))))
                .hasMessage("row 1 of the table covers 2 columns, but there are 1");
        assertThatThrownBy(() -> new Block.Beside(4, List.of()))
                .hasMessage("blocks side by side take 2 or 3 columns, not 4");
        assertThatThrownBy(() -> Series.of(new double[2], new double[3])).hasMessage("a series has 2 x but 3 y");
    }

    private static Document page(Block... blocks) {
        return new Document("", "t", List.of(), Text.NONE, List.of(Section.untitled("a", blocks)));
    }

    /** A document with one string in every place that takes one. */
    static Document hostile(String s) {
        Series points = Series.of(new double[] {1, 2}, new double[] {1, 2});
        Plot plot = new Plot(
                s,
                s,
                s,
                s,
                Plot.Axis.of(s),
                Plot.Axis.of(s),
                List.of(
                        new Plot.Points(points, List.of(s, s), java.util.Map.of(0, s), false, s),
                        new Plot.Line(points, Plot.Stroke.MODEL, s)));
        Grid grid = new Grid(
                s,
                List.of(
                        Grid.Column.left(s),
                        Grid.Column.interval(s),
                        Grid.Column.left(s).tone(Grid.Tone.CODE)),
                List.of(
                        Grid.Row.of(
                                Grid.Kind.LEVEL,
                                Grid.Cell.of(s).note(s).hover(s),
                                Grid.Cell.of("1 to 2"),
                                Grid.Cell.of(s).note(s)),
                        Grid.Row.of(
                                Grid.Kind.NOTE, Grid.Cell.of(s), Grid.Cell.of(s).spanning(2)),
                        Grid.Row.of(Grid.Kind.TERM, Grid.Cell.of(s), Grid.Cell.of(s), Grid.Cell.of(s))));
        Text text = Text.of(s).strong(s).code(s).link(s, "a");
        return new Document(
                s,
                s,
                List.of(new Document.Piece(s, Document.Role.VARIABLE)),
                text,
                List.of(new Section(
                        "a",
                        s,
                        text,
                        List.of(
                                new Block.Heading(s),
                                new Block.Prose(text),
                                new Block.Tiles(List.of(new Block.Tile(s, s, s, s))),
                                new Block.Definitions(List.of(new Block.Entry(s, text))),
                                new Block.Code(s, s),
                                new Findings(
                                        s, List.of(new Findings.Finding(Findings.Severity.CHECK, s, text, text, text))),
                                grid,
                                new Block.Details(s, List.of(new Block.Beside(2, List.of(plot))))))));
    }
}
