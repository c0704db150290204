package dev.tilde.formula;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Any text gives terms or a {@link FormulaException} that points into it; nothing in it is ever executed. */
class HostileTextTest {
    private static final List<Conventions> ALL = List.of(Conventions.TILDE, Conventions.PATSY, Conventions.R);

    private static final String[] TOKENS = {
        "a", "b", "x1", "y", "log", "C", "I", "Q", "bs", "0", "1", "-1", "2", "1.5", ".5", "1e3", "1L", "1e999", "00",
        "+", "-", "*", "/", ":", "^", "**", "%in%", "%%", "%/%", "%", "//", "~", "|", "||", "&", "&&", "!", "<", "<=",
        "==", "!=", "=", ">", "(", ")", "(", ")", "[", "]", "{", "}", ",", ".", "..", "...", "'s'", "\"t\"", "'", "\"",
        "`o n`", "`", "\\", "TRUE", "None", "NA", "in", "é", "e\u0301", "𝛼", "\ud835", "\udefc", "日本", "\u200b",
        "\u0000", " ", "\n", "\t", "\r", "#", "$", "@", ";", "?", "−", "∼", "“", "f(", "f(x)", "offset(", "df=", "x y",
    };

    @Test
    void givesTermsOrAComplaintForAnyText() throws IOException {
        long end = System.nanoTime() + (long) (1e9 * Double.parseDouble(System.getProperty("tilde.fuzz.seconds", "3")));
        Random random = new Random(Long.getLong("tilde.fuzz.seed", 11));
        List<String> corpus = corpus();
        do {
            for (int i = 0; i < 100; i++) {
                check(random.nextBoolean() ? tokens(random) : mutated(random, corpus));
            }
        } while (System.nanoTime() < end);
    }

    private static List<String> corpus() throws IOException {
        List<String> all = new ArrayList<>();
        try (InputStream in = HostileTextTest.class.getResourceAsStream("/formula/algebra.tsv")) {
            new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .forEach(l -> all.add(l.substring(0, l.indexOf('\t'))));
        }
        all.addAll(List.of(
                "y ~ C(a, Treatment(reference=\"a2\")) + bs(x1, df=4, degree=2)",
                "log(y) ~ I(x1^2) + poly(x2, 3, raw=TRUE) - 1",
                "cbind(y1, y2) ~ `odd name`*Q('other') + . - x1",
                "y ~ a + b + (1 | g) + offset(log(n)) + I((x1 > 2) & !flag)"));
        return all;
    }

    private static String tokens(Random random) {
        StringBuilder text = new StringBuilder(random.nextBoolean() ? "y ~ " : "");
        for (int n = random.nextInt(25); n > 0; n--) {
            text.append(TOKENS[random.nextInt(TOKENS.length)]).append(random.nextInt(3) == 0 ? "" : " ");
        }
        return text.toString();
    }

    private static String mutated(Random random, List<String> corpus) {
        StringBuilder text = new StringBuilder(corpus.get(random.nextInt(corpus.size())));
        for (int n = 1 + random.nextInt(4); n > 0 && !text.isEmpty(); n--) {
            int at = random.nextInt(text.length());
            int to = Math.min(text.length(), at + 1 + random.nextInt(3));
            switch (random.nextInt(4)) {
                case 0 -> text.delete(at, to);
                case 1 -> text.insert(at, TOKENS[random.nextInt(TOKENS.length)]);
                case 2 -> text.replace(at, to, TOKENS[random.nextInt(TOKENS.length)]);
                default -> text.insert(random.nextInt(text.length()), text.substring(at, to));
            }
        }
        return text.toString();
    }

    private static void check(String text) {
        for (Conventions c : ALL) {
            try {
                Formula f = Formula.parse(text, c);
                String printed = f.toString();
                assertThat(Formula.parse(printed, c).toString())
                        .as("%s prints %s of: %s", c.name(), printed, text)
                        .isEqualTo(printed);
                Terms terms = f.expand(List.of("x1", "b", "y"));
                terms.predictors().forEach(t -> assertThat(t.toString()).isNotEmpty());
            } catch (FormulaException e) {
                assertThat(e.source()).as(text).isEqualTo(text);
                assertThat(e.span().end()).as(text).isLessThanOrEqualTo(text.length());
                assertThat(e.problem()).as(text).isNotBlank().doesNotContain("\n");
                assertThat(e.getMessage()).as(text).startsWith(e.problem());
            } catch (RuntimeException | StackOverflowError e) {
                throw new AssertionError(c.name() + " fails on: " + text, e);
            }
        }
    }

