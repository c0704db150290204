package dev.tilde.rnn;

import dev.tilde.linalg.Kernels;
import dev.tilde.linalg.Plane;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The same kind of cell run over a sequence in several orders, each with parameters of its own; the outputs stand side
 * by side at every step: [h_forward_t; h_backward_t]. Bidirectional networks (Schuster and Paliwal 1997,
 * doi:10.1109/78.650093) and the four scans of a grid.
 */
final class Directions extends Layer {
    private final List<Recurrent> layers;
    private final List<Scan> scans;
    private final int inputs;

    Directions(List<Recurrent> layers, List<Scan> scans) {
        this.layers = List.copyOf(layers);
        this.scans = List.copyOf(scans);
        this.inputs = layers.get(0).cells().get(0).inputs;
    }

    @Override
    int width() {
        return layers.stream().mapToInt(Layer::width).sum();
    }

    /** A backward direction's names end in {@code _reverse}, as PyTorch's; those of a grid begin with d0, d1, ... */
    @Override
    Map<String, Parameter> parameters() {
        Map<String, Parameter> all = new LinkedHashMap<>();
        for (int d = 0; d < scans.size(); d++) {
            String prefix = scans.size() > 2 ? "d" + d + "." : "";
            String suffix = scans.get(d) == Scan.BACKWARD ? "_reverse" : "";
            layers.get(d).parameters().forEach((name, p) -> all.put(prefix + name + suffix, p));
        }
        return all;
    }

    @Override
    void prepare(Kernels k) {
        layers.forEach(layer -> layer.prepare(k));
    }

    @Override
    void initialise(Initial initial) {
        layers.forEach(layer -> layer.initialise(initial));
    }

    @Override
    boolean looksAhead() {
        return true;
    }

    @Override
    List<Cell> cells() {
        return layers.stream().flatMap(layer -> layer.cells().stream()).toList();
    }

    @Override
    LayerRun run(Kernels k, Gradient gradient, int capacity) {
        List<Recurrent.Run> runs = new ArrayList<>();
        layers.forEach(layer -> runs.add(layer.run(k, gradient, capacity)));
        return new Run(k, runs, scans, inputs, capacity);
    }

    private static final class Run implements LayerRun {
        private final Kernels k;
        private final List<Recurrent.Run> runs;
        private final List<Scan> scans;
        private final int inputs;
        private final int capacity;
        private final int hidden;
        private final int width;
        private final List<List<Plane>> x = new ArrayList<>();
        private final List<List<Plane>> dx = new ArrayList<>();
        private final List<Plane> output = new ArrayList<>();
        private final List<Plane> gradient = new ArrayList<>();
        private @Nullable Batch batch;
        private Plane @Nullable [] into;

        Run(Kernels k, List<Recurrent.Run> runs, List<Scan> scans, int inputs, int capacity) {
            this.k = k;
            this.runs = runs;
            this.scans = scans;
            this.inputs = inputs;
            this.capacity = capacity;
            this.hidden = runs.get(0).tape.cell.hidden;
            this.width = hidden * scans.size();
            scans.forEach(scan -> {
                x.add(new ArrayList<>());
                dx.add(new ArrayList<>());
            });
        }

        private Plane[] planes(List<Plane> kept, int steps, int n) {
            while (kept.size() < steps) {
                kept.add(k.plane(capacity * n));
            }
            return kept.subList(0, steps).toArray(Plane[]::new);
        }

        private Batch batch() {
            Batch b = batch;
            if (b == null) {
                throw new IllegalStateException("no batch");
            }
            return b;
        }

        @Override
        public void open(Batch b, Plane[] in) {
            batch = b;
        }

        @Override
        public void forward(int t) {
            throw new UnsupportedOperationException("this layer reads whole sequences");
        }

        @Override
        public void forward(Batch b, Plane[] in) {
            open(b, in);
            Plane[] out = planes(output, b.steps, width);
            for (int d = 0; d < scans.size(); d++) {
                Plane[] scanned = in;
                Plane[] observed = b.observed;
                if (scans.get(d) != Scan.FORWARD) {
                    scanned = planes(x.get(d), b.steps, inputs);
                    move(scanned, in, d, inputs);
                    observed = k.planes(b.observed.length, b.rows);
                    if (observed.length > 0) {
                        move(observed, b.observed, d, 1);
                    }
                }
                runs.get(d).forward(b, scanned, observed);
                Plane[] h = runs.get(d).output();
                for (int r = 0; r < b.rows; r++) {
                    for (int t = 0; t < b.lengths[r]; t++) {
                        int at = scans.get(d).at(t, b.lengths[r], b.columns);
                        k.copy(out[at], r * width + d * hidden, h[t], r * hidden, hidden);
                    }
                }
            }
        }

