package dev.tilde.cli;

import dev.tilde.data.DataException;
import dev.tilde.formula.FormulaException;
import dev.tilde.text.Caret;
import dev.tilde.text.Names;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.IntSupplier;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** What a person and a script are told when something goes wrong. */
final class Failures {
    private static final int DONE = 0;
    private static final int UNEXPECTED = 1;
    private static final int USAGE = 2;
    private static final int FORMULA = 3;
    private static final int DATA = 4;
    /** The result is written, and {@code --strict} wants findings known. */
    static final int FOUND = 6;
    /** As a shell says of what the signal INT ended: 128 + 2. */
    static final int INTERRUPTED = 130;

    /** How picocli's help command begins, in lower case. */
    private static final String UNKNOWN_COMMAND = "unknown subcommand '";

    private final Console console;

    Failures(Console console) {
        this.console = console;
    }

    /** Runs to the end, whatever happens. */
    int guard(IntSupplier command) {
        try {
            int exit = command.getAsInt();
            if (exit == DONE || exit == FOUND) {
                console.flush();
            }
            return exit;
        } catch (UncheckedIOException e) {
            return output(e.getCause());
        } catch (OutOfMemoryError e) {
            return error(
                    "these data need more memory", "Give Java more, as in java -Xmx8g -jar tilde.jar ...", UNEXPECTED);
        } catch (StackOverflowError e) {
            return error("unexpected failure: the formula or the data are nested too deeply", "", UNEXPECTED);
        }
    }

    /** Wrong arguments. */
    int usage(ParameterException e) {
        CommandLine command = e.getCommandLine();
        String problem =
                lower(String.valueOf(e.getMessage()).lines().findFirst().orElse("wrong usage"));
        problem = problem.replace("is not a double", "is no number").replace("is not an int", "is no whole number");
        List<String> help = new ArrayList<>();
        if (e instanceof MissingParameterException m && m.getMissing().get(0) instanceof PositionalParamSpec first) {
            problem = command.getCommandSpec().positionalParameters().stream()
                            .filter(p -> p.required()
                                    && p.index().min() >= first.index().min())
                            .map(PositionalParamSpec::paramLabel)
                            .collect(Collectors.joining(" and "))
                    + " missing";
        }
        if (problem.startsWith(UNKNOWN_COMMAND)) {
            String name = problem.substring(UNKNOWN_COMMAND.length()).replaceAll("'\\.?$", "");
            problem = "unknown command " + name;
            help.add(Names.didYouMean(name, command.getSubcommands().keySet()));
        }
        if (e instanceof UnmatchedArgumentException u && !u.getUnmatched().isEmpty()) {
            String first = u.getUnmatched().get(0);
            List<String> known = new ArrayList<>();
            if (first.startsWith("-")) {
                problem = "unknown option " + first;
                first = first.replaceFirst("=.*", "");
                command.getCommandSpec().options().forEach(o -> known.addAll(List.of(o.names())));
            } else if (command.getParent() == null) {
                problem = "unknown command " + first;
                known.addAll(command.getSubcommands().keySet());
            } else {
                problem = "too much: " + quoted(first) + "; formulas and names with blanks need quotes around them";
            }
            help.add(Names.didYouMean(first, known));
        }
        help.add("See " + command.getCommandSpec().qualifiedName() + " --help");
        return error(problem, String.join("\n", help), USAGE);
    }

    /** What a command threw. */
    int execution(Exception e, ParseResult parsed) {
        if (e instanceof UncheckedIOException u) {
            return output(u.getCause());
        }
        if (e instanceof Refusal r) {
            return error(String.valueOf(r.getMessage()), r.help(), r.exit());
        }
        if (e instanceof FormulaException f) {
            return formula(f);
        }
        if (e instanceof DataException) {
            return error(String.valueOf(e.getMessage()), "", DATA);
        }
        return unexpected(e, isVerbose(parsed));
    }

    private int formula(FormulaException e) {
        StringBuilder text = new StringBuilder("error: ").append(e.problem());
        if (!e.source().isBlank()) {
            text.append("\n\n")
                    .append(Caret.under(e.source(), e.span().start(), e.span().end()));
        }
        e.help()
                .ifPresent(
                        help -> help.lines().forEach(l -> text.append("\n    ").append(l)));
        if (e.source().indexOf('\uFFFD') >= 0) {
            text.append(
                    "\n    Some characters were lost on the way here: the locale has to be UTF-8, as in LC_ALL=C.UTF-8");
        }
        console.say(text.toString());
        return e.kind().isData() ? DATA : FORMULA;
    }

    /** A reader that has seen enough, as in {@code | head}, is no failure. */
    private int output(IOException e) {
        String why = String.valueOf(e.getMessage());
        if (why.contains("Broken pipe") || why.contains("pipe is being closed") || why.contains("Pipe closed")) {
            return DONE;
        }
        return error("the output cannot be written: " + why, "", UNEXPECTED);
    }

    private int unexpected(Exception e, boolean verbose) {
        String what = e.getMessage() == null
                ? e.getClass().getSimpleName()
                : e.getMessage().lines().findFirst().orElse("");
        if (!verbose) {
            return error("unexpected failure: " + what, "With -v it says where; please report it.", UNEXPECTED);
        }
        StringWriter trace = new StringWriter();
        e.printStackTrace(new PrintWriter(trace));
        console.say(
                "error: unexpected failure: " + what + "\n" + trace.toString().stripTrailing());
        return UNEXPECTED;
    }

    private static boolean isVerbose(ParseResult parsed) {
        ParseResult last = parsed;
        while (last.hasSubcommand()) {
            last = last.subcommand();
        }
        return last.hasMatchedOption("-v");
    }

    private int error(String problem, String help, int exit) {
        StringBuilder text = new StringBuilder("error: ").append(problem);
        help.lines()
                .filter(l -> !l.isEmpty())
                .forEach(l -> text.append("\n    ").append(l));
        console.say(text.toString());
        return exit;
    }

    static String quoted(String text) {
        String line = text.replaceAll("\\R", " ");
        return '"' + (line.length() > 60 ? line.substring(0, 57) + "..." : line) + '"';
    }

    private static String lower(String sentence) {
        boolean word = sentence.length() > 1 && Character.isLowerCase(sentence.charAt(1));
        return word ? sentence.substring(0, 1).toLowerCase(Locale.ROOT) + sentence.substring(1) : sentence;
    }
}
