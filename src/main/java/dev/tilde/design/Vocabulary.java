package dev.tilde.design;

import dev.tilde.json.Json;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * The functions a formula may call: a closed table, so that text from a stranger can do nothing else. Immutable.
 *
 * <pre>{@code
 * Vocabulary mine = Vocabulary.STANDARD.with("half", args -> Transform.stateless(x -> x / 2));
 * }</pre>
 */
public final class Vocabulary {
    /** Makes a function from the arguments of its call: a {@link Transform} or a {@link StatefulTransform}. */
    private final Map<String, Function<Arguments, ?>> transforms;

    private final Map<String, Function<Arguments, Contrast>> contrasts;
    private final Map<String, Function<Json, ? extends Transform>> stored;

    /** Everything the reference of functions lists. */
    public static final Vocabulary STANDARD =
            new Vocabulary(Transforms.table(), ContrastNames.table(), StoredTypes.table());

    private Vocabulary(
            Map<String, Function<Arguments, ?>> transforms,
            Map<String, Function<Arguments, Contrast>> contrasts,
            Map<String, Function<Json, ? extends Transform>> stored) {
        this.transforms = Collections.unmodifiableMap(new HashMap<>(transforms));
        this.contrasts = Collections.unmodifiableMap(new HashMap<>(contrasts));
        this.stored = Collections.unmodifiableMap(new HashMap<>(stored));
    }

    /** The same with one function more, or another under an old name. */
    public Vocabulary with(String name, Function<Arguments, Transform> transform) {
        return extended(name, transform);
    }

    /** The same with a function more that learns from the data. */
    public Vocabulary withStateful(String name, Function<Arguments, StatefulTransform<?>> transform) {
        return extended(name, transform);
    }

    /** The same with one contrast more, for {@code C(a, name)} and {@code C(a, name(...))}. */
    public Vocabulary withContrast(String name, Function<Arguments, Contrast> contrast) {
        Map<String, Function<Arguments, Contrast>> more = new HashMap<>(contrasts);
        more.put(name, contrast);
        return new Vocabulary(transforms, more, stored);
    }

    private Vocabulary extended(String name, Function<Arguments, ?> transform) {
        Map<String, Function<Arguments, ?>> more = new HashMap<>(transforms);
        more.put(name, transform);
        return new Vocabulary(more, contrasts, stored);
    }

    /**
     * The same with one kind more of what functions have learned, so that {@link DesignSpec#fromJson} can read it.
     *
     * @param type as {@link StorableTransform#type} says
     * @param reader makes it of {@link StorableTransform#json}; what it throws becomes a
     *     {@link dev.tilde.data.DataException}
     */
    public Vocabulary withStored(String type, Function<Json, ? extends Transform> reader) {
        Map<String, Function<Json, ? extends Transform>> more = new HashMap<>(stored);
        more.put(type, reader);
        return new Vocabulary(transforms, contrasts, more);
    }

    /** Names of all functions, in order of the alphabet. */
    public Set<String> functions() {
        return new TreeSet<>(transforms.keySet());
    }

    /** Names of all contrasts, in order of the alphabet. */
    public Set<String> contrasts() {
        return new TreeSet<>(contrasts.keySet());
    }

    Optional<Function<Arguments, ?>> transform(String name) {
        return Optional.ofNullable(transforms.get(name));
    }

    Optional<Function<Json, ? extends Transform>> stored(String type) {
        return Optional.ofNullable(stored.get(type));
    }

    Optional<Function<Arguments, Contrast>> contrast(String name) {
        return Optional.ofNullable(contrasts.get(name));
    }
}
