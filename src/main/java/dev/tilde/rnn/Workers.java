package dev.tilde.rnn;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Threads for pieces of work whose results do not depend on which thread does them, or on how many there are. */
final class Workers implements AutoCloseable {
    private final int threads;
    private final ExecutorService pool;

    Workers(int threads) {
        this.threads = threads;
        this.pool = Executors.newFixedThreadPool(Math.max(1, threads - 1), runnable -> {
            Thread thread = new Thread(runnable, "tilde-rnn");
            thread.setDaemon(true);
            return thread;
        });
    }

    /** Results in the order of the work; this thread does its share. Where a piece fails the others are waited for. */
    <T> List<T> all(List<? extends Callable<T>> work) {
        return all(work, () -> {});
    }

    /**
     * The same of long work.
     *
     * @param stop called where a piece fails, so that the others end soon
     */
    <T> List<T> all(List<? extends Callable<T>> work, Runnable stop) {
        List<Future<T>> given = new ArrayList<>();
        List<T> results = new ArrayList<>();
        int own = threads <= 1 ? work.size() : (work.size() + threads - 1) / threads;
        for (Callable<T> piece : work.subList(own, work.size())) {
            given.add(pool.submit(piece));
        }
        try {
            for (Callable<T> piece : work.subList(0, own)) {
                results.add(piece.call());
            }
            for (Future<T> future : given) {
                results.add(future.get());
            }
        } catch (Throwable e) {
            stop.run();
            settle(given);
            throw problem(e instanceof ExecutionException ? e.getCause() : e);
        }
        return results;
    }

    /** Nothing goes on behind the back of a caller that was told of a failure. */
    private static void settle(List<? extends Future<?>> given) {
        boolean interrupted = false;
        for (Future<?> future : given) {
            while (!future.isDone()) {
                try {
                    future.get();
                } catch (InterruptedException e) {
                    interrupted = true;
                } catch (ExecutionException e) {
                    // The first failure is the one that is told.
                }
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private static RuntimeException problem(Throwable cause) {
        if (cause instanceof Error error) {
            throw error;
        }
        if (cause instanceof InterruptedException) {
            Thread.currentThread().interrupt();
            return new IllegalStateException("interrupted", cause);
        }
        return cause instanceof RuntimeException known ? known : new IllegalStateException(cause);
    }

    @Override
    public void close() {
        pool.shutdownNow();
    }
}
