package dev.tilde.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tilde.text.Caret;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

class SvgTest {
    private static Element parse(String svg) {
        try {
            return DocumentBuilderFactory.newInstance()
                    .newDocumentBuilder()
                    .parse(new ByteArrayInputStream(svg.getBytes(StandardCharsets.UTF_8)))
                    .getDocumentElement();
        } catch (Exception e) {
            throw new AssertionError("not well-formed: " + svg, e);
        }
    }

    private static Plot plot(Plot.Layer... layers) {
        return new Plot("t", "c", "n", "d", Plot.Axis.of("x"), Plot.Axis.of("y"), List.of(layers));
    }

    private static Series cloud(int n) {
        SplittableRandom random = new SplittableRandom(1);
        double[] x = new double[n];
        double[] y = new double[n];
        for (int i = 0; i < n; i++) {
            x[i] = random.nextDouble() + random.nextDouble();
            y[i] = x[i] + random.nextDouble();
        }
        return Series.of(x, y);
    }

    private static String draw(Plot plot) {
        return Svg.of(plot, "p1", 460, 310);
    }

    private static int count(String svg, String part) {
        return svg.split(part, -1).length - 1;
    }

    @Test
    void theSamplePlotsAreShortAndWellFormed() {
        for (Plot plot : List.of(SampleResiduals.fitted(), SampleResiduals.quantiles())) {
            String svg = draw(plot);
            Element root = parse(svg);
            assertThat(root.getAttribute("role")).isEqualTo("img");
            assertThat(root.getAttribute("aria-labelledby")).isEqualTo("p1t p1d");
            assertThat(root.getElementsByTagName("desc").item(0).getTextContent())
                    .isEqualTo(plot.description());
            assertThat(root.getElementsByTagName("circle").getLength()).isEqualTo(111);
            assertThat(svg.length()).isLessThan(14_000);
            assertThat(svg).isEqualTo(draw(plot)).doesNotContain("style=", "fill=", "stroke=");
        }
    }

    @Test
    void aPlotIsAFileOfItsOwn() {
        String svg = SampleResiduals.fitted().svg();
        Element root = parse(svg);
        assertThat(root.getAttribute("xmlns")).isEqualTo("http://www.w3.org/2000/svg");
        assertThat(root.getElementsByTagName("circle").getLength()).isEqualTo(111);
        assertThat(svg)
                .contains("--card: #fff", ".pt {", "prefers-color-scheme")
                .isEqualTo(SampleResiduals.fitted().svg());
    }

    @Test
    void everyCircleAndLabelIsInside() {
        for (Plot plot : List.of(SampleResiduals.fitted(), SampleResiduals.quantiles())) {
            Element root = parse(draw(plot));
            NodeList circles = root.getElementsByTagName("circle");
            for (int i = 0; i < circles.getLength(); i++) {
                Element circle = (Element) circles.item(i);
                assertThat(Double.parseDouble(circle.getAttribute("cx"))).isBetween(45.0, 446.0);
                assertThat(Double.parseDouble(circle.getAttribute("cy"))).isBetween(10.0, 268.0);
            }
        }
    }

