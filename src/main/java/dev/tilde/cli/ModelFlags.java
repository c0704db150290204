package dev.tilde.cli;

import dev.tilde.design.DesignOptions;
import dev.tilde.design.DesignSpec;
import dev.tilde.formula.FormulaException;
import dev.tilde.formula.Role;
import dev.tilde.linear.Covariance;
import dev.tilde.linear.Covariances;
import dev.tilde.linear.Families;
import dev.tilde.linear.GlmFit;
import dev.tilde.linear.GlmRegression;
import dev.tilde.linear.LinearFit;
import dev.tilde.linear.LinearRegression;
import dev.tilde.linear.Links;
import dev.tilde.linear.MultivariateFit;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What is fitted, and how the errors of coefficients are estimated. */
final class ModelFlags {
    /** With its theta, as {@code negative binomial(2)}; without it is estimated. */
    private static final Pattern NEGATIVE_BINOMIAL =
            Pattern.compile("negative[ ._-]?binomial(?:\\((.*)\\))?", Pattern.CASE_INSENSITIVE);

    @Option(
            names = "--level",
            paramLabel = "P",
            defaultValue = "0.95",
            description = "Level of the confidence intervals, between 0 and 1; 0.95 by default.")
    private double level;

    @Option(names = "--weights", paramLabel = "COLUMN", description = "A column that weights the rows.")
    private @Nullable String weights;

    @Option(
            names = "--offset",
            paramLabel = "COLUMNS",
            description = "Columns that are added to the linear predictor with coefficient 1.")
    private @Nullable String offset;

    @Option(
            names = "--robust",
            paramLabel = "KIND",
            description = "Errors for unequal spread, hc0 ... hc5 and hc4m, or for rows in time, nw (Newey-West).")
    private @Nullable String robust;

    @Option(
            names = "--cluster",
            paramLabel = "COLUMNS",
            description = "Errors for rows of a cluster that go together; two columns are two ways of clustering.")
    private @Nullable String cluster;

    @Option(
            names = "--family",
            paramLabel = "NAME",
            description = "A generalised linear model: binomial, poisson, gamma, negative binomial, ...")
    private @Nullable String family;

    @Option(
            names = "--link",
            paramLabel = "NAME",
            description =
                    "Link of the family: identity, log, logit, probit, inverse, ...; each has its own by default.")
    private @Nullable String link;

    /** Whether a family makes it a generalised linear model. */
    boolean isGeneralised() {
        return family != null;
    }

    /**
     * Keeps a family from a command that has nothing for it.
     *
     * @throws Refusal if there is one
     */
    void refuseFamily(String problem, String help) {
        if (family != null) {
            throw new Refusal(Refusal.Blame.USAGE, problem, help);
        }
    }

    /**
     * Options with the columns that weight, offset and cluster rows.
     *
     * @throws Refusal if a column is named twice
     */
    DesignOptions with(DesignOptions options) {
        DesignOptions all = options;
        if (weights != null) {
            all = all.weights(weights);
        }
        if (offset != null) {
            String[] columns = columns("--offset", offset);
            DesignOptions before = all;
            all = checked("--offset", () -> before.offset(columns));
        }
        if (cluster != null) {
            String[] columns = columns("--cluster", cluster);
            DesignOptions before = all;
            all = checked("--cluster", () -> before.cluster(columns));
        }
        return all;
    }

    private static String[] columns(String option, String text) {
        List<String> columns = CommaList.of(text);
        if (columns.stream().anyMatch(String::isBlank)) {
            throw usage(option + " wants COLUMN or COLUMN,COLUMN, and not " + Failures.quoted(text));
        }
        return columns.toArray(String[]::new);
    }

    /**
     * Runs a fit, which may find that a formula names columns as well.
     *
     * @throws Refusal if it names others
     */
    <T> T named(Supplier<T> fit) {
        try {
            return fit.get();
        } catch (FormulaException e) {
            throw e;
        } catch (IllegalArgumentException e) {
            if (weights == null && offset == null && cluster == null) {
                throw e;
            }
            throw usage(String.valueOf(e.getMessage()));
        }
    }

