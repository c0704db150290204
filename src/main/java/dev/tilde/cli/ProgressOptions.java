package dev.tilde.cli;

import picocli.CommandLine.Option;

/** Whether progress is shown. */
final class ProgressOptions {
    @Option(names = "--no-progress", description = "No progress on standard error.")
    private boolean none;

    /** For a training, which takes its time. */
    ProgressLine training(Console console, ShownOptions shown, Interrupt interrupt, int patience) {
        return begun(console, shown, interrupt, patience, ProgressLine.QUIET);
    }

    /** For what is mostly short: a terminal tells how far it is, a file only when it takes long. */
    ProgressLine working(Console console, ShownOptions shown, Interrupt interrupt) {
        return begun(console, shown, interrupt, 1, ProgressLine.PAUSE);
    }

    private ProgressLine begun(Console console, ShownOptions shown, Interrupt interrupt, int patience, long quiet) {
        ProgressLine.Display display = none || shown.isQuiet()
                ? ProgressLine.Display.NONE
                : console.terminal() ? ProgressLine.Display.REWRITTEN : ProgressLine.Display.LINES;
        return ProgressLine.begun(console, display, interrupt, patience, quiet);
    }
}
