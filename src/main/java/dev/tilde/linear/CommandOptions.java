package dev.tilde.linear;

import dev.tilde.design.CodingPolicy;
import dev.tilde.design.Contrast;
import dev.tilde.design.DesignOptions;
import dev.tilde.design.DesignSpec;
import dev.tilde.design.NaAction;
import dev.tilde.design.Unseen;
import dev.tilde.formula.FormulaException;
import dev.tilde.formula.Role;
import dev.tilde.text.Shell;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The options that {@code tilde report} needs to make a fit again, each behind a blank. */
final class CommandOptions {
    /** What {@code --robust} may be. */
    private static final List<String> ROBUST =
            List.of("hc0", "hc1", "hc2", "hc3", "hc4", "hc4m", "hc5", "newey-west", "cluster", "classic");

    private final StringBuilder text = new StringBuilder();

    private CommandOptions() {}

    /** Empty if the fit has something that the command line has no word for. */
    static Optional<String> of(DesignSpec spec, double level, Covariance covariance) {
        CommandOptions all = new CommandOptions();
        return all.design(spec.options(), covariance) && all.errors(spec, level, covariance)
                ? Optional.of(all.text.toString())
                : Optional.empty();
    }

    private void add(String option, String value) {
        text.append(" --").append(option).append(' ').append(Shell.quoted(value));
    }

    private boolean design(DesignOptions options, Covariance covariance) {
        add("weights", options.roles().getOrDefault(Role.WEIGHTS, List.of()));
        add("offset", options.roles().getOrDefault(Role.OFFSET, List.of()));
        // Beside --cluster the command line knows no other errors than clustered ones.
        if (covariance == Covariances.CLUSTERED) {
            add("cluster", options.roles().getOrDefault(Role.CLUSTER, List.of()));
        }
        add("groups", options.groups());
        add("order", options.order());
        if (options.naAction() != NaAction.DROP) {
            add("na-action", word(options.naAction()));
        }
        if (options.coding() != CodingPolicy.REDUCED) {
            add("coding", word(options.coding()));
        }
        if (options.unseen() != Unseen.ERROR) {
            add("unseen", word(options.unseen()));
        }
        for (Map.Entry<String, Contrast> c : options.contrasts().entrySet()) {
            if (!isKnown(c.getKey(), c.getValue())) {
                return false;
            }
            add("contrast", c.getKey() + "=" + c.getValue());
        }
        return true;
    }

    private void add(String option, List<String> columns) {
        if (!columns.isEmpty()) {
            add(option, String.join(",", columns));
        }
    }

    /** Whether a contrast can be written. */
    private static boolean isKnown(String factor, Contrast contrast) {
        try {
            return DesignOptions.DEFAULTS
                    .contrast(factor, String.valueOf(contrast))
                    .contrasts()
                    .get(factor)
                    .equals(contrast);
        } catch (FormulaException e) {
            return false;
        }
    }

    private boolean errors(DesignSpec spec, double level, Covariance covariance) {
        if (level != 0.95) {
            add("level", Double.toString(level));
        }
        boolean clusters = !spec.role(Role.CLUSTER).isEmpty();
        if (covariance == (clusters ? Covariances.CLUSTERED : Covariances.CLASSIC)) {
            return true;
        }
        Optional<String> name =
                ROBUST.stream().filter(n -> Covariances.of(n) == covariance).findFirst();
        boolean inOptions =
                !spec.options().roles().getOrDefault(Role.CLUSTER, List.of()).isEmpty();
        if (covariance != Covariances.CLASSIC || !inOptions) {
            name.ifPresent(n -> add("robust", n));
        }
        return name.isPresent();
    }

    private static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
