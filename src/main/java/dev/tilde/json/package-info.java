/** A strict JSON tree: {@link dev.tilde.json.Json}. The only room that sees Jackson. */
@NullMarked
package dev.tilde.json;

import org.jspecify.annotations.NullMarked;
