package dev.tilde.report;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A plot as data. Its title is its conclusion, its caption says what one would want to see, its description says in
 * words what the picture shows to whoever cannot see it.
 *
 * @param title the conclusion: {@code "Residuals bend: the straight lines miss curvature"}
 * @param caption what is wanted and the numbers: {@code "Wanted: an orange line near zero. ..."}; may be empty
 * @param name the kind of plot: {@code "Residuals against fitted values"}
 * @param description what it shows, in a sentence
 * @param x the horizontal axis
 * @param y the vertical axis
 * @param layers drawn in this order within their kind: bands, references, points, lines, labels
 */
public record Plot(String title, String caption, String name, String description, Axis x, Axis y, List<Layer> layers)
        implements Block {
    /** Most points drawn one by one; more are counted in hexagons, except labelled ones. */
    static final int MOST_POINTS = 2_000;

    /** Most points with a hover text. */
    static final int MOST_HOVERS = 500;

    /** Most points of a line; longer ones are thinned evenly. */
    static final int MOST_OF_LINE = 800;

    /**
     * An axis. It covers all that is drawn, and at least {@code low} to {@code high}.
     *
     * @param title the quantity and its unit
     * @param low a value to cover, or NaN
     * @param high a value to cover, or NaN
     * @param names words that stand at 0, 1, 2, ... in place of numbers, such as the levels of a factor; none for a
     *     numeric axis; only a horizontal axis can have them
     */
    public record Axis(String title, double low, double high, List<String> names) {
        public Axis {
            names = List.copyOf(names);
        }

        /** An axis as long as the data need. */
        public static Axis of(String title) {
            return new Axis(title, Double.NaN, Double.NaN, List.of());
        }

        /** An axis of words: level k of a factor stands at x = k, counted from 0. */
        public static Axis of(String title, List<String> names) {
            return new Axis(title, -0.5, names.size() - 0.5, names);
        }

        /** This axis, covering at least two values as well. */
        public Axis covering(double from, double to) {
            return new Axis(title, from, to, names);
        }
    }

    /** What a line means; the colour follows. */
    public enum Stroke {
        /** What the model says. */
        MODEL,
        /** What the data say: a smoother. */
        SMOOTHER,
        /** Something to compare with; dashed. */
        REFERENCE,
        /** A limit not to cross; dashed. */
        LIMIT
    }

    /** Something drawn. A layer with a {@code key} is explained below the plot. */
    public sealed interface Layer {
        /** What the layer is called below the plot; empty for layers that need no word. */
        String key();
    }

    /**
     * Points.
     *
     * @param at where they are
     * @param hovers a text for each, shown to whoever points at it; empty, or as many as there are points
     * @param labels words beside some of them, by index; the nearer the front of the index, the earlier placed
     * @param quiet whether they are background for something else
     * @param key see {@link Layer#key}
     */
    public record Points(Series at, List<String> hovers, Map<Integer, String> labels, boolean quiet, String key)
            implements Layer {
        /**
         * @throws IllegalArgumentException when there are hovers, but not one for each point, or a label for a point
         *     that does not exist
         */
        public Points {
            hovers = List.copyOf(hovers);
            labels = Collections.unmodifiableMap(new TreeMap<>(labels));
            if (!hovers.isEmpty() && hovers.size() != at.size()) {
                throw new IllegalArgumentException(
                        "there are " + at.size() + " points but " + hovers.size() + " hover texts");
            }
            for (int i : labels.keySet()) {
                if (i < 0 || i >= at.size()) {
                    throw new IllegalArgumentException(
                            "label \"" + labels.get(i) + "\" is for point " + i + " of " + at.size());
                }
            }
        }

        /** Points without hover texts, labels and key. */
        public static Points of(Series at) {
            return new Points(at, List.of(), Map.of(), false, "");
        }

        /** These points with a hover text each. */
        public Points hovers(List<String> texts) {
            return new Points(at, texts, labels, quiet, key);
        }

        /** These points with words beside some of them. */
        public Points labels(Map<Integer, String> words) {
            return new Points(at, hovers, words, quiet, key);
        }
    }

    /** A line through points, in their order; it breaks where a point is not finite. Very long ones are thinned. */
    public record Line(Series through, Stroke stroke, String key) implements Layer {}

    /** The area between two lines with the same x, such as an interval or an envelope. */
    public record Band(Series low, Series high, boolean quiet, String key) implements Layer {
        /**
         * @throws IllegalArgumentException when the two lines differ in length
         */
        public Band {
            if (low.size() != high.size()) {
                throw new IllegalArgumentException(
                        "a band has " + low.size() + " points below but " + high.size() + " above");
            }
        }
    }

    /** Estimates with their intervals as upright bars: x and low, estimate, high at the same index. */
    public record Intervals(Series estimate, Series low, Series high, String key) implements Layer {
        /**
         * @throws IllegalArgumentException when the three differ in length
         */
        public Intervals {
            if (low.size() != estimate.size() || high.size() != estimate.size()) {
                throw new IllegalArgumentException("there are " + estimate.size() + " estimates but " + low.size()
                        + " lower and " + high.size() + " upper limits");
            }
        }
    }

    /** The straight line {@code intercept + slope x} across the plot; slope 0 for a horizontal one. */
    public record Slope(double intercept, double slope, Stroke stroke, String key) implements Layer {}

    /** A vertical line across the plot. */
    public record Upright(double at, Stroke stroke, String key) implements Layer {}

    public Plot {
        layers = List.copyOf(layers);
    }

    /**
     * The drawing as an SVG file of its own, on an opaque background, with the name and description but without the
     * title and caption, which stand around it on a page. It follows the dark mode of whoever looks at it.
     */
    public String svg() {
        return new Html().picture(this);
    }
}
