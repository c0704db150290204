package dev.tilde.formula;

import java.util.Optional;

/**
 * What a column is to a model beside response and predictor. A summand of the right side gives it:
 * {@code y ~ x + offset(log(n)) + weights(w)}.
 */
public enum Role {
    /** {@code offset(x)}: added to the linear predictor with coefficient 1; several add up. */
    OFFSET,
    /** {@code weights(w)}: how much a row counts, 0 or more; one expression. */
    WEIGHTS,
    /** {@code groups(g)} or {@code by(g)}: rows that belong together; several cross. Lags never leave a group. */
    GROUPS,
    /** {@code cluster(g)}: rows whose errors may be correlated; several are several ways of clustering. */
    CLUSTER,
    /** {@code order(t)}: the order of the rows inside a group. */
    ORDER;

    /** The role that a function of this name gives. */
    static Optional<Role> of(String function) {
        return Optional.ofNullable(
                switch (function) {
                    case "offset" -> OFFSET;
                    case "weights" -> WEIGHTS;
                    case "groups", "by" -> GROUPS;
                    case "cluster" -> CLUSTER;
                    case "order" -> ORDER;
                    default -> null;
                });
    }

    /** Whether one call takes several columns. */
    boolean takesSeveral() {
        return this != OFFSET && this != WEIGHTS;
    }

    /** Whether its values are numbers to calculate with. */
    public boolean isNumeric() {
        return this == OFFSET || this == WEIGHTS;
    }
}