        /** Steps in the order of a scan. */
        private void move(Plane[] to, Plane[] from, int d, int n) {
            Batch b = batch();
            for (int r = 0; r < b.rows; r++) {
                for (int t = 0; t < b.lengths[r]; t++) {
                    k.copyRow(to[t], r, from[scans.get(d).at(t, b.lengths[r], b.columns)], r, n);
                }
            }
        }

        @Override
        public Plane[] output() {
            return planes(output, batch().steps, width);
        }

        @Override
        public Plane[] openBack(Plane @Nullable [] to) {
            Batch b = batch();
            into = to;
            for (int i = 0; i < runs.size(); i++) {
                Plane[] scanned = null;
                if (to != null) {
                    scanned = planes(dx.get(i), b.steps, inputs);
                    for (int t = 0; t < b.steps; t++) {
                        k.zero(scanned[t], b.active(t) * inputs);
                    }
                }
                runs.get(i).openBack(scanned);
            }
            Plane[] d = planes(gradient, b.steps, width);
            for (int t = 0; t < b.steps; t++) {
                k.zero(d[t], b.active(t) * width);
            }
            return d;
        }

        @Override
        public void backward(int t) {
            throw new UnsupportedOperationException("this layer reads whole sequences");
        }

        @Override
        public void backward(Batch b) {
            Plane[] to = into;
            for (int d = 0; d < scans.size(); d++) {
                Tape tape = runs.get(d).tape;
                Plane part = k.plane(hidden);
                for (int r = 0; r < b.rows; r++) {
                    for (int t = 0; t < b.lengths[r]; t++) {
                        int at = scans.get(d).at(t, b.lengths[r], b.columns);
                        k.copy(part, 0, gradient.get(at), r * width + d * hidden, hidden);
                        k.addRow(tape.gradient(Cell.H, t), r, part, 0, hidden);
                    }
                }
                runs.get(d).backward(b);
                if (to != null) {
                    Plane[] scanned = planes(dx.get(d), b.steps, inputs);
                    for (int r = 0; r < b.rows; r++) {
                        for (int t = 0; t < b.lengths[r]; t++) {
                            int at = scans.get(d).at(t, b.lengths[r], b.columns);
                            k.addRow(to[at], r, scanned[t], r, inputs);
                        }
                    }
                }
            }
        }

        @Override
        public void last(Plane into) {
            Plane one = k.plane(capacity * hidden);
            for (int d = 0; d < scans.size(); d++) {
                runs.get(d).last(one);
                for (int r = 0; r < batch().rows; r++) {
                    k.copy(into, r * width + d * hidden, one, r * hidden, hidden);
                }
            }
        }

        @Override
        public void backLast(Plane d) {
            Plane one = k.plane(capacity * hidden);
            for (int i = 0; i < scans.size(); i++) {
                for (int r = 0; r < batch().rows; r++) {
                    k.copy(one, r * hidden, d, r * width + i * hidden, hidden);
                }
                runs.get(i).backLast(one);
            }
        }

        @Override
        public List<Tape> tapes() {
            return runs.stream().map(run -> run.tape).toList();
        }

        @Override
        public void reset() {
            runs.forEach(Recurrent.Run::reset);
        }

        @Override
        public void copyState(LayerRun other) {
            throw new UnsupportedOperationException("this layer reads whole sequences");
        }

        @Override
        public double[] state() {
            throw new UnsupportedOperationException("this layer reads whole sequences");
        }

        @Override
        public int restore(double[] state, int at) {
            throw new UnsupportedOperationException("this layer reads whole sequences");
        }

        /** A direction that reads from the end starts anew with each batch. */
        @Override
        public void carry() {
            for (int d = 0; d < scans.size(); d++) {
                if (scans.get(d) == Scan.FORWARD) {
                    runs.get(d).carry();
                } else {
                    runs.get(d).reset();
                }
            }
        }
    }
}