    @Test
    void labelsNeitherOverlapNorLeave() {
        // All points in one corner: some labels have to give way.
        double[] x = new double[12];
        double[] y = new double[12];
        Map<Integer, String> labels = new java.util.TreeMap<>();
        for (int i = 0; i < x.length; i++) {
            x[i] = i < 10 ? 10 + i * 0.01 : 0;
            y[i] = i < 10 ? 5 + i * 0.02 : 0;
            labels.put(i, "row " + (100 + i));
        }
        Element root = parse(draw(plot(Plot.Points.of(Series.of(x, y)).labels(labels))));
        List<double[]> boxes = new ArrayList<>();
        NodeList texts = root.getElementsByTagName("text");
        for (int i = 0; i < texts.getLength(); i++) {
            Element text = (Element) texts.item(i);
            if (text.getAttribute("class").equals("lb")) {
                double wide = 6 * Caret.width(text.getTextContent());
                double at = Double.parseDouble(text.getAttribute("x"));
                double base = Double.parseDouble(text.getAttribute("y"));
                String anchor = text.getAttribute("text-anchor");
                double left = anchor.equals("end") ? at - wide : anchor.equals("middle") ? at - wide / 2 : at;
                double[] box = {left, base - 9, left + wide, base + 2};
                assertThat(box[0]).isPositive();
                assertThat(box[2]).isLessThan(460);
                assertThat(boxes).noneMatch(b -> b[0] < box[2] && box[0] < b[2] && b[1] < box[3] && box[1] < b[3]);
                boxes.add(box);
            }
        }
        assertThat(boxes).hasSizeBetween(4, 12);
    }

    @Test
    void manyPointsAreDrawnInFewerBytes() {
        record Case(int n, int circles, int titles) {}
        for (Case c :
                List.of(new Case(500, 500, 500), new Case(501, 0, 0), new Case(2_000, 0, 0), new Case(2_001, 1, 1))) {
            List<String> hovers =
                    IntStream.range(0, c.n()).mapToObj(i -> "row " + i).toList();
            String svg = draw(plot(Plot.Points.of(cloud(c.n())).hovers(hovers).labels(Map.of(7, "row 7"))));
            parse(svg);
            assertThat(count(svg, "<circle")).isEqualTo(c.circles());
            assertThat(count(svg, "<title")).isEqualTo(c.titles() + 1);
            assertThat(svg).contains(">row 7</text>");
            assertThat(svg.length()).isLessThan(40_000);
        }
    }

    @Test
    void aHundredThousandPointsStaySmall() {
        String svg = draw(plot(Plot.Points.of(cloud(100_000))));
        parse(svg);
        assertThat(svg).contains("class=\"hx h1\"", "class=\"hx h5\"");
        assertThat(svg.length()).isLessThan(60_000);
    }

    @Test
    void longLinesAreThinnedToTheirEnds() {
        for (int n : new int[] {1, 799, 800, 801, 1600, 1601, 123_457}) {
            double[] x = IntStream.range(0, n).asDoubleStream().toArray();
            Series thin = Series.of(x, x).thinned(800);
            assertThat(thin.size()).isBetween(Math.min(n, 400), 801);
            assertThat(thin.x(0)).isZero();
            assertThat(thin.x(thin.size() - 1)).isEqualTo(n - 1);
            for (int i = 1; i < thin.size(); i++) {
                assertThat(thin.x(i)).isGreaterThan(thin.x(i - 1));
            }
        }
        Series wave = Series.of(
                IntStream.range(0, 1_000_000).asDoubleStream().toArray(),
                IntStream.range(0, 1_000_000)
                        .mapToDouble(i -> Math.sin(i * 1e-5))
                        .toArray());
        assertThat(draw(plot(new Plot.Line(wave, Plot.Stroke.MODEL, ""), new Plot.Band(wave, wave, true, ""))))
                .hasSizeLessThan(40_000);
    }

    @Test
    void levelsStandAtTheirNames() {
        String svg = draw(SampleResiduals.months());
        Element root = parse(svg);
        assertThat(root.getElementsByTagName("circle").getLength()).isEqualTo(5);
        assertThat(svg).contains(">May</text>", ">September</text>");
        List<String> many = IntStream.range(0, 300)
                .mapToObj(i -> "a rather long level " + i)
                .toList();
        Plot.Axis axis = Plot.Axis.of("x", many);
        String crowded = draw(new Plot("t", "c", "n", "d", axis, Plot.Axis.of("y"), List.of()));
        parse(crowded);
        assertThat(count(crowded, "<text")).isLessThan(30);
    }

