package dev.tilde.cli;

import dev.tilde.design.DesignOptions;
import dev.tilde.design.Unseen;
import dev.tilde.rnn.RnnRegression;
import dev.tilde.rnn.SequenceSpec;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How rows become sequences, beside what the formula says. */
final class SequenceFlags {
    @Option(names = "--groups", paramLabel = "COLUMNS", description = "Columns that tell the sequences apart.")
    private @Nullable String groups;

    @Option(
            names = "--order",
            paramLabel = "COLUMNS",
            description = "Columns that order the rows of a sequence; else a date column, else row order.")
    private @Nullable String order;

    @Option(
            names = "--window",
            paramLabel = "N",
            description =
                    "Train on random stretches of N steps; else 4 times the longest lag, at least 32, of a panel 256.")
    private int window;

    @Option(
            names = "--horizon",
            paramLabel = "N",
            defaultValue = "1",
            description = "Let each row predict N steps at once; 1 by default.")
    private int horizon;

    @Option(
            names = "--unseen",
            paramLabel = "WHAT",
            description = "A level that only new rows have: error (default), na, other, reference.")
    private @Nullable String unseen;

    RnnRegression on(RnnRegression model) {
        SequenceSpec spec = model.sequences().window(window).horizon(horizon);
        if (groups != null) {
            spec = spec.by(CommaList.of(groups).toArray(String[]::new));
        }
        if (order != null) {
            spec = spec.order(CommaList.of(order).toArray(String[]::new));
        }
        return model.sequences(spec);
    }

    DesignOptions options() {
        DesignOptions options = DesignOptions.DEFAULTS;
        return unseen == null ? options : options.unseen(DesignFlags.choice("--unseen", unseen, Unseen.values()));
    }
}
