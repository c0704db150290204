package dev.tilde.design;

/**
 * Which columns the factors of the right side get, whatever else stands beside them. A contrast that the formula or the
 * options name stays what it is.
 *
 * <table>
 * <caption>Columns of the levels u, v, w</caption>
 * <tr><th></th><th>{@code y ~ a}</th><th>{@code y ~ 0 + a}</th></tr>
 * <tr><td>{@link #REDUCED}</td><td>Intercept a[T.v] a[T.w]</td><td>a[u] a[v] a[w]</td></tr>
 * <tr><td>{@link #FULL}</td><td>Intercept a[u] a[v] a[w]</td><td>a[u] a[v] a[w]</td></tr>
 * <tr><td>{@link #DROP_FIRST}</td><td>Intercept a[T.v] a[T.w]</td><td>a[T.v] a[T.w]</td></tr>
 * <tr><td>{@link #DROP_LAST}</td><td>Intercept a[T.u] a[T.v]</td><td>a[T.u] a[T.v]</td></tr>
 * <tr><td>{@link #IMPLICIT_INTERCEPT}</td><td>a[T.v] a[T.w]</td><td>a[T.v] a[T.w]</td></tr>
 * </table>
 */
public enum CodingPolicy {
    /** As many columns as add something: the rule of the conventions. */
    REDUCED("no redundant columns"),
    /** One indicator for each level everywhere, for penalised models and networks; the columns depend on each other. */
    FULL("one indicator for each level everywhere"),
    /** One column less than levels everywhere; pandas' {@code get_dummies(drop_first=True)}. */
    DROP_FIRST("one column less than levels everywhere, the first level has none"),
    /** The same with the last level as the reference. */
    DROP_LAST("one column less than levels everywhere, the last level has none"),
    /**
     * The model has an intercept of its own: the design has none, {@code 0 +} or not, and factors are coded as if it
     * had; Julia's {@code drop_intercept}.
     */
    IMPLICIT_INTERCEPT("as beside an intercept, which the model has of its own");

    private final String words;

    CodingPolicy(String words) {
        this.words = words;
    }

    /** What it does, in words. */
    String words() {
        return words;
    }
}
