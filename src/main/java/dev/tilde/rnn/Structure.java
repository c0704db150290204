package dev.tilde.rnn;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/**
 * What a network looks like between its inputs and its readout. Immutable.
 *
 * @param kind of its cells
 * @param hidden units of each layer; 0 to leave it to the number of training steps
 * @param layers one on the other; a TDNN has one for each dilation instead
 * @param bidirectional whether each layer reads sequences in both directions
 * @param dropout share dropped between layers in training, anew at each step unless recurrentDropout is above 0
 * @param recurrentDropout share of the state dropped in training, the same units at all steps of a sequence
 * @param steps delays of skip connections, each once; ascending periods of a clockwork; dilations of a convolution
 * @param taps of a convolution
 * @param leak alpha of leaky units; NaN where it is trained
 * @param relu whether units of RNN and TDNN are max(., 0) instead of tanh; the others have none
 * @param memory how many steps back matters, for the first values of gates; 0 where it is not known
 */
public record Structure(
        Kind kind,
        int hidden,
        int layers,
        boolean bidirectional,
        double dropout,
        double recurrentDropout,
        List<Integer> steps,
        int taps,
        double leak,
        boolean relu,
        int memory) {
    /** Kinds of cells. */
    public enum Kind {
        /**
         * GRU, or OUTPUT where the formula has {@code feedback(y)}; over the grids of {@code order(row, col)}
         * GRID_LSTM_FOUR.
         */
        AUTO("GRU"),
        /** The simple recurrent network of Elman: h_t = phi(W x_t + U h_{t-1} + b). */
        RNN("RNN"),
        /** Long short-term memory with forget gate. */
        LSTM("LSTM"),
        /** LSTM whose gates see the cell. */
        PEEPHOLE("peephole LSTM"),
        /** LSTM with f = 1 - i. */
        COUPLED("coupled LSTM"),
        /** LSTM with layer normalisation. */
        LAYER_NORM("layer-norm LSTM"),
        /** Gated recurrent unit, reset after the product. */
        GRU("GRU"),
        /** Gated recurrent unit, reset before the product. */
        RESET_BEFORE("reset-before GRU"),
        /** Leaky units. */
        LEAKY("leaky RNN"),
        /** Connections over several delays. */
        SKIP("skip RNN"),
        /** Groups of units with periods of their own. */
        CLOCKWORK("clockwork RNN"),
        /** No recurrence between hidden units: only the output is fed back. */
        OUTPUT("output-recurrent network"),
        /** Over a grid, from one corner. */
        GRID("2-D RNN"),
        /** Over a grid, from four corners. */
        GRID_FOUR("4-direction 2-D RNN"),
        /** LSTM over a grid, from one corner. */
        GRID_LSTM("2-D LSTM"),
        /** LSTM over a grid, from four corners. */
        GRID_LSTM_FOUR("4-direction 2-D LSTM"),
        /** Time-delay network: dilated causal convolutions. */
        TDNN("TDNN");

        private final String words;

        Kind(String words) {
            this.words = words;
        }

        /** As in a report. */
        public String words() {
            return words;
        }

        /** Before the words: {@code a} or {@code an}. */
        String article() {
            boolean vowel = "aeio".indexOf(words.charAt(0)) >= 0;
            return vowel || words.startsWith("RNN") || words.startsWith("LSTM") ? "an" : "a";
        }

        boolean isGrid() {
            return this == GRID || this == GRID_FOUR || this == GRID_LSTM || this == GRID_LSTM_FOUR;
        }

        /**
         * The kind of a word such as {@code gru} or {@code grid-lstm}.
         *
         * @throws IllegalArgumentException if there is none
         */
        public static Kind named(String word) {
            String constant = word.strip().toUpperCase(Locale.ROOT).replace('-', '_');
            for (Kind kind : values()) {
                if (kind.name().equals(constant)) {
                    return kind;
                }
            }
            List<String> known = new ArrayList<>();
            for (Kind kind : values()) {
                if (kind == AUTO) {
                    continue;
                }
                known.add(kind.name().toLowerCase(Locale.ROOT).replace('_', '-'));
            }
            throw new IllegalArgumentException(
                    "no network is called " + word + "; there are " + String.join(", ", known) + " and esn");
        }
    }

    /** The most of anything that is counted; an array of more would be larger than a machine. */
    private static final int MOST = 1_000_000;

    /** A gradient that passes through more layers has long vanished. */
    private static final int MOST_LAYERS = 1000;

    /** What reads grids where nobody has chosen: a grid has no corner that is its beginning. */
    static final Kind ON_GRIDS = Kind.GRID_LSTM_FOUR;

    /** One layer, as many units as suit the data; gated recurrent units unless the output is fed back. */
    public static final Structure AUTO = of(Kind.AUTO);

    /** @throws IllegalArgumentException if a number is out of range or numbers of the kind are missing */
    public Structure {
        steps = List.copyOf(steps);
        if (hidden < 0 || layers < 1) {
            throw new IllegalArgumentException(
                    "a network has 1 or more layers of 1 or more units, got " + layers + " of " + hidden);
        }
        most("the units of a layer", hidden);
        if (layers > MOST_LAYERS) {
            throw new IllegalArgumentException("layers are up to " + MOST_LAYERS + ", got " + layers
                    + "; 1 to 4 are usual, with more units in each");
        }
        most("taps", taps);
        steps.forEach(s -> most("delays, periods and dilations", s));
        if (!(dropout >= 0 && dropout < 1 && recurrentDropout >= 0 && recurrentDropout < 1)) {
            throw new IllegalArgumentException(
                    "shares of dropout lie in [0, 1), got " + dropout + " and " + recurrentDropout);
        }
        if (steps.stream().anyMatch(s -> s < 1)) {
            throw new IllegalArgumentException("delays, periods and dilations are 1 or more steps, got " + steps);
        }
        if (!Double.isNaN(leak) && !(leak >= 0 && leak < 1)) {
            throw new IllegalArgumentException("alpha of leaky units lies in [0, 1), got " + leak);
        }
        if (kind == Kind.SKIP && steps.stream().distinct().count() < steps.size()) {
            throw new IllegalArgumentException("delays are told once each, got " + steps);
        }
        boolean needs = kind == Kind.SKIP || kind == Kind.CLOCKWORK || kind == Kind.TDNN;
        if (needs && steps.isEmpty()) {
            throw new IllegalArgumentException(kind.article() + " " + kind.words() + " needs "
                    + (kind == Kind.SKIP ? "delays" : kind == Kind.CLOCKWORK ? "periods" : "dilations"));
        }
        if (kind == Kind.CLOCKWORK && hidden > 0 && hidden % steps.size() != 0) {
            throw new IllegalArgumentException(
                    hidden + " units do not divide into the " + steps.size() + " groups of a clockwork");
        }
        if (kind == Kind.CLOCKWORK && !ascend(steps)) {
            throw new IllegalArgumentException("periods ascend, the fastest group first, got " + steps);
        }
        if (kind == Kind.TDNN && taps < 1) {
            throw new IllegalArgumentException("a convolution has 1 or more taps, got " + taps);
        }
        if (memory < 0 || memory > 0 && memory < 3) {
            throw new IllegalArgumentException("a memory has 3 or more steps, got " + memory);
        }
        if (memory > 0 && !remembers(kind, relu)) {
            throw new IllegalArgumentException(
                    "a memory is for gates, and for an RNN of max(., 0); " + kind.article() + " "
                            + kind.words()
                            + " has no first values that depend on it");
        }
        if (bidirectional && (kind.isGrid() || kind == Kind.TDNN || kind == Kind.OUTPUT)) {
            throw new IllegalArgumentException(kind.article() + " " + kind.words() + " has no two directions");
        }
    }

    private static void most(String what, int count) {
        if (count > MOST) {
            throw new IllegalArgumentException(what + " are up to " + MOST + ", got " + count);
        }
    }

    private static boolean ascend(List<Integer> numbers) {
        return IntStream.range(1, numbers.size()).allMatch(i -> numbers.get(i - 1) < numbers.get(i));
    }

    private static boolean remembers(Kind kind, boolean relu) {
        return switch (kind) {
            case AUTO, GRU, RESET_BEFORE, LSTM, PEEPHOLE, COUPLED, LAYER_NORM -> true;
            case RNN -> relu;
            default -> false;
        };
    }

    /** A kind with its defaults: skips 1 and 7, periods 1, 2, 4 and 8, dilations 1, 2 and 4 of 3 taps. */
    public static Structure of(Kind kind) {
        List<Integer> steps = switch (kind) {
            case SKIP -> List.of(1, 7);
            case CLOCKWORK -> List.of(1, 2, 4, 8);
            case TDNN -> List.of(1, 2, 4);
            default -> List.of();
        };
        return new Structure(kind, 0, 1, false, 0, 0, steps, 3, Double.NaN, false, 0);
    }

    /** The same of another kind. */
    Structure kind(Kind other) {
        return with(d -> d.kind = other);
    }

    /** The same from so many corners of a grid. */
    Structure corners(int count) {
        if (kind != Kind.AUTO && !kind.isGrid()) {
            throw new IllegalArgumentException(kind.article() + " " + kind.words()
                    + " reads sequences, which have no corners; bidirectional() reads them from both ends");
        }
        if (count != 1 && count != 4) {
            throw new IllegalArgumentException("a grid is read from 1 or 4 corners, not " + count);
        }
        boolean simple = kind == Kind.GRID || kind == Kind.GRID_FOUR;
        return kind(count == 1 ? simple ? Kind.GRID : Kind.GRID_LSTM : simple ? Kind.GRID_FOUR : Kind.GRID_LSTM_FOUR);
    }

    /** The same with so many units; 0 to leave it to the data. */
    public Structure hidden(int units) {
        return with(d -> d.hidden = units);
    }

    /** The same with so many layers. */
    public Structure layers(int count) {
        return with(d -> d.layers = count);
    }

    /** The same in both directions, or in one. */
    public Structure bidirectional(boolean both) {
        return with(d -> d.bidirectional = both);
    }

    /** The same with other dropout between layers and of the state. */
    public Structure dropout(double between, double recurrent) {
        return with(d -> {
            d.dropout = between;
            d.recurrentDropout = recurrent;
        });
    }

    /** The same with other delays, periods or dilations. */
    public Structure steps(int... numbers) {
        return with(d -> d.steps = Arrays.stream(numbers).boxed().toList());
    }

    /** The same with so many taps. */
    public Structure taps(int count) {
        return with(d -> d.taps = count);
    }

    /** The same with a fixed alpha of leaky units; NaN for one that is trained. */
    public Structure leak(double alpha) {
        return with(d -> d.leak = alpha);
    }

    /** The same with max(., 0) or tanh. */
    public Structure relu(boolean rectified) {
        return with(d -> d.relu = rectified);
    }

    /**
     * The same with first values for dependencies over up to so many steps: gates that keep the state open for a number
     * of steps uniform between 1 and {@code steps - 1} (chrono initialisation; Tallec and Ollivier 2018,
     * arXiv:1804.11188), and an RNN of max(., 0) with U = I (Le et al. 2015, arXiv:1504.00941).
     *
     * @param steps 3 or more; 0 for the usual first values
     * @throws IllegalArgumentException if it is another number, or the kind has no such first values
     */
    public Structure memory(int steps) {
        return with(d -> d.memory = steps);
    }

    /** The layers between so many inputs and the readout. */
    List<Layer> build(int inputs) {
        List<Layer> built = new ArrayList<>();
        int width = inputs;
        if (kind == Kind.TDNN) {
            for (int i = 0; i < steps.size(); i++) {
                built.add(new Convolution(width, hidden, taps, steps.get(i), relu, "conv" + i));
                width = hidden;
            }
            return built;
        }
        for (int l = 0; l < layers; l++) {
            if (l > 0 && dropout > 0) {
                built.add(new Dropout(width, dropout, recurrentDropout > 0));
            }
            List<Scan> scans = scans();
            List<Recurrent> directions = new ArrayList<>();
            for (int d = 0; d < scans.size(); d++) {
                directions.add(new Recurrent(cell(width), recurrentDropout));
            }
            Layer layer = scans.size() == 1 ? directions.get(0) : new Directions(directions, scans);
            built.add(layer);
            width = layer.width();
        }
        return built;
    }

    /** The orders in which a layer reads its steps. */
    List<Scan> scans() {
        if (bidirectional) {
            return List.of(Scan.FORWARD, Scan.BACKWARD);
        }
        return kind == Kind.GRID_FOUR || kind == Kind.GRID_LSTM_FOUR
                ? List.of(Scan.FORWARD, Scan.DOWN_LEFT, Scan.UP_RIGHT, Scan.UP_LEFT)
                : List.of(Scan.FORWARD);
    }

    private Cell cell(int width) {
        int[] numbers = steps.stream().mapToInt(Integer::intValue).toArray();
        Cell cell = switch (kind) {
            case RNN -> new Elman(width, hidden, relu);
            case LSTM -> new Lstm(width, hidden, Lstm.Form.STANDARD);
            case PEEPHOLE -> new Lstm(width, hidden, Lstm.Form.PEEPHOLE);
            case COUPLED -> new Lstm(width, hidden, Lstm.Form.COUPLED);
            case LAYER_NORM -> new LayerNormLstm(width, hidden);
            case AUTO, GRU -> new Gru(width, hidden);
            case RESET_BEFORE -> new ResetBeforeGru(width, hidden);
            case LEAKY -> new Leaky(width, hidden, leak);
            case SKIP -> new SkipThroughTime(width, hidden, numbers);
            case CLOCKWORK -> new Clockwork(width, hidden, numbers);
            case OUTPUT -> new SkipThroughTime(width, hidden);
            case GRID, GRID_FOUR -> new GridRnn(width, hidden);
            case GRID_LSTM, GRID_LSTM_FOUR -> new GridLstm(width, hidden);
            case TDNN -> throw new IllegalStateException("a convolution has no cell");
        };
        cell.memory = memory;
        return cell;
    }

    private Structure with(Consumer<Draft> change) {
        Draft draft = new Draft(this);
        change.accept(draft);
        return draft.done();
    }

    /** The components one by one, so that a method can change the one it is about. */
    private static final class Draft {
        private Kind kind;
        private int hidden;
        private int layers;
        private boolean bidirectional;
        private double dropout;
        private double recurrentDropout;
        private List<Integer> steps;
        private int taps;
        private double leak;
        private boolean relu;
        private int memory;

        Draft(Structure from) {
            kind = from.kind;
            hidden = from.hidden;
            layers = from.layers;
            bidirectional = from.bidirectional;
            dropout = from.dropout;
            recurrentDropout = from.recurrentDropout;
            steps = from.steps;
            taps = from.taps;
            leak = from.leak;
            relu = from.relu;
            memory = from.memory;
        }

        Structure done() {
            return new Structure(
                    kind, hidden, layers, bidirectional, dropout, recurrentDropout, steps, taps, leak, relu, memory);
        }
    }
}
