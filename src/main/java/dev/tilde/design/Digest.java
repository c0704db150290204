package dev.tilde.design;

import dev.tilde.json.Json;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;

/**
 * A fingerprint of JSON, so that a saved design that was cut or changed is not taken for the one that was saved. It is
 * of the values and not of the text, which may be indented or written by another JSON library.
 */
final class Digest {
    private final MessageDigest sha;

    private Digest() {
        try {
            sha = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java has SHA-256", e);
        }
    }

    /** Of all fields but {@code check}. */
    static String of(Map<String, Json> fields) {
        Digest d = new Digest();
        fields.forEach((key, value) -> {
            if (!key.equals("check")) {
                d.text(key);
                d.add(value);
            }
        });
        return "sha256:" + HexFormat.of().formatHex(d.sha.digest());
    }

    private void add(Json value) {
        if (value instanceof Json.Obj o) {
            size('{', o.fields().size());
            o.fields().forEach((key, field) -> {
                text(key);
                add(field);
            });
        } else if (value instanceof Json.Arr a) {
            size('[', a.items().size());
            a.items().forEach(this::add);
        } else if (value instanceof Json.Str s) {
            text(s.value());
        } else if (value instanceof Json.Num n) {
            sha.update(ByteBuffer.allocate(9)
                    .put((byte) '0')
                    .putDouble(n.value() + 0.0)
                    .array());
        } else {
            sha.update((byte) (value instanceof Json.Bool b ? (b.value() ? 't' : 'f') : 'n'));
        }
    }

    private void text(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_16BE);
        size('"', bytes.length);
        sha.update(bytes);
    }

    private void size(char kind, int size) {
        sha.update(ByteBuffer.allocate(5).put((byte) kind).putInt(size).array());
    }
}
