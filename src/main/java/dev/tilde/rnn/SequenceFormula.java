package dev.tilde.rnn;

import dev.tilde.formula.Conventions;
import dev.tilde.formula.Formula;
import dev.tilde.formula.FormulaException;
import dev.tilde.formula.FormulaException.Kind;
import dev.tilde.formula.Node;
import dev.tilde.formula.Node.Op;
import dev.tilde.formula.Span;
import dev.tilde.text.Names;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A formula of a sequence model taken apart: what {@code |} says, and the design without it. The words that only a
 * sequence model knows are blanked out of the design's text, so that every place in it is the place in the formula.
 *
 * @param source the formula as written
 * @param design without the part behind {@code |}, without {@code last} and {@code each}, {@code feedback(y)} written
 *     as {@code lag(y)}
 * @param sequences what the formula says about sequences
 * @param feedback whether outputs are fed back in training as {@link Sampling} says; predictions read responses that are
 *     known, as they do for {@code lag(y)}
 * @param clock what {@code fourier(12, 2)} counts, written into the design's text as its first argument; empty where no
 *     call lacks it
 */
record SequenceFormula(String source, Formula design, SequenceSpec sequences, boolean feedback, String clock) {
    private static final String FOURIER = "fourier";
    private static final List<String> BEHIND = List.of("by", "order", "window", "horizon");

    private static final String FORMS =
            "There stands a column, a:b, or a sum of by(id), order(date) or order(row, col), window(24), horizon(6).";

    /** @throws FormulaException if the part behind | is none of a sequence model */
    static SequenceFormula of(Formula formula) {
        StringBuilder text = new StringBuilder(formula.source());
        List<Node> parts = formula.parts();
        if (formula.responseParts().size() > 1) {
            throw fail(
                    formula,
                    Kind.SYNTAX,
                    "a sequence model has one left side",
                    "Write cbind(y1, y2) for two responses.",
                    formula.responseParts().get(1));
        }
        if (formula.responseParts().isEmpty()) {
            throw new FormulaException(
                    Kind.SYNTAX,
                    "a sequence model needs a response",
                    "Write it on the left: y " + (formula.source().contains("~") ? "" : "~ ")
                            + formula.source().strip() + ".",
                    formula.source(),
                    new Span(0, formula.source().length()));
        }
        if (parts.size() > 2) {
            throw fail(formula, Kind.SYNTAX, "a sequence model has one part behind |", FORMS, parts.get(2));
        }
        SequenceSpec spec = SequenceSpec.DEFAULTS;
        if (parts.size() == 2) {
            spec = part(formula, parts.get(1));
            int bar = text.lastIndexOf("|", parts.get(1).span().start());
            int from = text.charAt(Math.max(0, bar - 1)) == '|' ? bar - 1 : bar;
            blank(text, new Span(from, text.length()));
        }
        Node left = formula.response().orElseThrow();
        Node.@Nullable Call wrapper = wrapper(formula, left, spec);
        if (wrapper != null) {
            boolean last = wrapper.function().equals("last");
            spec = spec.pattern(last ? SequenceSpec.Pattern.LAST : SequenceSpec.Pattern.EACH);
            blank(text, wrapper.name());
        }
        boolean feedback = false;
        for (Node.Call call : calls(parts.get(0), new ArrayList<>())) {
            if (call.function().equals("feedback")) {
                if (call.arguments().size() != 1
                        || !call.arguments().get(0).keyword().isEmpty()) {
                    throw fail(formula, Kind.BAD_ARGUMENT, "feedback takes the response", "As in feedback(y).", call);
                }
                feedback = true;
                text.replace(call.name().start(), call.name().end(), "lag     ");
            }
            if (call.function().equals("last") || call.function().equals("each")) {
                throw fail(
                        formula,
                        Kind.SYNTAX,
                        call.function() + "() stands around the whole response",
                        "As in " + call.function() + "(y) ~ x.",
                        call);
            }
            if (BEHIND.contains(call.function())) {
                throw fail(
                        formula,
                        Kind.SYNTAX,
                        call.function() + "() says something about sequences and stands behind |",
                        "As in y ~ x | by(id) + order(date) + window(24) + horizon(6).",
                        call);
            }
        }
        Conventions open = formula.conventions().with(Conventions.Infinite.DATA);
        Formula design = Formula.parse(text.toString(), open, formula.limits());
        return new SequenceFormula(formula.source(), design, spec, feedback, "");
    }

