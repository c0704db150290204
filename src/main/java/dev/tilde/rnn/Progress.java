package dev.tilde.rnn;

/** Told of every epoch. Restarts run at once, so calls come from several threads. */
@FunctionalInterface
public interface Progress {
    /** Says nothing and goes on. */
    Progress SILENT = epoch -> true;

    /** What a fit does, in this order; a refit only where it is asked for. */
    enum Phase {
        /** Cuts the rows into sequences and makes their inputs. */
        SEQUENCES("preparing sequences"),
        /** Fits the linear part. */
        LINEAR("fitting the linear part"),
        /** Trains the network, or fits the readout of an echo state network. */
        TRAINING("training"),
        /** Trains again on all rows. */
        REFIT("training again on all rows"),
        /** Predicts all rows and compares with simpler models. */
        ERRORS("measuring errors");

        private final String words;

        Phase(String words) {
            this.words = words;
        }

        /** As a person is told. */
        public String words() {
            return words;
        }
    }

    /** @return whether to go on; otherwise training ends and the best epoch so far is kept */
    boolean after(Epoch epoch);

    /**
     * Told when something begins that may take a while.
     *
     * @param restarts how many networks are trained; 1 for anything but training
     */
    default void begins(Phase phase, int restarts) {}

    /**
     * Asked between the steps of an epoch: whether to go on. Otherwise the epoch is abandoned as if it had not begun, and
     * the best one before it is kept.
     */
    default boolean goesOn() {
        return true;
    }
}
