package dev.tilde.cli;

import dev.tilde.rnn.Epoch;
import dev.tilde.rnn.Progress;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * How far a command is, on standard error, from its first second on: on a terminal one line that is written over, else a
 * line every tenth of the way or half minute.
 */
final class ProgressLine implements Progress, AutoCloseable {
    /** How it is shown. */
    enum Display {
        /** Not at all. */
        NONE,
        /** Line after line. */
        LINES,
        /** One line, written over. */
        REWRITTEN
    }

    private static final long SECOND = 1_000_000_000L;
    /** Nothing is shown of what takes less. */
    static final long QUIET = SECOND;
    /** The longest time between two lines. */
    static final long PAUSE = 30 * SECOND;

    private static final int TENTHS = 10;
    private static final long REDRAW_MILLIS = 200;

    private final Console console;
    private final Display display;
    private final Interrupt interrupt;
    private final long quiet;
    private final LongSupplier clock;
    private final long start;
    private final Epochs epochs;
    private @Nullable Thread ticker;
    private String work = "";
    private long since;
    private boolean trains;
    private boolean saidToStop;
    /** When the last line was said, after how many tenths, and of what. */
    private long saidAt;

    private int saidTenths;
    private String said = "";

    /**
     * @param patience epochs without improvement before training stops
     * @param quiet nanoseconds before the first line; a line that is written over comes after a second
     * @param clock in nanoseconds
     */
    ProgressLine(Console console, Display display, Interrupt interrupt, int patience, long quiet, LongSupplier clock) {
        this.quiet = quiet;
        this.console = console;
        this.display = display;
        this.interrupt = interrupt;
        this.clock = clock;
        this.start = clock.getAsLong();
        this.epochs = new Epochs(patience);
    }

    /** One that draws itself until it is closed. */
    static ProgressLine begun(Console console, Display display, Interrupt interrupt, int patience, long quiet) {
        ProgressLine line = new ProgressLine(console, display, interrupt, patience, quiet, System::nanoTime);
        if (display != Display.NONE) {
            Thread ticker = new Thread(line::redraw, "tilde-progress");
            ticker.setDaemon(true);
            ticker.start();
            line.ticker = ticker;
        }
        return line;
    }

    private void redraw() {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                Thread.sleep(REDRAW_MILLIS);
                draw();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Something that is done before or after a fit: {@code reading air.csv}. */
    synchronized void begins(String what) {
        work = what;
        since = clock.getAsLong();
        trains = false;
    }

    @Override
    public synchronized void begins(Phase phase, int restarts) {
        begins(phase.words());
        trains = phase == Phase.TRAINING;
        if (trains) {
            epochs.begin(restarts, since);
            interrupt.arm();
        }
    }

    @Override
    public synchronized boolean after(Epoch epoch) {
        epochs.add(epoch);
        return !interrupt.isRequested();
    }

    @Override
    public boolean goesOn() {
        return !interrupt.isRequested();
    }

    /** Shows how far it is, if it is time to. */
    synchronized void draw() {
        long now = clock.getAsLong();
        if (display == Display.NONE || now - start < (display == Display.LINES ? quiet : QUIET) || work.isEmpty()) {
            return;
        }
        if (interrupt.isRequested() && !saidToStop) {
            saidToStop = true;
            console.say("stopping; the best epoch so far is kept");
        }
        if (display == Display.REWRITTEN) {
            console.overwrite(text(now, console.width() - 1));
            return;
        }
        int tenths = trains ? (int) (TENTHS * epochs.share()) : 0;
        boolean begins = !said.equals(work) && now - since >= QUIET;
        if (begins || now - saidAt >= PAUSE || tenths > saidTenths) {
            console.say(text(now, 0));
            said = work;
            saidAt = now;
            saidTenths = tenths;
        }
    }

    /** @param width for a bar to end at; 0 for none */
    private String text(long now, int width) {
        if (trains && epochs.isBegun()) {
            return epochs.text(now, width, console.unicode());
        }
        long seconds = (now - since) / SECOND;
        return seconds < 1 ? work : work + ", " + Epochs.minutes(seconds);
    }

    @Override
    public void close() {
        Thread running = ticker;
        if (running != null) {
            running.interrupt();
        }
        synchronized (this) {
            work = "";
            console.overwrite("");
        }
    }
}
