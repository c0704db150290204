package dev.tilde.cli;

import dev.tilde.design.CodingPolicy;
import dev.tilde.design.DesignOptions;
import dev.tilde.design.DesignSpec;
import dev.tilde.design.FactorInfo;
import dev.tilde.design.NaAction;
import dev.tilde.design.Unseen;
import dev.tilde.formula.FormulaException;
import dev.tilde.text.Names;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How columns are made of the data, beside what the formula says. */
final class DesignFlags {
    @Option(
            names = "--na-action",
            paramLabel = "WHAT",
            description = "A row with a missing value: drop (default), raise an error, pass on, or exclude.")
    private @Nullable String naAction;

    @Option(
            names = "--contrast",
            paramLabel = "FACTOR=NAME",
            description = "Code a factor by a contrast, as a=Sum or a=\"Treatment('b')\"; repeatable.")
    private List<String> contrasts = new ArrayList<>();

    @Option(
            names = "--coding",
            paramLabel = "RULE",
            description = "Columns of factors: reduced (default), full, drop-first, drop-last, implicit-intercept.")
    private @Nullable String coding;

    @Option(
            names = "--unseen",
            paramLabel = "WHAT",
            description = "A level that only new rows have: error (default), na, other, reference.")
    private @Nullable String unseen;

    @Option(names = "--groups", paramLabel = "COLUMNS", description = "Columns that lags do not look across.")
    private @Nullable String groups;

    @Option(names = "--order", paramLabel = "COLUMNS", description = "Columns that order the rows for lags.")
    private @Nullable String order;

    /** @throws Refusal if a word is none of those that are known */
    DesignOptions options() {
        DesignOptions options = DesignOptions.DEFAULTS;
        if (naAction != null) {
            options = options.with(choice("--na-action", naAction, NaAction.values()));
        }
        if (coding != null) {
            options = options.with(choice("--coding", coding, CodingPolicy.values()));
        }
        if (unseen != null) {
            options = options.unseen(choice("--unseen", unseen, Unseen.values()));
        }
        if (groups != null) {
            options = options.groups(CommaList.of(groups).toArray(String[]::new));
        }
        if (order != null) {
            options = options.order(CommaList.of(order).toArray(String[]::new));
        }
        for (String contrast : contrasts) {
            int at = at(contrast);
            try {
                options = options.contrast(contrast.substring(0, at), contrast.substring(at + 1));
            } catch (FormulaException e) {
                throw new Refusal(
                        Refusal.Blame.USAGE,
                        "--contrast " + contrast + ": " + e.problem(),
                        e.help().orElse(""));
            }
        }
        return options;
    }

    /** Factors have names such as {@code C(x == 1)}, contrasts have keywords, so the outermost sign divides. */
    private static int at(String contrast) {
        int depth = 0;
        for (int i = 0; i < contrast.length(); i++) {
            char c = contrast.charAt(i);
            depth += c == '(' || c == '[' ? 1 : c == ')' || c == ']' ? -1 : 0;
            if (c == '=' && depth == 0 && i > 0) {
                return i;
            }
        }
        throw usage("--contrast wants FACTOR=NAME, such as --contrast a=Sum, and not " + Failures.quoted(contrast));
    }

    /**
     * Looks whether every factor that is to be coded is there.
     *
     * @throws Refusal if not
     */
    void check(DesignSpec spec) {
        List<String> factors = spec.factors().stream()
                .filter(FactorInfo.Categorical.class::isInstance)
                .map(f -> f.factor().name())
                .toList();
        for (String contrast : contrasts) {
            String factor = contrast.substring(0, at(contrast));
            if (!factors.contains(factor)) {
                throw usage("--contrast " + contrast + ": the formula has no factor " + Failures.quoted(factor)
                        + (factors.isEmpty() ? "" : "; there are " + Names.list(factors, 12)));
            }
        }
    }

    /** The constant of a word after an option. */
    static <E extends Enum<E>> E choice(String option, String word, E[] values) {
        List<String> words = Arrays.stream(values).map(DesignFlags::word).toList();
        int at = words.indexOf(word.toLowerCase(Locale.ROOT));
        if (at < 0) {
            throw usage(option + " is one of " + String.join(", ", words) + ", and not " + Failures.quoted(word));
        }
        return values[at];
    }

    /** A constant as it is typed: {@code drop-first} of {@code DROP_FIRST}. */
    static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static Refusal usage(String problem) {
        return new Refusal(Refusal.Blame.USAGE, problem, "");
    }
}
