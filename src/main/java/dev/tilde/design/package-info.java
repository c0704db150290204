/**
 * Terms and rows to numbers, remembering how. {@link dev.tilde.design.DesignFit} runs the passes that learn a
 * {@link dev.tilde.design.DesignSpec}; the spec builds a {@link dev.tilde.design.DesignMatrix} of any rows.
 */
@NullMarked
package dev.tilde.design;

import org.jspecify.annotations.NullMarked;
