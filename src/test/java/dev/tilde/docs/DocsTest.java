package dev.tilde.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tilde.cli.Main;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import jdk.jshell.JShell;
import jdk.jshell.Snippet;
import jdk.jshell.SnippetEvent;
import jdk.jshell.SourceCodeAnalysis;
import jdk.jshell.execution.LocalExecutionControlProvider;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Executes the documentation. On each page the {@code java} blocks run in order in one JShell; a block without a
 * language right after one is what it prints, or the value of its last expression, {@code …} standing for anything.
 * With {@code -Dtilde.docs.write=true} a block of a lone question mark is filled in; read it before committing.
 *
 * <p>In {@code console} blocks a line {@code $ tilde ...} is a command and what follows it what it says on both streams; the
 * files of a page are in a folder of its own, and {@code $ cat FILE} makes one of the lines below it.
 */
class DocsTest {
    private static final Pattern FILE = Pattern.compile("[\\w-]+\\.(csv|tilde|html|state)");
    private static final Pattern WORD = Pattern.compile("\"([^\"]*)\"|(\\S+)");

    @TempDir
    Path folder;

    private record Fence(String language, String text, int line) {}

    static List<Path> pages() throws IOException {
        List<Path> pages = new ArrayList<>(List.of(Path.of("README.md")));
        try (Stream<Path> docs = Files.walk(Path.of("docs"))) {
            docs.filter(p -> p.toString().endsWith(".md")).sorted().forEach(pages::add);
        }
        return pages.stream().filter(DocsTest::isExecuted).toList();
    }

