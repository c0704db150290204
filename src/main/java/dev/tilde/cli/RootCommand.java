package dev.tilde.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code tilde} alone: shows the help. */
@Command(
        name = "tilde",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        synopsisSubcommandLabel = "COMMAND",
        description = "Statistical models from a formula and a table.",
        footer = {
            "",
            "Examples:",
            "  tilde fit air.csv \"Ozone ~ Wind + Temp + C(Month)\"",
            "  tilde anova airquality \"Ozone ~ Wind * C(Month)\" --type 2",
            "  tilde diagnose airquality \"Ozone ~ Wind + Temp\"",
            "  tilde report airquality \"Ozone ~ Wind + Temp\" -o air.html",
            "  tilde train airquality \"Wind ~ lag(Wind) | Month\" -o wind.tilde",
            "  tilde forecast wind.tilde --steps 3",
            "  tilde matrix air.csv \"~ Wind * C(Month)\" -f csv",
            "  tilde explain \"y ~ a * b - a\"",
            "  tilde data airquality",
            "",
            "DATA is a CSV file (with a .json of the same name beside it, if there is one),",
            "- for standard input, or the name of a data set that tilde data lists.",
            "",
            "Exit codes: 0 done, 1 unexpected failure, 2 usage, 3 formula, 4 data,",
            "5 training failed, 6 findings to check with --strict,",
            "130 or 143 interrupted by Ctrl-C or by TERM (the best epoch is saved first).",
        })
final class RootCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        spec.commandLine().usage(spec.commandLine().getOut());
    }
}
