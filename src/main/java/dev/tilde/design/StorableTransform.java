package dev.tilde.design;

import dev.tilde.json.Json;

/**
 * What a function has learned, in a form that a file can hold: implement it with the {@link Transform} that
 * {@link StatefulTransform#learned} gives, and {@link DesignSpec#toJson} can save designs that use the function. The
 * other half, which makes it of the JSON again, goes to {@link Vocabulary#withStored}.
 *
 * <pre>{@code
 * record Below(double top) implements StorableTransform {
 *     public void apply(double[][] x, int rows, double[][] out) { ... }
 *     public String type() { return "below"; }
 *     public Json json() { return Json.object("top", Json.of(top)); }
 * }
 * Vocabulary.STANDARD.withStateful("below_top", args -> new BelowTop())
 *         .withStored("below", json -> new Below(json.get("top").number()));
 * }</pre>
 */
public interface StorableTransform extends Transform {
    /** What kind of function it is, as {@link Vocabulary#withStored} knows it. */
    String type();

    /** Everything that was learned; {@link Json#of(double)} keeps every bit of a finite number. */
    Json json();
}
