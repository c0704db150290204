package dev.tilde.rnn;

import java.util.concurrent.atomic.AtomicBoolean;

/** What restarts are asked and told: once one of them is to stop, all are. */
final class Together implements Progress {
    private final Progress told;
    private final AtomicBoolean on = new AtomicBoolean(true);

    Together(Progress told) {
        this.told = told;
    }

    @Override
    public boolean after(Epoch epoch) {
        on.compareAndSet(true, told.after(epoch));
        return on.get();
    }

    @Override
    public boolean goesOn() {
        on.compareAndSet(true, told.goesOn());
        return on.get();
    }

    void stop() {
        on.set(false);
    }

    boolean isStopped() {
        return !on.get();
    }

    /** The same, of whose epochs nobody is told. */
    Progress silently() {
        return new Progress() {
            @Override
            public boolean after(Epoch epoch) {
                return Together.this.goesOn();
            }

            @Override
            public boolean goesOn() {
                return Together.this.goesOn();
            }
        };
    }
}
