package dev.tilde.data;

import dev.tilde.json.Json;
import dev.tilde.text.Names;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/**
 * The data sets that come with the library: classics such as {@code airquality}, {@code mtcars} and {@code CO2}, and
 * the certified sets of the NIST under names like {@code nist-longley}.
 */
public final class Datasets {
    private static final String FOLDER = "/dev/tilde/datasets/";

    private Datasets() {}

    /**
     * A line of the list.
     *
     * @param name to find it by
     * @param title one line
     * @param rows how many rows it has
     * @param columns how many columns it has
     */
    public record Entry(String name, String title, int rows, int columns) {}

    /** All data sets without loading them, sorted by name whatever the case. */
    public static List<Entry> list() {
        return Json.parse(resource("index.json")).items().stream()
                .map(e -> new Entry(
                        e.get("name").text(""),
                        e.get("title").text(""),
                        (int) e.get("rows").number(),
                        (int) e.get("columns").number()))
                .toList();
    }

    /** The names of all data sets, sorted whatever the case. */
    public static List<String> names() {
        return list().stream().map(Entry::name).toList();
    }

    /**
     * Loads a data set.
     *
     * @param name in any case
     * @throws DataException if there is none of this name; says which names are near
     */
    public static Dataset find(String name) {
        List<String> names = names();
        String exact =
                names.stream().filter(name::equalsIgnoreCase).findFirst().orElseThrow(() -> unknown(name, names));
        Optional<Metadata> metadata = Metadata.parse(resource(exact + ".json"), exact + ".json");
        try (InputStream csv = open(exact + ".csv")) {
            return Csv.read(csv, exact + ".csv", CsvOptions.DEFAULTS, metadata);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static DataException unknown(String name, List<String> names) {
        String near = Names.didYouMean(name, names);
        return new DataException(
                "there is no data set " + name
                        + (near.isEmpty() ? "; there are " + Names.list(names, 10) : ". " + near),
                name,
                -1,
                "");
    }

    private static InputStream open(String file) {
        InputStream in = Datasets.class.getResourceAsStream(FOLDER + file);
        if (in == null) {
            throw new IllegalStateException("the resource " + FOLDER + file + " is missing from the jar");
        }
        return in;
    }

    private static String resource(String file) {
        try (InputStream in = open(file)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
