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

    /** Results in the order of the work; this thread does its share. */
    <T> List<T> all(List<? extends Callable<T>> work) {
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
        } catch (ExecutionException e) {
            throw problem(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        } catch (Exception e) {
            throw problem(e);
        }
        return results;
    }

    private static RuntimeException problem(Throwable cause) {
        if (cause instanceof Error error) {
            throw error;
        }
        return cause instanceof RuntimeException known ? known : new IllegalStateException(cause);
    }

    @Override
    public void close() {
        pool.shutdownNow();
    }
}
