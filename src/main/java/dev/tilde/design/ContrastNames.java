package dev.tilde.design;

import dev.tilde.formula.Conventions.Reading;
import dev.tilde.formula.Node;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** The name table of contrasts: what {@code C(a, NAME)} and {@code C(a, NAME(...))} may say, and in whose dialect. */
final class ContrastNames {
    private static final Set<String> PATSY = Set.of("Treatment", "Sum", "Helmert", "Poly", "Diff");

    /** What R's {@code C()} takes for the function with {@code contr.} before it. */
    private static final Set<String> SHORT = Set.of("treatment", "sum", "helmert", "poly", "SAS");

    private ContrastNames() {}

    static Map<String, Function<Arguments, Contrast>> table() {
        Map<String, Function<Arguments, Contrast>> t = new HashMap<>();
        t.put(
                "Treatment",
                args -> choice(args, "reference")
                        .<Contrast>map(c -> new Treatment(Optional.of(c)))
                        .orElse(Contrasts.TREATMENT));
        t.put(
                "Simple",
                args -> choice(args, "reference")
                        .<Contrast>map(c -> new Treatment.Simple(new Treatment(Optional.of(c))))
                        .orElse(Contrasts.SIMPLE));
        t.put(
                "Sum",
                args -> choice(args, "omit")
                        .<Contrast>map(c -> new Sum(Optional.of(c)))
                        .orElse(Contrasts.SUM));
        t.put("Helmert", args -> plain(args, Contrasts.HELMERT));
        t.put("Full", args -> plain(args, Contrasts.FULL));
        t.put("Diff", args -> plain(args, Contrasts.DIFF));
        t.put("Poly", args -> {
            args.only("scores").positional(0, 1);
            return scores(args, 0);
        });
        t.put("contr.treatment", ContrastNames::base);
        t.put("contr.sum", args -> counted(args, Contrasts.SUM));
        t.put("contr.helmert", args -> counted(args, Contrasts.HELMERT));
        t.put("contr.SAS", args -> counted(args, Contrasts.SAS));
        t.put("contr.sdif", args -> counted(args, Contrasts.DIFF));
        t.put("contr.poly", args -> {
            args.only("n", "scores").positional(0, 2);
            return counted(args, scores(args, 1), levels(args));
        });
        for (String name : SHORT) {
            t.put(name, t.get("contr." + name));
        }
        return t;
    }

    static boolean isShort(String name) {
        return SHORT.contains(name);
    }

    /** Whether a name of the standard vocabulary is one of this language. */
    static boolean speaks(Reading reading, String name) {
        return switch (reading) {
            case PATSY -> PATSY.contains(name);
            case R -> name.startsWith("contr.") || SHORT.contains(name);
            case STRICT -> true;
        };
    }

    private static Contrast plain(Arguments args, Contrast contrast) {
        args.only().positional(0, 0);
        return contrast;
    }

    private static Contrast counted(Arguments args, Contrast contrast) {
        args.only("n").positional(0, 1);
        return counted(args, contrast, levels(args));
    }

    /** R's base is a place from 1; a string is a level. */
    private static Contrast base(Arguments call) {
        Arguments args = call.placed("n", "base");
        args.only("n", "base").positional(0, 2);
        Optional<Lists.Item> base = args.node("base", 1).map(n -> Lists.item(args, "base", n));
        if (base.isEmpty()) {
            return counted(args, Contrasts.TREATMENT, levels(args));
        }
        if (!base.get().number()) {
            return new Treatment(Optional.of(new LevelChoice(base.get().text(), false, false)));
        }
        int place = Lists.whole(args, "base", args.node("base", 1).orElseThrow());
        return counted(args, new Treatment(Optional.of(LevelChoice.fromOne(place))), levels(args));
    }

    /** What R's functions take first: how many levels, or their names. */
    private static List<String> levels(Arguments args) {
        return args.node("n", 0)
                .filter(n -> !calls(n, "nlevels") && !calls(n, "levels"))
                .map(n -> {
                    List<Lists.Item> items = Lists.items(args, "n", n);
                    if (items.size() > 1 || !items.get(0).number()) {
                        return items.stream().map(Lists.Item::text).toList();
                    }
                    int k = Lists.whole(args, "n", n);
                    if (k < 2 || k > 100_000) {
                        throw args.problem("n must be a number of levels, 2 or more", "n", 0);
                    }
                    return Contrasts.numbers(k);
                })
                .orElse(List.of());
    }

    private static boolean calls(Node n, String function) {
        return n instanceof Node.Call c && c.function().equals(function);
    }

    /** Whether the first argument is {@code levels(a)}, so that columns are called after the levels. */
    private static boolean byLevel(Arguments args) {
        return args.node("n", 0).filter(n -> calls(n, "levels")).isPresent();
    }

    private static Contrast counted(Arguments args, Contrast contrast, List<String> levels) {
        return byLevel(args) ? contrast : new Counted(contrast, levels, 0);
    }

    private static Optional<LevelChoice> choice(Arguments args, String keyword) {
        args.only(keyword).positional(0, 1);
        return args.node(keyword, 0)
                .filter(n -> !Lists.isNone(n))
                .map(n -> Lists.item(args, keyword, n))
                .map(i -> new LevelChoice(i.text(), i.number(), false));
    }

    private static Contrast scores(Arguments args, int position) {
        Optional<List<Double>> scores =
                args.node("scores", position).filter(n -> !Lists.isNone(n)).map(n -> Lists.numbers(args, "scores", n));
        try {
            return scores.<Contrast>map(Poly::new).orElse(Contrasts.POLY);
        } catch (IllegalArgumentException e) {
            if (e instanceof dev.tilde.formula.FormulaException f) {
                throw f;
            }
            throw args.problem(String.valueOf(e.getMessage()), "scores", position);
        }
    }
}
