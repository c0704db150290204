package dev.tilde.rnn;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.tilde.Tilde;
import dev.tilde.data.Source;
import dev.tilde.design.DesignOptions;
import dev.tilde.design.Vocabulary;
import dev.tilde.formula.Formula;
import dev.tilde.json.Json;
import dev.tilde.linalg.Engine;
import dev.tilde.linalg.Precision;
import dev.tilde.model.SavedFile;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Engines in fits: which computed is kept in files and said where it matters. */
class EngineFitsTest {
    private static final Formula AIR = Formula.parse("Ozone ~ lag(Ozone, 1:2) + Wind + Temp");
    private static final RnnRegression MODEL = RnnRegression.DEFAULTS
            .hidden(17)
            .training(Training.DEFAULTS.epochs(6).patience(6).restarts(1))
            .engine(Engine.JAVA);

    @TempDir
    Path folder;

    private static Source air() {
        return Tilde.dataset("airquality").source();
    }

    private static RnnFit fit(RnnRegression model) {
        return model.fit(AIR, air(), DesignOptions.DEFAULTS);
    }

    private static void present(Engine engine) {
        String missing = "";
        try {
            engine.require();
        } catch (IllegalStateException e) {
            missing = e.getMessage();
        }
        assumeTrue(missing.isEmpty(), missing);
    }

    @ParameterizedTest
    @EnumSource(
            value = Structure.Kind.class,
            names = {"RNN", "LSTM", "PEEPHOLE", "LAYER_NORM", "GRU", "RESET_BEFORE", "SKIP", "CLOCKWORK", "TDNN"})
    void theVectorApiTrainsToTheBitsOfJava(Structure.Kind cells) {
        present(Engine.VECTOR);
        RnnRegression model = MODEL.hidden(20).cells(cells);
        RnnFit vector = fit(model.engine(Engine.VECTOR));
        assertThat(vector.engine()).isEqualTo(Engine.VECTOR);
        assertThat(vector.fitted()).isEqualTo(fit(model).fitted());
    }

    @Test
    void openBlasTrainsToNearTheSame() {
        present(Engine.BLAS);
        RnnFit blas = fit(MODEL.engine(Engine.BLAS));
        assertThat(blas.engine()).isEqualTo(Engine.BLAS);
        double[] java = fit(MODEL).fitted();
        for (int i = 0; i < java.length; i++) {
            assertThat(blas.fitted()[i]).isCloseTo(java[i], within(1e-2));
        }
    }

    @Test
    void keepsTheEngineInTheFile() {
        RnnFit fit = fit(MODEL);
        Json.Obj saved = (Json.Obj) fit.toJson();
        assertThat(saved.get("engine").text("")).isEqualTo("java");
        RnnFit read = RnnFit.fromJson(saved, Vocabulary.STANDARD);
        assertThat(read.engine()).isEqualTo(Engine.JAVA);
        assertThat(read.toJson().compact()).isEqualTo(saved.compact());
    }

    /** Files from before there were engines have neither field. */
    @Test
    void readsAFitWithoutAWordAboutEngines() {
        Json.Obj saved = (Json.Obj) fit(MODEL).toJson();
        Map<String, Json> fields = new LinkedHashMap<>(saved.fields());
        fields.remove("engine");
        Json.Obj model = (Json.Obj) saved.get("model");
        Map<String, Json> options = new LinkedHashMap<>(model.fields());
        Map<String, Json> training = new LinkedHashMap<>(((Json.Obj) model.get("training")).fields());
        training.remove("engine");
        options.put("training", new Json.Obj(training));
        fields.put("model", new Json.Obj(options));
        RnnFit read = RnnFit.fromJson(SavedFile.checked(fields), Vocabulary.STANDARD);
        assertThat(read.engine()).isEqualTo(Engine.JAVA);
        assertThat(read.notes()).noneMatch(note -> note.contains("engine"));
    }

    @Test
    void predictsByAnotherWhereTheEngineIsNotThere() {
        assumeTrue(Runtime.version().feature() < 22, "OpenBLAS may be there");
        Json.Obj saved = (Json.Obj) fit(MODEL).toJson();
        Map<String, Json> fields = new LinkedHashMap<>(saved.fields());
        fields.put("engine", Json.of("blas"));
        Json.Obj model = (Json.Obj) saved.get("model");
        Map<String, Json> options = new LinkedHashMap<>(model.fields());
        Map<String, Json> training = new LinkedHashMap<>(((Json.Obj) model.get("training")).fields());
        training.put("engine", Json.of("blas"));
        options.put("training", new Json.Obj(training));
        fields.put("model", new Json.Obj(options));
        RnnFit read = RnnFit.fromJson(SavedFile.checked(fields), Vocabulary.STANDARD);
        assertThat(read.engine()).isEqualTo(Engine.BLAS);
        assertThat(read.notes())
                .anyMatch(note -> note.startsWith("the engine blas is not there: it needs Java 22 or newer"));
    }

    @Test
    void refusesAnEngineThatIsNotThereOrKnowsNoDoubles() {
        RnnRegression doubles = MODEL.engine(Engine.VECTOR)
                .training(MODEL.training().engine(Engine.VECTOR).precision(Precision.DOUBLE));
        assertThatThrownBy(() -> fit(doubles))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("the engine vector computes in floats");
    }

    @Test
    void warnsWhenACheckpointIsOfAnEngineWithOtherBits() throws Exception {
        Path file = folder.resolve("state");
        RnnFit whole = MODEL.fit(AIR, air(), DesignOptions.DEFAULTS, Progress.SILENT, file);
        assertThat(whole.notes()).noneMatch(note -> note.contains("checkpoint"));
        byte[] good = Files.readAllBytes(file);
        int tail = good.length - 8;
        // Of OpenBLAS: warned.
        byte[] other = good.clone();
        System.arraycopy("blas".getBytes(UTF_8), 0, other, tail - 4, 4);
        assertThat(resumed(file, other).notes())
                .contains("the checkpoint was computed by the engine blas and goes on with java: results differ in the"
                        + " last digits from training by one of them");
        // Of the Vector API, and from before there were engines: the same bits, no word.
        ByteBuffer vector = ByteBuffer.allocate(good.length + 2);
        vector.put(good, 0, tail - 6).putShort((short) 6).put("vector".getBytes(UTF_8));
        for (byte[] same : new byte[][] {vector.array(), Arrays.copyOf(good, good.length - 6)}) {
            RnnFit again = resumed(file, same);
            assertThat(again.notes()).noneMatch(note -> note.contains("checkpoint"));
            assertThat(again.fitted()).isEqualTo(whole.fitted());
        }
    }

    /** Goes on from these bytes, their sum made right. */
    private static RnnFit resumed(Path file, byte[] bytes) throws Exception {
        CRC32 sum = new CRC32();
        sum.update(bytes, 0, bytes.length - 8);
        ByteBuffer.wrap(bytes).putLong(bytes.length - 8, sum.getValue());
        Files.write(file, bytes);
        return MODEL.fit(AIR, air(), DesignOptions.DEFAULTS, Progress.SILENT, file);
    }
}