    /** Nothing here parses, whatever the conventions. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "y ~ java.lang.Runtime.getRuntime().exec(\"rm -rf /\")",
                "y ~ x; System.exit(1)",
                "y ~ ${jndi:ldap://x/a}",
                "y ~ #{T(java.lang.Runtime).getRuntime().exec('id')}",
                "y ~ `rm -rf /",
                "y ~ x.getClass().forName('java.lang.Runtime')",
                "y ~ ().__class__.__bases__[0].__subclasses__()",
                "y ~ [c for c in ().__class__.__base__.__subclasses__()]",
                "y ~ lambda x: x",
                "y ~ (lambda: 1)()",
                "y ~ x if True else z",
                "y ~ f'{x}'",
                "y ~ x := 1",
                "y ~ function(x) x",
                "y ~ \\(x) x",
                "y ~ x |> f()",
                "y ~ base::system('id')",
                "y ~ x$y",
                "y ~ x@y",
                "y ~ x[[1]]",
                "y ~ x[1]",
                "y ~ new File('x')",
                "y ~ (Runnable) x",
                "y ~ 'a'.b",
                "y ~ x -> y",
            })
    void refusesCode(String text) {
        for (Conventions c : ALL) {
            FormulaException e = catchThrowableOfType(
                    FormulaException.class, () -> Formula.parse(text, c).expand(List.of("x")));
            assertThat(e).as(c.name() + ": " + text).isNotNull();
            assertThat(e.span().start()).isLessThan(text.length());
            assertThat(e.span().end()).isLessThanOrEqualTo(text.length());
        }
    }

    /** Calls of whatever name are only names until the vocabulary is asked. */
    @ParameterizedTest
    @ValueSource(strings = {"__import__('os')", "eval('1')", "java.lang.System.exit(1)", "system('id')", "getClass()"})
    void keepsUnknownCallsAsNames(String call) {
        Term term = Formula.parse("y ~ " + call).expand(List.of()).predictors().get(1);
        assertThat(term.factors().get(0).expression()).isInstanceOf(Node.Call.class);
    }

    /** The carets stand below what is to blame: wide characters count two, marks none, surrogate pairs once. */
    @ParameterizedTest
    @CsvSource(delimiter = ';', textBlock = """
            y ~ a + 2          ;  8 ; 1
            y ~ e\u0301 + 2    ;  8 ; 1
            y ~ 𝛼 + 2          ;  8 ; 1
            y ~ 日本 + 2        ; 11 ; 1
            y ~ `😀` + 23      ; 11 ; 2
            """)
    void putsCaretsBelowTheSpan(String text, int column, int width) {
        FormulaException e = catchThrowableOfType(
                FormulaException.class, () -> Formula.parse(text).expand(List.of()));
        assertThat(e.span().of(text)).startsWith("2");
        String[] lines = e.getMessage().split("\n");
        assertThat(lines[2]).isEqualTo("    " + text);
        assertThat(lines[3]).isEqualTo(" ".repeat(4 + column) + "^".repeat(width));
    }

    @Test
    void pointsAtTheSecondTilde() {
        for (String text : List.of("y ~~ x", "`a~b` ~ x ~ z", "`~` ~ ~ x", "'~' ~ (a ~ b) ~ c", "~ x ~")) {
            FormulaException e = catchThrowableOfType(FormulaException.class, () -> Formula.parse(text));
            assertThat(e.problem()).isEqualTo("a second ~");
            assertThat(e.span().of(text)).isEqualTo("~");
            assertThat(text.substring(0, e.span().start()).replaceAll("`[^`]*`|'[^']*'|\\([^)]*\\)", ""))
                    .containsOnlyOnce("~");
        }
    }
}
