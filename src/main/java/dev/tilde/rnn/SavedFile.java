package dev.tilde.rnn;

import dev.tilde.data.DataException;
import dev.tilde.design.Vocabulary;
import dev.tilde.formula.Limits;
import dev.tilde.json.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** Saved fits as files, in UTF-8. */
final class SavedFile {
    /** No fit is that large; a file that is would only fill the memory. */
    private static final long MOST_BYTES = 1L << 29;

    private SavedFile() {}

    static void write(Path file, Json json) {
        try {
            String text = json.compact() + "\n";
            if (Files.exists(file) && !Files.isRegularFile(file)) {
                Files.writeString(file, text, StandardCharsets.UTF_8);
                return;
            }
            // Beside, then in place: a kill on the way leaves the file that was there.
            Path beside = file.resolveSibling(file.getFileName() + ".part");
            Files.writeString(beside, text, StandardCharsets.UTF_8);
            Files.move(beside, file, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException("could not write the model to " + file, e);
        }
    }

    static RnnFit fit(Path file, Vocabulary vocabulary) {
        try {
            if (Files.size(file) > MOST_BYTES) {
                throw wrong(file, "it is larger than any saved model");
            }
            return SavedFit.fit(Json.parse(Files.readString(file, StandardCharsets.UTF_8)), vocabulary, Limits.DEFAULT);
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
