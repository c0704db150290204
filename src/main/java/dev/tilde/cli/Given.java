package dev.tilde.cli;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An option and whether it was given. */
record Given(String option, boolean isGiven) {
    static Given of(String option, @Nullable Object value) {
        return new Given(option, value != null && !value.equals(false));
    }

    /**
     * Refuses options that would change nothing.
     *
     * @throws Refusal naming those that were given
     */
    static void refuse(String with, Given... options) {
        List<String> idle =
                Arrays.stream(options).filter(Given::isGiven).map(Given::option).toList();
        if (!idle.isEmpty()) {
            throw new Refusal(
                    Refusal.Blame.USAGE,
                    String.join(", ", idle) + (idle.size() == 1 ? " changes" : " change") + " nothing for " + with,
                    "Leave " + (idle.size() == 1 ? "it" : "them") + " out.");
        }
    }
}
