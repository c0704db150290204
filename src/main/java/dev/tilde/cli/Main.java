package dev.tilde.cli;

import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;

/**
 * The command line: {@code tilde fit air.csv "Ozone ~ Wind + Temp"}.
 *
 * <p>Results go to standard output, notes and errors to standard error. Exit codes: 0 done (also for {@code tilde}
 * alone, which shows the help), 1 unexpected failure or an output that cannot be written, 2 wrong usage, 3 the text of
 * the formula is wrong, 4 the data are (no file, no such column, no row left) or a saved model is, 5 a training diverged,
 * 6 {@code --strict} and there is something to check, 130 or 143 it was interrupted, by Ctrl-C or
 * by the signal TERM.
 */
public final class Main {
    private Main() {}

    /** Runs a command and ends the JVM with its exit code. */
    public static void main(String[] args) {
        Interrupt interrupt = Interrupt.ofProcess();
        int exit = 1;
        try {
            exit = run(Console.ofProcess(), interrupt, args);
        } finally {
            interrupt.done();
        }
        System.exit(exit);
    }

    /**
     * Runs a command inside this JVM: UTF-8 in and out, 80 columns wide.
     *
     * @param in what the command reads when its data are {@code -}
     * @param out gets the result; not closed
     * @param err gets notes and errors; not closed
     * @return the exit code
     */
    public static int run(InputStream in, OutputStream out, OutputStream err, String... args) {
        return run(new Console(in, out, err, StandardCharsets.UTF_8, Console.WIDTH), args);
    }

    static int run(Console console, String... args) {
        return run(console, new Interrupt(), args);
    }

    static int run(Console console, Interrupt interrupt, String... args) {
        Failures failures = new Failures(console);
        CommandLine line = new CommandLine(new RootCommand());
        Map<String, Supplier<Object>> commands = commands(console, interrupt);
        if (args.length > 0 && commands.containsKey(args[0]) && !args[0].equals("completion")) {
            // The others would be looked through for options, which takes longer than most fits.
            commands.keySet().retainAll(Set.of(args[0]));
        }
        commands.forEach((name, command) -> line.addSubcommand(name, command.get()));
        line.addSubcommand("help", new CommandLine.HelpCommand());
        // An argument is what it says: no files behind @, no colours in what may be a file.
        line.setExpandAtFiles(false);
        line.setColorScheme(CommandLine.Help.defaultColorScheme(Ansi.OFF));
        line.setUsageHelpWidth(Math.max(console.width(), 60));
        StringWriter help = new StringWriter();
        line.setOut(new PrintWriter(help));
        line.setParameterExceptionHandler((e, given) -> failures.usage(e));
        line.setExecutionExceptionHandler((e, command, parsed) -> failures.execution(e, parsed));
        return failures.guard(() -> {
            int exit = line.execute(Arrays.stream(args).map(Main::shielded).toArray(String[]::new));
            if (help.getBuffer().length() > 0) {
                console.print(help.toString());
            }
            return exit;
        });
    }

    private static Map<String, Supplier<Object>> commands(Console console, Interrupt interrupt) {
        Map<String, Supplier<Object>> commands = new LinkedHashMap<>();
        commands.put("fit", () -> new FitCommand(console));
        commands.put("anova", () -> new AnovaCommand(console));
        commands.put("diagnose", () -> new DiagnoseCommand(console));
        commands.put("report", () -> new ReportCommand(console));
        commands.put("train", () -> new TrainCommand(console, interrupt));
        commands.put("forecast", () -> new ForecastCommand(console, interrupt));
        commands.put("predict", () -> new PredictCommand(console, interrupt));
        commands.put("matrix", () -> new MatrixCommand(console));
        commands.put("explain", () -> new ExplainCommand(console));
        commands.put("data", () -> new DataCommand(console));
        commands.put("completion", () -> new CompletionCommand(console));
        return commands;
    }

    /** A formula may begin with a minus sign; a blank before it keeps it from being read as an option. */
    private static String shielded(String arg) {
        boolean option = arg.startsWith("-") && !arg.startsWith("--");
        return option && (arg.contains(" ") || arg.contains("~")) ? " " + arg : arg;
    }
}
