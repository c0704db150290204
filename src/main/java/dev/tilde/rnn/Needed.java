package dev.tilde.rnn;

import dev.tilde.data.Dataset;
import dev.tilde.data.Source;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Options are kept until a fit reads them: one that is null is refused where it is given, not where it is missed. An
 * argument that is null is refused by its name.
 */
final class Needed {
    private Needed() {}

    /** @throws IllegalArgumentException naming what is null, and what would do */
    static void given(@Nullable Object option, String what, String such) {
        if (option == null) {
            throw new IllegalArgumentException(what + " is null; leave it out, or give one such as " + such);
        }
    }

    /** @throws NullPointerException naming an argument that is null */
    static <T> T argument(@Nullable T given, String name) {
        return Objects.requireNonNull(given, name + " must not be null");
    }

    /** The rows of a table that is given. */
    static Source rows(@Nullable Dataset table, String name) {
        return argument(table, name).source();
    }
}