    /**
     * Least squares.
     *
     * @throws Refusal if flags are wrong, or do not go together
     */
    LinearRegression leastSquares() {
        if (link != null) {
            throw usage("--link is for a generalised linear model; add --family");
        }
        oneKind(covariance());
        // What the rows are asked for comes behind the fit, when it is known what they are clustered by.
        return checked("--level", () -> LinearRegression.OLS.level(level))
                .with(robust == null && cluster == null ? Covariances.AUTOMATIC : Covariances.CLASSIC);
    }

    private void oneKind(Covariance wanted) {
        if (cluster != null && wanted != Covariances.AUTOMATIC && wanted != Covariances.CLUSTERED) {
            throw usage(
                    "--cluster and --robust " + robust + " are two ways to estimate the same errors; leave one out");
        }
    }

    /** Fits of several responses with the errors that are wanted; see {@link #robust(LinearFit)}. */
    MultivariateFit robust(MultivariateFit fit) {
        return robust(fit, fit.design(), fit::with);
    }

    /**
     * A fit with the errors that are wanted.
     *
     * @throws Refusal if they are to be clustered and nothing says by what
     */
    LinearFit robust(LinearFit fit) {
        return robust(fit, fit.design(), fit::with);
    }

    /**
     * A fit with the errors that are wanted.
     *
     * @throws Refusal if they are to be clustered and nothing says by what, or if it cannot have them
     */
    GlmFit robust(GlmFit fit) {
        return robust(fit, fit.design(), fit::with);
    }

    private <F> F robust(F fit, DesignSpec design, Function<Covariance, F> with) {
        if (robust == null && cluster == null) {
            return fit;
        }
        Covariance wanted = covariance();
        if (wanted == Covariances.CLUSTERED && design.role(Role.CLUSTER).isEmpty()) {
            throw usage("--robust " + robust + " needs clusters: add --cluster COLUMN");
        }
        return checked(robust == null ? "--cluster" : "--robust", () -> with.apply(wanted));
    }

    /**
     * Keeps errors of coefficients from tests that do not use them.
     *
     * @throws Refusal if some are asked for
     */
    void refuseErrors(String problem, String help) {
        if (robust != null || cluster != null) {
            throw new Refusal(Refusal.Blame.USAGE, (robust != null ? "--robust" : "--cluster") + " " + problem, help);
        }
    }

    /**
     * The generalised linear model.
     *
     * @throws Refusal if flags are wrong, or do not go together
     */
    GlmRegression generalised() {
        oneKind(covariance());
        GlmRegression model = checked("--level", () -> family().level(level));
        return link == null ? model : model.link(checked("--link", () -> Links.of(String.valueOf(link))));
    }

    private GlmRegression family() {
        String name = String.valueOf(family).strip();
        Matcher counts = NEGATIVE_BINOMIAL.matcher(name);
        if (counts.matches()) {
            String theta = counts.group(1);
            return theta == null
                    ? GlmRegression.negativeBinomial()
                    : GlmRegression.of(checked("--family", () -> Families.negativeBinomial(number(theta))));
        }
        try {
            return GlmRegression.of(Families.of(name));
        } catch (IllegalArgumentException e) {
            throw usage("--family: " + e.getMessage() + ", negative binomial");
        }
    }

    private static double number(String theta) {
        try {
            return Double.parseDouble(theta);
        } catch (NumberFormatException e) {
            throw usage("--family: theta of a negative binomial is a number, not " + Failures.quoted(theta));
        }
    }

    private Covariance covariance() {
        if (robust == null) {
            return Covariances.AUTOMATIC;
        }
        String name = robust.toLowerCase(Locale.ROOT);
        return checked("--robust", () -> Covariances.of(name.equals("nw") ? "newey-west" : name));
    }

    private static <T> T checked(String option, Supplier<T> made) {
        try {
            return made.get();
        } catch (IllegalArgumentException e) {
            throw usage(option + ": " + e.getMessage());
        }
    }

    private static Refusal usage(String problem) {
        return new Refusal(Refusal.Blame.USAGE, problem, "");
    }
}
