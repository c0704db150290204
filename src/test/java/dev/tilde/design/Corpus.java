package dev.tilde.design;

import dev.tilde.data.Csv;
import dev.tilde.data.Dataset;
import dev.tilde.data.Datasets;
import dev.tilde.data.Schema;
import dev.tilde.json.Json;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/**
 * Cases answered by R 4.2.2 and patsy 0.5.3 and their tables: those in the test resources, or those of the folders
 * named by the system properties {@code tilde.corpus} (with {@code design/}) and {@code tilde.tables}.
 */
public final class Corpus {
    private static final Map<String, Dataset> TABLES = new ConcurrentHashMap<>();

    private Corpus() {}

    /** The text of each case file, by file name. */
    public static Map<String, Json> files(String section) throws IOException {
        String folder = System.getProperty("tilde.corpus", "");
        Map<String, Json> files = new TreeMap<>();
        if (!folder.isEmpty()) {
            try (var paths = Files.list(Path.of(folder, section))) {
                for (Path p : paths.filter(f -> f.toString().endsWith(".json")).toList()) {
                    files.put(p.getFileName().toString(), Json.parse(Files.readString(p)));
                }
            }
            return files;
        }
        try (InputStream in = Corpus.class.getResourceAsStream("/corpus/" + section + ".zip");
                ZipInputStream zip = new ZipInputStream(in)) {
            for (ZipEntry e = zip.getNextEntry(); e != null; e = zip.getNextEntry()) {
                files.put(e.getName(), Json.parse(new String(zip.readAllBytes(), StandardCharsets.UTF_8)));
            }
        }
        return files;
    }

    public static Dataset table(String name) {
        return TABLES.computeIfAbsent(name, Corpus::undeclared);
    }

    /** A case says which levels its oracle had declared; those of the metadata do not count. */
    private static Dataset undeclared(String name) {
        Dataset declared = load(name);
        Dataset data = Dataset.named(name);
        for (Schema.Column c : declared.schema().columns()) {
            data = c.kind() == Schema.Kind.TEXT
                    ? data.with(Schema.Column.of(c.name(), c.kind()), declared.texts(c.name()))
                    : data.with(c, declared.numbers(c.name()));
        }
        return data;
    }

    private static Dataset load(String name) {
        String folder = System.getProperty("tilde.tables", "");
        if (folder.isEmpty() && !System.getProperty("tilde.corpus", "").isEmpty()) {
            Path beside = Path.of(System.getProperty("tilde.corpus"), "tables");
            folder = Files.isDirectory(beside) ? beside.toString() : "";
        }
        if (!folder.isEmpty()) {
            for (Path p : List.of(Path.of(folder, name + ".csv"), Path.of(folder, "nist", name + ".csv"))) {
                if (Files.exists(p)) {
                    return Csv.read(p);
                }
            }
        }
        if (name.equals("mixed")) {
            return mixed();
        }
        String known = Datasets.names().contains(name) ? name : "nist-" + name.toLowerCase(java.util.Locale.ROOT);
        return Datasets.find(known);
    }

    private static Dataset mixed() {
        try {
            Path dir = Files.createTempDirectory("tilde-mixed");
            for (String f : List.of("mixed.csv", "mixed.json")) {
                try (InputStream in = Corpus.class.getResourceAsStream("/corpus/tables/" + f)) {
                    Files.write(dir.resolve(f), in.readAllBytes());
                }
            }
            return Csv.read(dir.resolve("mixed.csv"));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    public static int[] ints(Json array) {
        return array.items().stream().mapToInt(i -> (int) i.number()).toArray();
    }

    public static List<String> texts(Json array) {
        return array.items().stream().map(i -> i.text("")).toList();
    }

    /** A column of new data as written in a case: numbers, truth values or strings, null = missing. */
    public static Dataset inline(Json columns, Dataset like) {
        Dataset data = Dataset.named("new data");
        for (Map.Entry<String, Json> c : ((Json.Obj) columns).fields().entrySet()) {
            List<Json> cells = c.getValue().items();
            boolean text = cells.stream().anyMatch(v -> v instanceof Json.Str);
            boolean truth = cells.stream().anyMatch(v -> v instanceof Json.Bool);
            if (text) {
                List<String> values = new ArrayList<>();
                cells.forEach(v -> values.add(v instanceof Json.Str s ? s.value() : null));
                data = data.with(c.getKey(), values.toArray(String[]::new));
            } else if (truth) {
                boolean[] values = new boolean[cells.size()];
                for (int i = 0; i < values.length; i++) {
                    values[i] = cells.get(i).isTrue();
                }
                data = data.with(c.getKey(), values);
            } else {
                double[] values = cells.stream().mapToDouble(Json::number).toArray();
                boolean number = like.schema()
                        .column(c.getKey())
                        .filter(k -> k.kind() != Schema.Kind.TEXT)
                        .isPresent();
                data = number
                        ? data.with(like.schema().column(c.getKey()).get(), values)
                        : data.with(c.getKey(), values);
            }
        }
        return data;
    }
}
