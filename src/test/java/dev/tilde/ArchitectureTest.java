package dev.tilde;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.Location;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The walls of the house: who may import whom, and which outside library enters through which file. */
class ArchitectureTest {
    private static final JavaClasses MAIN = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .withImportOption(ArchitectureTest::isNoBenchmark)
            .importPackages("dev.tilde");

    /** The bench profile compiles benchmarks, and what JMH makes of them, into the folder of the main classes. */
    private static boolean isNoBenchmark(Location location) {
        String name = location.toString();
        int start = name.indexOf("dev/tilde/");
        String top = start < 0 ? name : name.substring(start).replaceAll("(\\$.*)?\\.class$", "");
        return !name.contains("/jmh_generated/") && !Files.exists(Path.of("src/jmh/java", top + ".java"));
    }

    @ParameterizedTest
    @CsvSource({
        "text,    ''",
        "json,    text",
        "data,    json text",
        "formula, json text formula.grammar",
        "linalg,  json text",
        "report,  json text report.page",
        "design,  data formula linalg report json text",
        "model,   design formula data report json text",
        "linear,  model design formula data linalg report json text",
        "rnn,     model design formula data linalg report json text",
    })
    void importsOnlyTheRoomsBelow(String room, String allowed) {
        List<String> packages = new ArrayList<>(List.of("dev.tilde." + room));
        for (String other : allowed.split(" ")) {
            packages.add("dev.tilde." + other);
        }
        classes()
                .that()
                .resideInAPackage("dev.tilde." + room)
                .should()
                .onlyDependOnClassesThat(resideInAPackage("dev.tilde..")
                        .negate()
                        .or(JavaClass.Predicates.resideInAnyPackage(packages.toArray(String[]::new))))
                .check(MAIN);
    }

    @ParameterizedTest
    @CsvSource({
        "org.antlr..,                    dev.tilde.formula.Reader",
        "com.google.re2j..,              dev.tilde.formula.Selectors",
        "com.fasterxml..,                dev.tilde.json.Json",
        "gg.jte..,                       dev.tilde.report.Html",
        "de.siegmar..,                   dev.tilde.data.CsvRecords",
        "picocli..,                      dev.tilde.cli..",
        "org.apache.commons.statistics.., dev.tilde.(linear.Distributions|rnn.Tails)",
        "org.apache.commons.math3.special.., dev.tilde.linear.Distributions",
        "org.apache.commons.math3.analysis.., dev.tilde.linear.Smoother",
        "jdk.incubator..,                dev.tilde.linalg.(VectorTile|VectorProducts)",
    })
    void entersThroughOneFile(String library, String file) {
        String owner = file.endsWith("..") ? file.substring(0, file.length() - 2) : file;
        noClasses()
                .that()
                .haveNameNotMatching(owner.replace(".", "\\.") + "(\\$.*|\\..*)?")
                .and()
                .resideOutsideOfPackages("dev.tilde.formula.grammar", "dev.tilde.report.page")
                .should()
                .dependOnClassesThat()
                .resideInAPackage(library)
                .check(MAIN);
    }

    @Test
    void readsTablesawColumnsInTwoFiles() {
        Set<String> readers = Set.of("dev.tilde.data.TableSource", "dev.tilde.data.Tables");
        Set<String> signatures = Set.of(
                "dev.tilde.Tilde",
                "dev.tilde.data.Dataset",
                "dev.tilde.model.Fitted",
                "dev.tilde.linear.Tidy",
                "dev.tilde.linear.Anova",
                "dev.tilde.linear.ModelComparison",
                "dev.tilde.linear.LinearTest",
                "dev.tilde.linear.Predictions",
                "dev.tilde.linear.MarginalMeans",
                "dev.tilde.linear.LinearFit",
                "dev.tilde.linear.LinearTables",
                "dev.tilde.linear.GlmFit",
                "dev.tilde.linear.GlmTables",
                "dev.tilde.linear.Influence",
                "dev.tilde.linear.Diagnostics",
                "dev.tilde.linear.DiagnosticTable",
                "dev.tilde.linear.FitTable");
        for (JavaClass c : MAIN) {
            String top = c.getName().replaceAll("\\$.*", "");
            c.getDirectDependenciesFromSelf().stream()
                    .map(d -> d.getTargetClass().getName())
                    .filter(n -> n.startsWith("tech.tablesaw"))
                    .forEach(n -> assertThat(readers.contains(top)
                                    || n.equals("tech.tablesaw.api.Table") && signatures.contains(top))
                            .as(c.getName() + " uses " + n)
                            .isTrue());
        }
    }

    @Test
    void keepsGeneratedCodeInside() {
        classes()
                .that()
                .resideInAPackage("dev.tilde.formula.grammar")
                .should()
                .onlyHaveDependentClassesThat()
                .haveNameMatching("dev\\.tilde\\.formula\\.(Reader|grammar\\..*)")
                .check(MAIN);
    }

    /** Every public and protected member; rewritten with {@code -Dtilde.golden=write}. */
    @Test
    void listsThePublicApi() throws IOException {
        Map<String, List<String>> api = new TreeMap<>();
        for (JavaClass c : MAIN) {
            boolean generated = c.getPackageName().equals("dev.tilde.formula.grammar")
                    || c.getPackageName().equals("dev.tilde.report.page");
            if (!generated && isPublic(c)) {
                api.put(c.getName(), members(c.reflect()));
            }
        }
        StringBuilder text = new StringBuilder();
        api.forEach((name, members) -> {
            text.append(name).append('\n');
            members.forEach(m -> text.append("    ").append(m).append('\n'));
        });
        Path golden = Path.of("src/test/resources/public-api.txt");
        if (System.getProperty("tilde.golden", "").equals("write")) {
            Files.writeString(golden, text);
        }
        assertThat(text.toString()).isEqualTo(Files.readString(golden));
    }

    private static boolean isPublic(JavaClass c) {
        Class<?> type = c.reflect();
        for (Class<?> t = type; t != null; t = t.getEnclosingClass()) {
            if (!java.lang.reflect.Modifier.isPublic(t.getModifiers())) {
                return false;
            }
        }
        return true;
    }

    private static List<String> members(Class<?> type) {
        List<String> members = new ArrayList<>();
        for (var f : type.getDeclaredFields()) {
            if (java.lang.reflect.Modifier.isPublic(f.getModifiers())) {
                members.add(f.getType().getSimpleName() + " " + f.getName());
            }
        }
        for (var c : type.getDeclaredConstructors()) {
            if (java.lang.reflect.Modifier.isPublic(c.getModifiers())) {
                members.add("new(" + types(c.getParameterTypes()) + ")");
            }
        }
        Set<String> plain = Set.of("equals", "hashCode", "toString", "values", "valueOf");
        for (var m : type.getDeclaredMethods()) {
            if (java.lang.reflect.Modifier.isPublic(m.getModifiers())
                    && !m.isSynthetic()
                    && !plain.contains(m.getName())) {
                String fixed = java.lang.reflect.Modifier.isStatic(m.getModifiers()) ? "static " : "";
                members.add(String.format(
                        Locale.ROOT,
                        "%s%s %s(%s)",
                        fixed,
                        m.getReturnType().getSimpleName(),
                        m.getName(),
                        types(m.getParameterTypes())));
            }
        }
        members.sort(String::compareTo);
        return members;
    }

    private static String types(Class<?>[] types) {
        return String.join(
                ", ", java.util.Arrays.stream(types).map(Class::getSimpleName).toList());
    }
}
