package dev.tilde.rnn;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tilde.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EchoStateTest {
    @ParameterizedTest
    @ValueSource(strings = {"esn_leak03_ridge1e-06", "esn_leak10_ridge1e-02", "esn_closed_loop"})
    void agreesWithTorch(String name) throws IOException {
        Json file = Json.parse(Files.readString(Path.of("src/test/resources/rnn-golden/" + name + ".json")));
        assertThat(EchoGolden.knows(file)).isTrue();
        assertThat(EchoGolden.check(file)).isEmpty();
    }
}
