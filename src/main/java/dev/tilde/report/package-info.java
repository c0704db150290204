/** Documents as data, and their renderers. Knows no model. */
@NullMarked
package dev.tilde.report;

import org.jspecify.annotations.NullMarked;
