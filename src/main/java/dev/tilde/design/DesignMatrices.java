package dev.tilde.design;

import java.util.List;
import java.util.Optional;

/**
 * All parts of a formula on the same rows.
 *
 * @param spec what was learned
 * @param response empty for a formula without a left side
 * @param predictors the right side, of several parts the first
 * @param parts the other parts of the right side: of {@code y ~ x | z} that of z
 * @param roles offset, weights, groups and clusters of the rows
 */
public record DesignMatrices(
        DesignSpec spec,
        Optional<DesignMatrix> response,
        DesignMatrix predictors,
        List<DesignMatrix> parts,
        RowRoles roles) {
    public DesignMatrices {
        parts = List.copyOf(parts);
    }

    /** The formula, then a line for each side. */
    @Override
    public String toString() {
        StringBuilder out = new StringBuilder(spec.formula().toString());
        response.ifPresent(y -> out.append("\n  response    ").append(y));
        out.append("\n  predictors  ").append(predictors);
        for (DesignMatrix part : parts) {
            out.append("\n  | part      ").append(part);
        }
        return out.toString();
    }
}
