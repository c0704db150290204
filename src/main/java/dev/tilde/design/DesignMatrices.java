package dev.tilde.design;

import java.util.Optional;

/**
 * Both sides of a formula on the same rows.
 *
 * @param spec what was learned
 * @param response empty for a formula without a left side
 * @param predictors the right side
 */
public record DesignMatrices(DesignSpec spec, Optional<DesignMatrix> response, DesignMatrix predictors) {}
