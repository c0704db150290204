/**
 * Documents as data, and their renderers. Knows no model.
 *
 * <p>The templates of the HTML page are compiled into {@code dev.tilde.report.page}, which is public by force and not
 * for use.
 */
@NullMarked
package dev.tilde.report;

import org.jspecify.annotations.NullMarked;
