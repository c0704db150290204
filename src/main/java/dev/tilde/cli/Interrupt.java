package dev.tilde.cli;

import java.util.concurrent.CountDownLatch;

/**
 * A wish to stop, as by Ctrl-C. The JVM ends at once, with exit code 130, or 143 where TERM asks for it, unless a command has said that it holds
 * something worth keeping: then the end waits until the command has kept it.
 */
final class Interrupt {
    private final CountDownLatch done = new CountDownLatch(1);
    private volatile boolean armed;
    private volatile boolean requested;

    /** One that the signals INT and TERM of this process ask for: both run the hooks before the JVM ends. */
    static Interrupt ofProcess() {
        Interrupt interrupt = new Interrupt();
        Runtime.getRuntime().addShutdownHook(new Thread(interrupt::request, "tilde-interrupt"));
        return interrupt;
    }

    /** From now on the end waits for {@link #done}. */
    void arm() {
        armed = true;
    }

    /** Asks to stop; if armed, returns when all is done. */
    void request() {
        requested = true;
        if (armed) {
            try {
                done.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    boolean isRequested() {
        return requested;
    }

    /** Nothing is left to be kept. */
    void done() {
        done.countDown();
    }
}
