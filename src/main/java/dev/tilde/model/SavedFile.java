package dev.tilde.model;

import dev.tilde.data.DataException;
import dev.tilde.json.Json;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;

/**
 * A fitted model in a file: JSON in UTF-8 whose first fields say what it is and in which version, and whose last is a check
 * of all others, so that a file that was cut or edited is not taken for the one that was saved.
 */
public final class SavedFile {
    /** No model is that large; a file that is would only fill the memory. */
    private static final long MOST_BYTES = 1L << 29;

    private static final String NO_FILE = "file must not be null";

    private SavedFile() {}

    /** The fields behind what and version, and the check at the end. */
    public static Json.Obj sealed(String what, int version, Map<String, Json> fields) {
        Map<String, Json> all = new LinkedHashMap<>();
        all.put("what", Json.of(what));
        all.put("version", Json.of(version));
        all.putAll(fields);
        return checked(all);
    }

    /** The same fields with the check of their contents at the end. */
    public static Json.Obj checked(Map<String, Json> fields) {
        Map<String, Json> all = new LinkedHashMap<>(fields);
        all.put("check", Json.of(check(all)));
        return new Json.Obj(all);
    }

    private static String check(Map<String, Json> fields) {
        Map<String, Json> checked = new LinkedHashMap<>(fields);
        checked.remove("check");
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            try (Writer out = new OutputStreamWriter(
                    new DigestOutputStream(OutputStream.nullOutputStream(), digest), StandardCharsets.UTF_8)) {
                new Json.Obj(checked).compact(out);
            }
            return "sha256:" + HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java has SHA-256", e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * The fields of a saved model, once what, version and check are right.
     *
     * @param what the word that says what it is
     * @param newest version that can be read
     * @param reader of the fields
     * @throws DataException if it is something else, from a newer version, was changed, or its parts do not belong together
     */
    public static <T> T read(Json json, String what, int newest, Function<SavedField, T> reader) {
        if (!(json instanceof Json.Obj o) || !what.equals(json.get("what").text(""))) {
            throw new DataException("this is no saved " + what.replace("tilde ", ""));
        }
        SavedField saved = new SavedField(json, "fit");
        if (saved.get("version").whole() > newest) {
            throw new DataException("the saved model comes from a newer version of Tilde; read it with that version");
        }
        if (!check(o.fields()).equals(saved.get("check").text())) {
            throw new DataException("the saved model is damaged: its contents are not those that were saved; save it "
                    + "again from the fit it came from");
        }
        try {
            return reader.apply(saved);
        } catch (DataException e) {
            throw e;
        } catch (RuntimeException e) {
            // Somebody made a file with a check of its own whose parts do not belong together.
            throw new DataException("the saved model is damaged: its parts do not fit together ("
                    + String.valueOf(e.getMessage()).lines().findFirst().orElse("") + ")");
        }
    }

    /**
     * Writes a model; a kill on the way leaves the file that was there.
     *
     * @throws DataException if it is larger than what is read again
     * @throws UncheckedIOException if it cannot be written
     */
    public static void write(Path file, Json json) {
        write(file, json, MOST_BYTES);
    }

    static void write(Path file, Json json, long most) {
        Objects.requireNonNull(file, NO_FILE);
        try {
            if (Files.exists(file) && !Files.isRegularFile(file)) {
                text(file, json);
                return;
            }
            Path beside = file.resolveSibling(file.getFileName() + ".part");
            text(beside, json);
            long bytes = Files.size(beside);
            if (bytes > most) {
                Files.delete(beside);
                throw new DataException(
                        "the model takes " + bytes + " bytes and was not saved: a file of more than " + most
                                + " is not read again; a smaller model, or fewer groups, would do",
                        file.toString(),
                        -1,
                        "");
            }
            Files.move(beside, file, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException("could not write the model to " + file, e);
        }
    }

    private static void text(Path file, Json json) throws IOException {
        try (Writer out = Files.newBufferedWriter(file, StandardCharsets.UTF_8)) {
            json.compact(out);
            out.write('\n');
        }
    }

    /**
     * Reads a model.
     *
     * @param reader of the JSON, whose complaints get the name of the file
     * @throws DataException if it is no text, cut, or the reader complains
     * @throws UncheckedIOException if it cannot be read
     */
    public static <T> T read(Path file, Function<Json, T> reader) {
        Objects.requireNonNull(file, NO_FILE);
        try {
            if (Files.size(file) > MOST_BYTES) {
                throw wrong(file, "it is larger than any saved model");
            }
            return reader.apply(Json.parse(Files.readString(file, StandardCharsets.UTF_8)));
        } catch (CharacterCodingException e) {
            throw wrong(file, "it is not text in UTF-8");
        } catch (Json.Malformed e) {
            throw wrong(file, e.getMessage());
        } catch (DataException e) {
            throw wrong(file, e.getMessage());
        } catch (IOException e) {
            throw new UncheckedIOException("could not read the model from " + file, e);
        }
    }

    private static DataException wrong(Path file, String what) {
        return new DataException("cannot read a model from " + file + ": " + what, file.toString(), -1, "");
    }
}
