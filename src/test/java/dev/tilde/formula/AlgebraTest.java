package dev.tilde.formula;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The algebra of operators against its oracles and its laws. */
class AlgebraTest {
    /** {@code algebra.tsv}: a random formula, the terms of patsy 0.5.3, those of R 4.2.2; ! for an error. */
    @Test
    void agreesWithPatsyAndR() throws IOException {
        List<String> wrong = new ArrayList<>();
        try (InputStream in = AlgebraTest.class.getResourceAsStream("/formula/algebra.tsv")) {
            for (String line : new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList()) {
                String[] cells = line.split("\t", -1);
                String patsy = terms(cells[0], Conventions.PATSY);
                String r = terms(cells[0], Conventions.R);
                String tilde = terms(cells[0], Conventions.TILDE);
                if (!patsy.equals(cells[1])) {
                    wrong.add("patsy " + cells[0] + " is " + patsy + ", expected " + cells[1]);
                }
                if (!r.equals(cells[2])) {
                    wrong.add("r " + cells[0] + " is " + r + ", expected " + cells[2]);
                }
                // Tilde gives what both give, or refuses where they differ; it never gives a third thing.
                Set<Set<String>> own = set(tilde);
                if (!tilde.equals("!") && !(own.equals(set(cells[1])) && own.equals(set(cells[2])))) {
                    boolean onlyOne = cells[1].equals("!") || cells[2].equals("!");
                    if (!onlyOne || !(own.equals(set(cells[1])) || own.equals(set(cells[2])))) {
                        wrong.add("tilde " + cells[0] + " is " + tilde + ", engines " + cells[1] + " and " + cells[2]);
                    }
                }
                if (tilde.equals("!") && cells[1].equals(cells[2]) && !cells[1].equals("!")) {
                    wrong.add("tilde refuses " + cells[0] + ", both engines give " + cells[1]);
                }
            }
        }
        assertThat(wrong).isEmpty();
    }

    private static String terms(String formula, Conventions conventions) {
        try {
            return Formula.parse(formula, conventions).expand(List.of()).predictors().stream()
                    .map(Term::toString)
                    .collect(Collectors.joining(","));
        } catch (FormulaException e) {
            return "!";
        }
    }

    private static Set<Set<String>> set(String terms) {
        Set<Set<String>> all = new HashSet<>();
        for (String term : terms.split(",")) {
            all.add(Set.of(term.split(":")));
        }
        return all;
    }

    /** Laws of sums and products, up to the order of terms. */
    @Test
    void keepsItsLaws() {
        Random random = new Random(7);
        for (int i = 0; i < 150; i++) {
            String l = operand(random);
            String r = operand(random);
            String s = operand(random);
            same(l + " + " + r, r + " + " + l);
            same(l + " + " + l, l);
            same("(" + l + " + " + r + ") + " + s, l + " + (" + r + " + " + s + ")");
            same(l + ":" + r, r + ":" + l);
            same("(" + l + ":" + r + "):" + s, l + ":(" + r + ":" + s + ")");
            same(l + ":(" + r + " + " + s + ")", l + ":" + r + " + " + l + ":" + s);
            same(l + " * " + r, l + " + " + r + " + " + l + ":" + r);
            same(
                    l + " * " + r + " * " + s,
                    String.join(" + ", l, r, s, l + ":" + r, l + ":" + s, r + ":" + s, l + ":" + r + ":" + s));
            same(l + " / (" + r + " + " + s + ")", l + " / " + r + " + " + l + " / " + s);
            same(l + " - " + l, "1");
            same("(" + l + " + " + r + ") - " + r + " + " + r, l + " + " + r);
            same(l + "^2", l + ":" + l + " + " + l);
            same(l + "^3", l + "^2:" + l + " + " + l);
            same(l + "^2", l + "**2");
        }
    }

    private static String operand(Random random) {
        int n = 1 + random.nextInt(3);
        List<String> parts = new ArrayList<>();
        for (int i = 0; i < n; i++) {
            String factor = String.valueOf("abcxz".charAt(random.nextInt(5)));
            parts.add(random.nextInt(4) == 0 ? factor + ":" + "abcxz".charAt(random.nextInt(5)) : factor);
        }
        return "(" + String.join(" + ", parts) + ")";
    }

    private static void same(String left, String right) {
        for (Conventions c : List.of(Conventions.TILDE, Conventions.PATSY, Conventions.R)) {
            if (c.equals(Conventions.PATSY) && (left + right).contains("^")) {
                continue;
            }
            assertThat(new HashSet<>(
                            Formula.parse("~ " + left, c).expand(List.of()).predictors()))
                    .as("%s: %s = %s", c.name(), left, right)
                    .isEqualTo(new HashSet<>(
                            Formula.parse("~ " + right, c).expand(List.of()).predictors()));
        }
    }
}