    private static Node.@Nullable Call wrapper(Formula formula, Node left, SequenceSpec spec) {
        for (Node.Call call : calls(left, new ArrayList<>())) {
            if (call.function().equals("last") || call.function().equals("each")) {
                if (call != left || call.arguments().size() != 1) {
                    throw fail(
                            formula,
                            Kind.SYNTAX,
                            call.function() + "() stands around the whole response",
                            "As in " + call.function() + "(y) ~ x.",
                            call);
                }
                if (call.function().equals("last") && spec.horizon() > 1) {
                    throw fail(
                            formula,
                            Kind.SYNTAX,
                            "a sequence with one response has no horizon",
                            "Leave out last() or horizon().",
                            call);
                }
                return call;
            }
        }
        return null;
    }

    private static SequenceSpec part(Formula formula, Node part) {
        if (part instanceof Node.Name || isNames(part)) {
            List<Node> names = part instanceof Node.Chain c ? c.operands() : List.of(part);
            return checked(formula, part, () -> SequenceSpec.DEFAULTS.by(columns(formula, names)));
        }
        boolean sum = part instanceof Node.Chain c && c.operators().stream().allMatch(o -> o == Op.ADD);
        SequenceSpec spec = SequenceSpec.DEFAULTS;
        List<String> seen = new ArrayList<>();
        for (Node summand : sum ? ((Node.Chain) part).operands() : List.of(part)) {
            if (!(summand instanceof Node.Call call)) {
                throw fail(formula, Kind.SYNTAX, "this says nothing about sequences", FORMS, summand);
            }
            String name = call.function().equals("groups") ? "by" : call.function();
            if (seen.contains(name)) {
                throw fail(formula, Kind.SYNTAX, name + "() is given twice", "", call);
            }
            seen.add(name);
            SequenceSpec before = spec;
            spec = checked(formula, call, () -> called(formula, before, name, call));
        }
        return spec;
    }

    private static SequenceSpec checked(Formula formula, Node at, Supplier<SequenceSpec> made) {
        try {
            return made.get();
        } catch (FormulaException e) {
            throw e;
        } catch (IllegalArgumentException e) {
            throw fail(formula, Kind.BAD_ARGUMENT, String.valueOf(e.getMessage()), "", at);
        }
    }

    private static boolean isNames(Node part) {
        return part instanceof Node.Chain c
                && c.operators().stream().allMatch(o -> o == Op.INTERACT)
                && c.operands().stream().allMatch(Node.Name.class::isInstance);
    }

    private static SequenceSpec called(Formula formula, SequenceSpec spec, String name, Node.Call call) {
        List<Node> values = Formula.children(call);
        if (call.arguments().stream().anyMatch(a -> !a.keyword().isEmpty())) {
            throw fail(formula, Kind.BAD_ARGUMENT, name + "() has no arguments with names", "", call);
        }
        return switch (name) {
            case "by", "order" -> {
                List<Node> flat = new ArrayList<>();
                values.forEach(v -> flat.addAll(isNames(v) ? ((Node.Chain) v).operands() : List.of(v)));
                if (flat.isEmpty()) {
                    throw fail(formula, Kind.BAD_ARGUMENT, name + "() takes a column", "", call);
                }
                String[] columns = columns(formula, flat);
                yield name.equals("by") ? spec.by(columns) : spec.order(columns);
            }
            case "window" -> spec.window(steps(formula, call, values, 24));
            case "horizon" -> spec.horizon(steps(formula, call, values, 6));
            default -> throw fail(formula, Kind.SYNTAX, name + "() says nothing about sequences", FORMS, call);
        };
    }

