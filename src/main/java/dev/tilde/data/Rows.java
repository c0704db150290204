package dev.tilde.data;

import java.util.List;
import java.util.OptionalLong;

/** Rows in memory that can be read from any position: what {@link Blocks} cuts into blocks. */
sealed interface Rows extends Source permits ArraySource, TableSource {
    /** How many rows there are. */
    int count();

    /** Copies rows {@code from .. from + n - 1} of a column that is not text to {@code to[at ...]}; missing = NaN. */
    void numbers(int column, int from, int n, double[] to, int at);

    /** Copies the codes of a text column; missing = -1. */
    void codes(int column, int from, int n, int[] to, int at);

    /** The texts that the codes of a text column point to; shared, not to be modified. */
    String[] dictionary(int column);

    /** The same rows under another schema, which has the same columns of the same kinds. */
    Rows withSchema(Schema schema);

    @Override
    default OptionalLong rowCount() {
        return OptionalLong.of(count());
    }

    @Override
    default boolean replayable() {
        return true;
    }

    @Override
    default <S> S run(Pass<S> pass, List<String> columns) {
        return Blocks.run(this, pass, Blocks.slots(schema(), columns));
    }
}
