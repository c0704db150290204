package dev.tilde.rnn;

import org.jspecify.annotations.Nullable;

/** Options are kept until a fit reads them: one that is null is refused where it is given, not where it is missed. */
final class Needed {
    private Needed() {}

    /** @throws IllegalArgumentException naming what is null, and what would do */
    static void given(@Nullable Object option, String what, String such) {
        if (option == null) {
            throw new IllegalArgumentException(what + " is null; leave it out, or give one such as " + such);
        }
    }
}