    private static int steps(Formula formula, Node.Call call, List<Node> values, int example) {
        Double v = values.size() == 1 ? Numerals.constant(values.get(0)) : null;
        if (v == null || v != Math.rint(v) || v < 1 || v > 1e6) {
            throw fail(
                    formula,
                    Kind.BAD_ARGUMENT,
                    call.function() + "() takes a whole number of steps, 1 or more",
                    "As in " + call.function() + "(" + example + ").",
                    call);
        }
        return v.intValue();
    }

    private static String[] columns(Formula formula, List<Node> names) {
        List<String> columns = new ArrayList<>();
        for (Node n : names) {
            if (!(n instanceof Node.Name name)) {
                throw fail(
                        formula,
                        Kind.SYNTAX,
                        "sequences are told apart and sorted by columns",
                        "Put " + formula.text(n) + " into a column of the data and name that.",
                        n);
            }
            columns.add(name.name());
        }
        return columns.toArray(String[]::new);
    }

    static List<Node.Call> calls(Node node, List<Node.Call> into) {
        if (node instanceof Node.Call c) {
            into.add(c);
        }
        Formula.children(node).forEach(child -> calls(child, into));
        return into;
    }

    private static void blank(StringBuilder text, Span span) {
        for (int i = span.start(); i < span.end(); i++) {
            text.setCharAt(i, ' ');
        }
    }

    private static FormulaException fail(Formula f, Kind kind, String problem, String help, Node at) {
        return new FormulaException(kind, problem, help, f.source(), at.span());
    }

    /**
     * Refuses names behind {@code |} that no column has.
     *
     * @throws FormulaException at the first of them
     */
    void refuseUnknown(Collection<String> columns) {
        List<Node> parts =
                Formula.parse(source, design.conventions(), design.limits()).parts();
        parts.stream()
                .skip(1)
                .flatMap(part -> Formula.places(part).stream())
                .filter(name -> !columns.contains(name.name()))
                .findFirst()
                .ifPresent(name -> {
                    String near = Names.didYouMean(name.name(), columns);
                    throw new FormulaException(
                            Kind.UNKNOWN_VARIABLE,
                            "no column named \"" + name.name() + "\"",
                            near + (near.isEmpty() ? "" : "\n") + "Columns: " + Names.list(columns, 12),
                            source,
                            name.span());
                });
    }

    /** Calls of {@code fourier} that name no time: their first argument is the period. */
    List<Node.Call> timeless() {
        return calls(design.predictors(), new ArrayList<>()).stream()
                .filter(c -> c.function().equals(FOURIER))
                .filter(c -> c.arguments().isEmpty()
                        || !c.arguments().get(0).keyword().isEmpty()
                        || Numerals.constant(c.arguments().get(0).value()) != null)
                .toList();
    }

    /**
     * The same with a time for calls that name none.
     *
     * @param time an expression, such as {@code steps(days(date))}
     */
    SequenceFormula timed(String time) {
        StringBuilder text = new StringBuilder(design.source());
        String argument = time + ", ";
        List<Node.Call> calls = timeless();
        for (int i = calls.size() - 1; i >= 0; i--) {
            text.insert(text.indexOf("(", calls.get(i).name().end()) + 1, argument);
        }
        Formula timed = Formula.parse(text.toString(), design.conventions(), design.limits());
        return new SequenceFormula(source, timed, sequences, feedback, argument);
    }

    /** The place in the formula as written of a place in the design's text. */
    Span written(Span span) {
        return new Span(written(span.start()), written(span.end()));
    }

    private int written(int at) {
        int before = 0;
        for (int i = design.source().indexOf(clock); !clock.isEmpty() && i >= 0 && i < at; ) {
            before += Math.min(clock.length(), at - i);
            i = design.source().indexOf(clock, i + clock.length());
        }
        return at - before;
    }

    FormulaException problem(Kind kind, String problem, String help, Node at) {
        return new FormulaException(kind, problem, help, source, written(at.span()));
    }
}
