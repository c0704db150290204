package dev.tilde.cli;

import dev.tilde.data.Dataset;
import dev.tilde.formula.FormulaException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Data that a command works on.
 *
 * @param data the rows
 * @param label what to call them: {@code air.csv}, {@code standard input}
 * @param file where they were read from, if it is a file
 */
record Input(Dataset data, String label, Optional<Path> file) {
    /** Runs what may find a column missing, and then says from which data. */
    <T> T blamed(Supplier<T> work) {
        return blamed(label, work);
    }

    /** Runs what may find a column missing in the data of this name. */
    static <T> T blamed(String label, Supplier<T> work) {
        try {
            return work.get();
        } catch (FormulaException e) {
            if (e.kind() != FormulaException.Kind.UNKNOWN_VARIABLE) {
                throw e;
            }
            throw new FormulaException(
                    e.kind(), e.problem() + " in " + label, e.help().orElse(""), e.source(), e.span());
        }
    }

    /** The label without its extension. */
    String stem() {
        int dot = label.lastIndexOf('.');
        return dot > 0 && file.isPresent() ? label.substring(0, dot) : label;
    }
}
