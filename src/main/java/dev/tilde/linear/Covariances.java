package dev.tilde.linear;

import dev.tilde.formula.Role;
import dev.tilde.linalg.Matrix;
import dev.tilde.model.Fitted;
import dev.tilde.text.Names;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The covariances of coefficients there are.
 *
 * <p>All but the classic one are sandwiches (X'WX)^-1 X'UX (X'WX)^-1 and read the rows a second time; with weights the
 * rows of X and the residuals count times sqrt(w). t and F tests keep the residual degrees of freedom, as R's
 * {@code coeftest} does. Numbers as in R's package sandwich (Zeileis 2004, doi:10.18637/jss.v011.i10).
 *
 * <p>{@link GlmFit#with} takes HC0 to HC5 and the clustered ones: there W are the working weights, X'U X is of the scores
 * w (y - mu) (dmu/deta) / V(mu) x, and leverages are those of the last step. R: {@code vcovHC} and {@code vcovCL} of a
 * {@code glm}.
 */
public final class Covariances {
    /** s^2 (X'WX)^-1: rows that spread equally and do not go together. */
    public static final Covariance CLASSIC = new Classic();

    /** {@link #CLUSTERED} for a formula with {@code cluster(g)} or options with clusters, else {@link #CLASSIC}. */
    public static final Covariance AUTOMATIC = new Automatic();

    /** White (1980), doi:10.2307/1912934: U = diag(e^2). */
    public static final Covariance HC0 = new HeteroskedasticityConsistent("HC0");

    /** {@link #HC0} times n / (n - r). */
    public static final Covariance HC1 = new HeteroskedasticityConsistent("HC1");

    /**
     * U = diag(e^2 / (1 - h)) with the leverage h; MacKinnon and White (1985), doi:10.1016/0304-4076(85)90158-7. NaN, as
     * all below, where a row has leverage 1: it alone decides a coefficient and its residual is 0 whatever its error is.
     */
    public static final Covariance HC2 = new HeteroskedasticityConsistent("HC2");

    /** U = diag(e^2 / (1 - h)^2): the one to take for small samples; Long and Ervin (2000), doi:10.2307/2685594. */
    public static final Covariance HC3 = new HeteroskedasticityConsistent("HC3");

    /** U = diag(e^2 / (1 - h)^d), d = min(4, n h / r); Cribari-Neto (2004), doi:10.1016/S0167-9473(02)00366-3. */
    public static final Covariance HC4 = new HeteroskedasticityConsistent("HC4");

    /** d = min(1, n h / r) + min(1.5, n h / r); Cribari-Neto and da Silva (2011), doi:10.1007/s10182-010-0141-2. */
    public static final Covariance HC4M = new HeteroskedasticityConsistent("HC4m");

    /**
     * U = diag(e^2 / (1 - h)^(d / 2)), d = min(n h / r, max(4, 0.7 n max(h) / r)); Cribari-Neto, Souza and Vasconcellos
     * (2007), doi:10.1080/03610920601126589.
     */
    public static final Covariance HC5 = new HeteroskedasticityConsistent("HC5");

    /** {@link #clustered(boolean, boolean)} with both corrections, as R's {@code vcovCL} and Stata. */
    public static final Covariance CLUSTERED = new ClusterRobust(true, true);

    /** {@link #neweyWest(int, boolean)} with L = floor(4 (n / 100)^(2/9)), not adjusted. */
    public static final Covariance NEWEY_WEST = new NeweyWest(NeweyWest.RULE, false);

    private Covariances() {}

    /**
     * Rows of a cluster may go together in any way: U_ij = e_i e_j for rows i, j of a cluster, else 0. The clusters are
     * those of {@code cluster(g)} in the formula, or {@code DesignOptions.cluster}; two ways of clustering are added and
     * the crossed one taken off (Cameron, Gelbach and Miller 2011, doi:10.1198/jbes.2010.07136). R: {@code vcovCL}.
     *
     * @param adjusted each way times G / (G - 1), G the number of its clusters; R: {@code cadjust}
     * @param rows times (n - 1) / (n - r); R: {@code type = "HC1"}, else {@code "HC0"}
     */
    public static Covariance clustered(boolean adjusted, boolean rows) {
        return new ClusterRobust(adjusted, rows);
    }

    /**
     * Rows up to L apart may go together: U_ij = (1 - |i - j| / (L + 1)) e_i e_j. Rows stand in the order of
     * {@code order(t)} in the formula or the options, else of the data; rows that are left out leave no gap; nothing
     * reaches across {@code groups(g)}. R: {@code NeweyWest(prewhite = FALSE)}. Source: Newey and West (1987),
     * doi:10.2307/1913610.
     *
     * @param lag L; 0 gives {@link #HC0}
     * @param adjusted times n / (n - r); R: {@code adjust}
     * @throws IllegalArgumentException if the lag is negative
     */
    public static Covariance neweyWest(int lag, boolean adjusted) {
        if (lag < 0) {
            throw new IllegalArgumentException("the lag is 0 or more, got " + lag);
        }
        return new NeweyWest(lag, adjusted);
    }

    /**
     * {@link #neweyWest} with the lag floor(1.1447 (s1 / s0)^(2/3) n^(1/3)) from the rows themselves; R:
     * {@code bwNeweyWest(prewhite = 0)}. Source: Newey and West (1994), doi:10.2307/2297912.
     */
    public static Covariance neweyWestAutomatic(boolean adjusted) {
        return new NeweyWest(NeweyWest.AUTOMATIC, adjusted);
    }

    /**
     * By a short name, in any case: {@code classic, hc0 ... hc5, hc4m, cluster, newey-west}.
     *
     * @throws IllegalArgumentException naming those there are
     */
    public static Covariance of(String name) {
        Map<String, Covariance> all = new LinkedHashMap<>();
        all.put("classic", CLASSIC);
        for (Covariance hc : List.of(HC0, HC1, HC2, HC3, HC4, HC4M, HC5)) {
            all.put(hc.name().toLowerCase(Locale.ROOT), hc);
        }
        all.put("cluster", CLUSTERED);
        all.put("newey-west", NEWEY_WEST);
        Covariance found = all.get(name.toLowerCase(Locale.ROOT));
        if (found == null) {
            throw new IllegalArgumentException(
                    "no covariance is called " + name + "; there are " + Names.list(List.copyOf(all.keySet()), 20));
        }
        return found;
    }

    /** What a covariance is for a fit: the automatic one decides. */
    static Covariance resolved(Covariance wanted, Fitted fit) {
        boolean clusters = !fit.design().role(Role.CLUSTER).isEmpty();
        return wanted instanceof Automatic ? clusters ? CLUSTERED : CLASSIC : wanted;
    }

    private record Classic() implements Covariance {
        @Override
        public String name() {
            return "classic";
        }

        @Override
        public String allowsFor() {
            return "";
        }

        @Override
        public Matrix of(LinearFit fit) {
            return fit.classicCovariance();
        }
    }

    private record Automatic() implements Covariance {
        @Override
        public String name() {
            return "automatic";
        }

        @Override
        public String allowsFor() {
            return "";
        }

        @Override
        public Matrix of(LinearFit fit) {
            return resolved(this, fit).of(fit);
        }
    }
}
