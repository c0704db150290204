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
final class States implements Pass<List<States.Cell<?>>> {
    private final List<Pending> pending;

    private States(List<Pending> pending) {
        this.pending = List.copyOf(pending);
    }

    /** What each function has learned, by the key of its call. */
    static Map<String, Transform> learn(List<Pending> pending, Source source, List<String> columns) {
        Map<String, Transform> learned = new LinkedHashMap<>();
        for (Cell<?> cell : source.run(new States(pending), columns)) {
            learned.put(cell.key, cell.learned());
        }
        return learned;
    }

    /** The state of one function. */
    static final class Cell<S> {
        private final String key;
        private final Operands operands;
        private final StatefulTransform<S> transform;
        private S state;

        private Cell(Pending p, StatefulTransform<S> transform) {
            this.key = p.key();
            this.operands = p.operands();
            this.transform = transform;
            this.state = transform.init();
        }

        private static Cell<?> of(Pending p) {
            return new Cell<>(p, p.transform());
        }

        private void add(ColumnBlock block) {
            transform.add(state, operands.columns(block), block.rows());
        }

        /** Cells at one place of the list belong to one function. */
        @SuppressWarnings("unchecked")
        private void merge(Cell<?> right) {
            state = transform.merge(state, (S) right.state);
        }

        private Transform learned() {
            try {
                return transform.learned(state);
            } catch (IllegalArgumentException e) {
                throw operands.blame(e, 0);
            }
        }
    }

    @Override
    public List<Cell<?>> init() {
        List<Cell<?>> cells = new ArrayList<>();
        pending.forEach(p -> cells.add(Cell.of(p)));
        return cells;
    }

    @Override
    public void add(List<Cell<?>> state, ColumnBlock block) {
        state.forEach(cell -> cell.add(block));
    }

    @Override
    public List<Cell<?>> merge(List<Cell<?>> left, List<Cell<?>> right) {
        for (int i = 0; i < left.size(); i++) {
            left.get(i).merge(right.get(i));
        }
        return left;
    }
}