    private static boolean isExecuted(Path page) {
        try {
            String text = Files.exists(page) ? Files.readString(page) : "";
            return text.contains("```java\n") || text.contains("```console\n");
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @ParameterizedTest
    @MethodSource("pages")
    void saysWhatHappens(Path page) throws Exception {
        List<Fence> fences = fences(Files.readString(page));
        PrintStream stdout = System.out;
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        Map<Integer, String> answers = new HashMap<>();
        try (JShell shell = JShell.builder()
                .executionEngine(new LocalExecutionControlProvider(), Map.of())
                .build()) {
            System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
            for (int i = 0; i < fences.size(); i++) {
                Fence f = fences.get(i);
                if (f.language().equals("console")) {
                    type(f, page, answers);
                    continue;
                }
                if (!f.language().equals("java")) {
                    continue;
                }
                printed.reset();
                String value = run(shell, f, page);
                if (i + 1 < fences.size() && fences.get(i + 1).language().isEmpty()) {
                    String said = printed.toString(StandardCharsets.UTF_8);
                    Fence expected = fences.get(i + 1);
                    if (Boolean.getBoolean("tilde.docs.write")
                            && expected.text().strip().equals("?")) {
                        answers.put(expected.line(), tidy(said.isEmpty() ? value : said));
                    } else {
                        assertMatches(said.isEmpty() ? value : said, expected, page);
                    }
                }
            }
        } finally {
            System.setOut(stdout);
        }
        fill(page, answers);
    }

    /** Runs the commands of a block one after the other. */
    private void type(Fence fence, Path page, Map<Integer, String> answers) throws IOException {
        List<String> lines = fence.text().lines().toList();
        for (int at = 0; at < lines.size(); ) {
            int line = fence.line() + at;
            String command = lines.get(at++);
            StringBuilder below = new StringBuilder();
            while (at < lines.size() && !lines.get(at).startsWith("$ ")) {
                below.append(lines.get(at++)).append('\n');
            }
            if (command.startsWith("$ cat ")) {
                Files.writeString(folder.resolve(command.substring(6)), below);
                continue;
            }
            assertThat(command).as(page + " line " + line).startsWith("$ tilde ");
            ByteArrayOutputStream said = new ByteArrayOutputStream();
            Main.run(InputStream.nullInputStream(), said, said, words(command.substring(8)));
            String text = said.toString(StandardCharsets.UTF_8).replace(folder + "/", "");
            if (Boolean.getBoolean("tilde.docs.write")
                    && below.toString().strip().equals("?")) {
                answers.put(line + 1, tidy(text));
            } else {
                assertMatches(text, new Fence("", below.toString(), line), page);
            }
        }
    }

    private String[] words(String command) {
        Stream<String> words = WORD.matcher(command)
                .results()
                .map(w -> w.group(1) == null ? w.group(2) : w.group(1))
                .map(w -> FILE.matcher(w).matches() ? folder.resolve(w).toString() : w);
        // What progress says depends on the clock.
        Stream<String> still =
                command.matches("(train|forecast|predict) .*") ? Stream.of("--no-progress") : Stream.of();
        return Stream.concat(words, still).toArray(String[]::new);
    }

    /** Puts answers in the place of question marks; a fence begins at the line of its number. */
    private static void fill(Path page, Map<Integer, String> answers) throws IOException {
        if (!answers.isEmpty()) {
            List<String> lines = new ArrayList<>(Files.readAllLines(page));
            answers.forEach((fence, answer) -> lines.set(fence, answer));
            Files.writeString(page, String.join("\n", lines) + "\n");
        }
    }

    private static List<Fence> fences(String text) {
        List<Fence> fences = new ArrayList<>();
        String[] lines = text.split("\n", -1);
        for (int i = 0; i < lines.length; i++) {
            if (lines[i].startsWith("```")) {
                int start = i++;
                StringBuilder body = new StringBuilder();
                while (i < lines.length && !lines[i].equals("```")) {
                    body.append(lines[i++]).append('\n');
                }
                fences.add(new Fence(lines[start].substring(3).strip(), body.toString(), start + 1));
            }
        }
        return fences;
    }

    /**
     * The value of the last expression, or the message of what it threw. Lines are read one by one, as the command
     * {@code jshell} reads what is pasted: a line that is whole by itself is run before the next one is seen.
     */
    private static String run(JShell shell, Fence fence, Path page) {
        String value = "";
        String typed = "";
        for (String line : fence.text().lines().toList()) {
            typed += line + "\n";
            SourceCodeAnalysis.CompletionInfo info = shell.sourceCodeAnalysis().analyzeCompletion(typed);
            while (info.completeness().isComplete()) {
                value = evaluated(shell, info.source(), value, fence, page);
                typed = info.remaining();
                info = shell.sourceCodeAnalysis().analyzeCompletion(typed);
            }
        }
        assertThat(typed).as(page + " line " + fence.line() + ": incomplete").isBlank();
        return value;
    }

    private static String evaluated(JShell shell, String source, String before, Fence fence, Path page) {
        String value = before;
        for (SnippetEvent e : shell.eval(source)) {
            String where = page + " line " + fence.line() + ": " + e.snippet().source();
            assertThat(e.status())
                    .as(where
                            + shell.diagnostics(e.snippet())
                                    .map(d -> "\n" + d.getMessage(null))
                                    .toList())
                    .isNotEqualTo(Snippet.Status.REJECTED);
            if (e.exception() != null) {
                value = e.exception().getMessage();
            } else if (e.value() != null && !e.value().isEmpty()) {
                value = e.value();
            }
        }
        return value;
    }

    private static void assertMatches(String said, Fence expected, Path page) {
        String pattern = Stream.of(expected.text().strip().split("…", -1))
                .map(Pattern::quote)
                .reduce((a, b) -> a + "[\\s\\S]*?" + b)
                .orElse("");
        assertThat(tidy(said)).as(page + " line " + expected.line()).matches(Pattern.compile(pattern));
    }

    private static String tidy(String said) {
        return said.lines()
                .map(String::stripTrailing)
                .reduce((a, b) -> a + "\n" + b)
                .orElse("")
                .strip();
    }
}
