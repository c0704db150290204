package dev.tilde.rnn;

/** An order in which the steps of a sequence are read: an involution of 0 .. T-1. */
enum Scan {
    /** Forward; in two dimensions rows down, columns right. */
    FORWARD,
    /** Backward in time, from each sequence's own last step. */
    BACKWARD,
    /** Rows down, columns left. */
    DOWN_LEFT,
    /** Rows up, columns right. */
    UP_RIGHT,
    /** Rows up, columns left. */
    UP_LEFT;

    /** Where the step that is read t-th stands. */
    int at(int t, int length, int columns) {
        return switch (this) {
            case FORWARD -> t;
            case BACKWARD, UP_LEFT -> length - 1 - t;
            case DOWN_LEFT -> t / columns * columns + columns - 1 - t % columns;
            case UP_RIGHT -> (length / columns - 1 - t / columns) * columns + t % columns;
        };
    }
}
