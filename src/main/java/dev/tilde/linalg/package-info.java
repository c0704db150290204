/** Small linear algebra, and blocks that know their structure. */
@NullMarked
package dev.tilde.linalg;

import org.jspecify.annotations.NullMarked;
