package dev.tilde.model;

import dev.tilde.data.Source;
import dev.tilde.design.DesignOptions;
import dev.tilde.formula.Formula;

/**
 * A kind of model with its options: an immutable value that fits itself to a formula and rows, as often as wanted.
 *
 * @param <F> what a fit gives
 */
public interface Model<F extends Fitted> {
    /**
     * Fits.
     *
     * @param formula response and predictors
     * @param source the rows; kept by the fit for as long as it lives, never written into a file
     * @param options missing values, vocabulary, levels
     * @throws dev.tilde.formula.FormulaException if the formula does not fit the rows or the model
     */
    F fit(Formula formula, Source source, DesignOptions options);
}
