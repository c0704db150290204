package dev.tilde.design;

import dev.tilde.data.ColumnBlock;
import dev.tilde.data.Pass;
import dev.tilde.data.Source;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ForkJoinPool;
import java.util.function.Consumer;

/** Hands what was built of each block on at once, so that no more than a block is held. */
final class Streaming implements Pass<Boolean> {
    private final Building building;
    private final Consumer<Pieces> sink;

    private Streaming(Building building, Consumer<Pieces> sink) {
        this.building = building;
        this.sink = sink;
    }

    /**
     * Runs over all rows, block by block in order, in one other thread: sources may share the blocks of a pass among the
     * threads of the pool that they are run in, and a pool of one thread leaves them in order.
     */
    static void run(Source source, List<String> columns, Building building, Consumer<Pieces> sink) {
        ForkJoinPool one = new ForkJoinPool(1);
        try {
            CompletableFuture.runAsync(() -> source.run(new Streaming(building, sink), columns), one)
                    .join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof RuntimeException own) {
                throw own;
            }
            if (e.getCause() instanceof Error own) {
                throw own;
            }
            throw e;
        } finally {
            one.shutdown();
        }
    }

    @Override
    public Boolean init() {
        return true;
    }

    @Override
    public void add(Boolean state, ColumnBlock block) {
        Pieces own = building.init();
        building.add(own, block);
        sink.accept(own);
    }

    @Override
    public Boolean merge(Boolean left, Boolean right) {
        return true;
    }
}
