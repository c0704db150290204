package dev.tilde.cli;

/** The command cannot be done, for a reason that is no bug: one line, and perhaps what would work. */
final class Refusal extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** What is to blame: the exit code. */
    enum Blame {
        OUTPUT(1),
        USAGE(2),
        DATA(4),
        TRAINING(5);

        final int exit;

        Blame(int exit) {
            this.exit = exit;
        }
    }

    private final Blame blame;
    private final String help;

    /**
     * @param problem lower case, without a full stop
     * @param help lines; may be empty
     */
    Refusal(Blame blame, String problem, String help) {
        super(problem);
        this.blame = blame;
        this.help = help;
    }

    int exit() {
        return blame.exit;
    }

    String help() {
        return help;
    }
}
