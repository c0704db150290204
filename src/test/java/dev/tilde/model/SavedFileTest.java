package dev.tilde.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tilde.data.DataException;
import dev.tilde.json.Json;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SavedFileTest {
    @TempDir
    Path folder;

    /** SHA-256 of {@code {"what":"w","version":1,"a":...}} by Python 3.11's hashlib, the text in UTF-8. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "x cb05fd63431a24b96aab2acc1e3b0ef276731f6e5855e7a73c526beb1015fb96",
                "é 7c95eec1a9cac270b63225e046aefcedee6e1539ec4fc4ac75b1e4eaa4b54787",
                "😀 59e6408532460fdd27ee8657fe64191b9fa28a50832ba140fb0b0d9aa085baee"
            })
    void theCheckIsThatOfTheText(String expected) {
        String[] parts = expected.split(" ");
        Json.Obj sealed = SavedFile.sealed("w", 1, Map.of("a", Json.of(parts[0].repeat(10_000))));
        assertThat(sealed.get("check").text("")).isEqualTo("sha256:" + parts[1]);
    }

    @Test
    void writesTheTextAsItIs() throws Exception {
        Json json = SavedFile.sealed("w", 1, Map.of("a", Json.of("é\"😀\n")));
        Path file = folder.resolve("m.json");
        SavedFile.write(file, json);
        assertThat(Files.readString(file, StandardCharsets.UTF_8)).isEqualTo(json.compact() + "\n");
    }

    /** What could not be read again is not saved in place of what can. */
    @Test
    void keepsTheFileThatWasThereWhereTheModelIsTooLarge() throws Exception {
        Path file = folder.resolve("m.json");
        SavedFile.write(file, Json.of("old"), 6);
        assertThatThrownBy(() -> SavedFile.write(file, Json.of("new one"), 9))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("the model takes 10 bytes and was not saved");
        assertThat(Files.readString(file)).isEqualTo("\"old\"\n");
        assertThat(folder).isDirectoryNotContaining("glob:**.part");
    }
}
