package dev.tilde.cli;

import dev.tilde.linear.Finding;
import dev.tilde.report.Findings.Severity;
import java.util.List;
import java.util.stream.Stream;
import picocli.CommandLine.Option;

/** Lets a script know of findings. */
final class StrictFlag {
    @Option(names = "--strict", description = "Exit code 6 if a finding is to be checked.")
    private boolean strict;

    /** The exit code; without the flag no fit is asked for its findings. */
    int exit(Stream<List<Finding>> findings) {
        boolean found = strict && findings.flatMap(List::stream).anyMatch(f -> f.severity() == Severity.CHECK);
        return found ? Failures.FOUND : 0;
    }
}