    @Test
    void oddDataStillDraw() {
        double nan = Double.NaN;
        double inf = Double.POSITIVE_INFINITY;
        double[][][] cases = {
            {{}, {}},
            {{nan}, {nan}},
            {{1}, {1}},
            {{0}, {0}},
            {{1, 1, 1}, {2, 2, 2}},
            {{1, nan, 3, inf}, {1, 2, 3, 4}},
            {{1e300, -1e300}, {1e-300, 2e-300}},
            {{1e9, 1e9 + 1}, {5, 6}},
            {{-1e-9, 1e-9}, {0.1, 0.2}}
        };
        for (double[][] c : cases) {
            Series series = Series.of(c[0], c[1]);
            String svg = draw(plot(
                    Plot.Points.of(series),
                    new Plot.Line(series, Plot.Stroke.SMOOTHER, ""),
                    new Plot.Band(series, series, false, ""),
                    new Plot.Slope(0, 1, Plot.Stroke.REFERENCE, ""),
                    new Plot.Upright(0, Plot.Stroke.LIMIT, "")));
            parse(svg);
            assertThat(svg).doesNotContain("NaN", "Infinity").hasSizeLessThan(8_000);
        }
    }

    @Test
    void ticksAreRound() {
        Object[][] cases = {
            {0.0, 10.0, 5, "[0, 2, 4, 6, 8, 10]"},
            {-47.0, 98.0, 6, "[-40, -20, 0, 20, 40, 60, 80]"},
            {0.0, 0.3, 3, "[0, 0.1, 0.2, 0.3]"},
            {1000.0, 21000.0, 4, "[5,000, 10,000, 15,000, 20,000]"},
            {0.00012, 0.00034, 4, "[0.00015, 0.00020, 0.00025, 0.00030]"}
        };
        for (Object[] c : cases) {
            Scale scale = new Scale((Double) c[0], (Double) c[1], 0, 100);
            double step = scale.step((Integer) c[2]);
            assertThat(scale.ticks((Integer) c[2]).stream()
                            .map(t -> Scale.label(t, step))
                            .toList()
                            .toString())
                    .isEqualTo(c[3]);
        }
    }

    @Test
    void namesAreEscaped() {
        String evil = "</title><script>\"&'\u0000]]>";
        Plot plot = new Plot(
                "t",
                "c",
                evil,
                evil,
                Plot.Axis.of(evil),
                Plot.Axis.of(evil),
                List.of(Plot.Points.of(cloud(3))
                        .hovers(List.of(evil, evil, evil))
                        .labels(Map.of(0, evil))));
        String svg = draw(plot);
        Element root = parse(svg);
        assertThat(svg).doesNotContain("<script");
        assertThat(root.getElementsByTagName("desc").item(0).getTextContent()).startsWith("</title><script>\"&'\uFFFD");
    }

    @Test
    void marksAreWellFormed() {
        Grid grid = new Grid(
                "",
                List.of(Grid.Column.left("")),
                java.util.stream.Stream.of(
                                new Grid.Mark.Forest(1, 0.5, 2),
                                new Grid.Mark.Forest(-1, -2, 0.5),
                                new Grid.Mark.Share(0.2),
                                new Grid.Mark.Share(0),
                                new Grid.Mark.Counts(List.of(1, 0, 5)))
                        .map(m -> Grid.Row.of(Grid.Kind.PLAIN, Grid.Cell.of((Grid.Mark) m)))
                        .toList());
        Marks marks = new Marks(grid, 0);
        grid.rows().forEach(r -> parse(marks.draw(r.cells().get(0).mark())));
        parse(Marks.head(grid, 0));
        double nan = Double.NaN;
        assertThat(marks.draw(new Grid.Mark.Forest(nan, nan, nan))).isEmpty();
        assertThat(marks.draw(new Grid.Mark.Counts(List.of()))).isEmpty();
        assertThat(marks.draw(new Grid.Mark.Share(nan))).doesNotContain("NaN");
    }
}
