package dev.tilde.rnn;

import dev.tilde.json.Json;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/**
 * Networks computed by PyTorch 1.13.0 (echo state networks: numpy 1.24.2) in double: those in the test resources, or
 * those of the folder named by the
 * system property {@code tilde.rnn.golden}.
 */
final class Golden {
    private Golden() {}

    /** By name. */
    static Map<String, Json> files() throws IOException {
        Map<String, Json> files = new TreeMap<>();
        String folder = System.getProperty("tilde.rnn.golden", "");
        if (!folder.isEmpty()) {
            try (var paths = Files.list(Path.of(folder))) {
                for (Path p : paths.filter(f -> f.toString().endsWith(".json")).toList()) {
                    files.put(p.getFileName().toString().replace(".json", ""), Json.parse(Files.readString(p)));
                }
            }
        } else {
            try (InputStream in = Golden.class.getResourceAsStream("/rnn-golden.zip");
                    ZipInputStream zip = new ZipInputStream(in)) {
                for (ZipEntry e = zip.getNextEntry(); e != null; e = zip.getNextEntry()) {
                    String text = new String(zip.readAllBytes(), StandardCharsets.UTF_8);
                    files.put(e.getName().replace(".json", ""), Json.parse(text));
                }
            }
        }
        files.remove("index");
        return files;
    }

    /** The numbers of an array, row-major. */
    static double[] data(Json array) {
        return numbers(array.get("data"));
    }

    static double[] numbers(Json list) {
        return list.items().stream().mapToDouble(Json::number).toArray();
    }

    static int[] shape(Json array) {
        return array.get("shape").items().stream()
                .mapToInt(j -> (int) j.number())
                .toArray();
    }

    static int integer(Json spec, String key, int otherwise) {
        double v = spec.get(key).number();
        return Double.isNaN(v) ? otherwise : (int) v;
    }
}
