package dev.tilde.design;

import dev.tilde.data.ColumnBlock;
import dev.tilde.data.Pass;
import dev.tilde.data.Source;
import dev.tilde.design.Bound.Pending;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** One pass over the rows in which all functions learn that are ready to. */
final class States implements Pass<List<States.Cell>> {
    private final List<Pending> pending;

    private States(List<Pending> pending) {
        this.pending = List.copyOf(pending);
    }

    /** What each call has learned, by its key. */
    static Map<String, Transform> learn(List<Pending> pending, Source source, List<String> columns) {
        Map<String, Transform> learned = new LinkedHashMap<>();
        List<Cell> cells = source.run(new States(pending), columns);
        for (int i = 0; i < cells.size(); i++) {
            learned.put(pending.get(i).key(), cells.get(i).learned());
        }
        return learned;
    }

    /** The state of one call. */
    interface Cell {
        void add(ColumnBlock block);

        /** Cells at one place of the list belong to one call. */
        void merge(Cell right);

        Transform learned();
    }

    static Cell cell(Operands operands, StatefulTransform<?> transform) {
        return new Function<>(operands, transform);
    }

    /** The state of a function of numbers. */
    private static final class Function<S> implements Cell {
        private final Operands operands;
        private final StatefulTransform<S> transform;
        private S state;

        private Function(Operands operands, StatefulTransform<S> transform) {
            this.operands = operands;
            this.transform = transform;
            this.state = transform.init();
        }

        @Override
        public void add(ColumnBlock block) {
            transform.add(state, operands.columns(block), block.rows());
        }

        @Override
        @SuppressWarnings("unchecked")
        public void merge(Cell right) {
            state = transform.merge(state, ((Function<S>) right).state);
        }

        @Override
        public Transform learned() {
            try {
                return transform.learned(state);
            } catch (IllegalArgumentException e) {
                throw operands.blame(e, 0);
            }
        }
    }

    @Override
    public List<Cell> init() {
        List<Cell> cells = new ArrayList<>();
        pending.forEach(p -> cells.add(p.cell().get()));
        return cells;
    }

    @Override
    public void add(List<Cell> state, ColumnBlock block) {
        state.forEach(cell -> cell.add(block));
    }

    @Override
    public List<Cell> merge(List<Cell> left, List<Cell> right) {
        for (int i = 0; i < left.size(); i++) {
            left.get(i).merge(right.get(i));
        }
        return left;
    }
}
