/** What every model promises. */
@NullMarked
package dev.tilde.model;

import org.jspecify.annotations.NullMarked;
