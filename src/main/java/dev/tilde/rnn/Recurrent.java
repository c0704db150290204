package dev.tilde.rnn;

import dev.tilde.linalg.Kernels;
import dev.tilde.linalg.Plane;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A cell run over the steps of a sequence, every step with the same parameters; forward in time, then back. */
final class Recurrent extends Layer {
    private final Cell cell;
    /** Share of the recalled units that is dropped in training, the same ones at every step of a sequence. */
    private final double dropout;

    Recurrent(Cell cell, double dropout) {
        this.cell = cell;
        this.dropout = dropout;
    }

    @Override
    int width() {
        return cell.hidden;
    }

    @Override
    Map<String, Parameter> parameters() {
        Map<String, Parameter> all = new LinkedHashMap<>();
        cell.parameters().forEach(p -> all.put(p.name, p));
        return all;
    }

    @Override
    void prepare(Kernels k) {
        cell.prepare(k);
    }

    @Override
    void initialise(Initial initial) {
        cell.parameters().forEach(p -> cell.initialise(p, initial));
    }

    @Override
    Run run(Kernels k, Gradient gradient, int capacity) {
        return new Run(new Tape(k, cell, gradient, capacity), capacity, dropout);
    }

    @Override
    boolean looksAhead() {
        return false;
    }

    @Override
    List<Cell> cells() {
        return List.of(cell);
    }

    static final class Run implements LayerRun {
        final Tape tape;
        private final int capacity;
        private final double dropout;

        Run(Tape tape, int capacity, double dropout) {
            this.tape = tape;
            this.capacity = capacity;
            this.dropout = dropout;
        }

        @Override
        public void open(Batch batch, Plane[] x) {
            tape.open(batch, x);
            boolean drops = dropout > 0 && batch.random != null;
            tape.mask(drops ? Dropout.mask(batch, tape.k, capacity * tape.cell.hidden, dropout, true) : null);
        }

        /** Computes all steps in an order in which the cells that are there are others than in the batch. */
        void forward(Batch batch, Plane[] x, Plane[] observed) {
            open(batch, x);
            tape.grid.open(batch, observed);
            for (int t = 0; t < batch.steps; t++) {
                forward(t);
            }
        }

        @Override
        public void forward(int t) {
            tape.cell.forward(tape, t);
        }

        @Override
        public Plane[] output() {
            Plane[] h = new Plane[tape.steps()];
            for (int t = 0; t < h.length; t++) {
                h[t] = tape.at(Cell.H, t);
            }
            return h;
        }

        @Override
        public Plane[] openBack(Plane @Nullable [] dx) {
            tape.openBack(dx);
            Plane[] dh = new Plane[tape.steps()];
            for (int t = 0; t < dh.length; t++) {
                dh[t] = tape.gradient(Cell.H, t);
            }
            return dh;
        }

        @Override
        public void backward(int t) {
            tape.backward(t);
        }

        @Override
        public void close() {
            tape.finish();
        }

        @Override
        public void last(Plane into) {
            Batch b = tape.batch();
            int h = tape.cell.hidden;
            Plane mean = tape.k.plane(h);
            for (int r = 0; r < b.rows; r++) {
                List<Integer> ends = tape.grid.ends(r);
                if (ends.size() == 1) {
                    tape.k.copyRow(into, r, tape.at(Cell.H, ends.get(0)), r, h);
                    continue;
                }
                tape.k.zero(mean, h);
                for (int t : ends) {
                    tape.k.addRow(mean, 0, tape.at(Cell.H, t), r, h);
                }
                tape.k.scale(mean, 1.0 / ends.size(), h);
                tape.k.copyRow(into, r, mean, 0, h);
            }
        }

        @Override
        public void backLast(Plane d) {
            Batch b = tape.batch();
            int h = tape.cell.hidden;
            Plane share = tape.k.plane(h);
            for (int r = 0; r < b.rows; r++) {
                List<Integer> ends = tape.grid.ends(r);
                tape.k.copyRow(share, 0, d, r, h);
                if (ends.size() > 1) {
                    tape.k.scale(share, 1.0 / ends.size(), h);
                }
                for (int t : ends) {
                    tape.k.addRow(tape.gradient(Cell.H, t), r, share, 0, h);
                }
            }
        }

        @Override
        public List<Tape> tapes() {
            return List.of(tape);
        }

        @Override
        public void reset() {
            tape.reset();
        }

        @Override
        public void copyState(LayerRun other) {
            tape.copyState(((Run) other).tape);
        }

        @Override
        public void carry() {
            tape.carry();
        }

        @Override
        public double[] state() {
            return tape.state();
        }

        @Override
        public int restore(double[] state, int at) {
            return tape.restore(state, at);
        }
    }
}
