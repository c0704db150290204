package dev.tilde.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tilde.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class DatasetsTest {
    private static final Path FOLDER = Path.of("datasets");

    static List<String> names() {
        return Datasets.names();
    }

    private static Json metadata(String name) throws IOException {
        return Json.parse(Files.readString(FOLDER.resolve(name + ".json")));
    }

    @ParameterizedTest
    @MethodSource("names")
    void everySetIsWhatItsDescriptionSays(String name) throws IOException {
        Dataset data = Datasets.find(name);
        Json described = metadata(name);
        assertThat(data.name()).isEqualTo(name).isEqualTo(described.get("name").text(""));
        assertThat(data.rows()).isEqualTo((int) described.get("n").number());
        assertThat(data.about().title()).isNotBlank();
        assertThat(data.about().source()).isNotBlank();
        assertThat(data.about().citation()).isNotBlank();
        assertThat(data.notes()).isEmpty();
        assertThat(data.schema().columns())
                .hasSameSizeAs(described.get("columns").items());
        int j = 0;
        for (Json c : described.get("columns").items()) {
            Schema.Column column = data.schema().columns().get(j++);
            assertThat(column.name()).isEqualTo(c.get("name").text(""));
            assertThat(column.kind().label())
                    .as(column.name())
                    .isEqualTo(c.get("type").text(""));
            assertThat(column.description()).as(column.name()).isNotBlank();
            assertThat(column.identifier()).isEqualTo(c.get("label").isTrue());
            ColumnSummary summary = data.column(column.name());
            assertThat(summary.missing()).as(column.name()).isEqualTo((int)
                    c.get("missing").number());
            if (!column.levels().isEmpty()) {
                assertThat(summary.distinct())
                        .as(column.name())
                        .isEqualTo(summary.levels().size());
            }
        }
    }

    @Test
    void theIndexMatchesTheFolder() throws IOException {
        Set<String> files = new HashSet<>();
        try (Stream<Path> all = Files.list(FOLDER)) {
            all.map(p -> p.getFileName().toString()).forEach(files::add);
        }
        Set<String> wanted = new HashSet<>(List.of("README.md", "index.json"));
        for (Datasets.Entry entry : Datasets.list()) {
            wanted.add(entry.name() + ".csv");
            wanted.add(entry.name() + ".json");
            Json described = metadata(entry.name());
            assertThat(entry)
                    .isEqualTo(new Datasets.Entry(
                            described.get("name").text(""),
                            described.get("title").text(""),
                            (int) described.get("n").number(),
                            described.get("columns").items().size()));
        }
        assertThat(files).isEqualTo(wanted);
        assertThat(Datasets.names().stream().map(n -> n.toLowerCase(Locale.ROOT)))
                .doesNotHaveDuplicates()
                .isSorted();
    }

    @Test
    void theReadmeListsAllSets() throws IOException {
        String readme = Files.readString(FOLDER.resolve("README.md"));
        for (Datasets.Entry e : Datasets.list()) {
            assertThat(readme)
                    .contains("| " + e.name() + " | " + e.title() + " | " + e.rows() + " | " + e.columns() + " |");
        }
    }

    @Test
    void namesMayBeWrittenInAnyCase() {
        assertThat(Datasets.find("toothgrowth").name()).isEqualTo("ToothGrowth");
        assertThat(Datasets.find("NIST-Longley").rows()).isEqualTo(16);
    }

    @Test
    void anUnknownNameSaysWhatIsNear() {
        assertThatThrownBy(() -> Datasets.find("mtcarz"))
                .isInstanceOf(DataException.class)
                .hasMessage("there is no data set mtcarz. Did you mean mtcars?");
        assertThatThrownBy(() -> Datasets.find("../Schema"))
                .isInstanceOf(DataException.class)
                .hasMessageStartingWith("there is no data set ../Schema; there are Adler, airmiles, AirPassengers");
    }

    @Test
    void levelsKeepTheirDeclaredOrder() {
        Schema.Column diet = Datasets.find("CO2").schema().column("Plant").orElseThrow();
        assertThat(diet.ordered()).isTrue();
        assertThat(diet.levels()).startsWith("Qn1", "Qn2", "Qn3", "Qc1");
    }
}
