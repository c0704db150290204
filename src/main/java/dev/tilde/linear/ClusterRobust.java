package dev.tilde.linear;

import dev.tilde.design.RowRoles;
import dev.tilde.formula.Role;
import dev.tilde.linalg.Matrix;
import dev.tilde.report.Numbers;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/*
 * M = sum over clusters c of s_c s_c' with s_c = sum of e z over the rows of c. Several ways of clustering: M = sum over
 * the non-empty sets S of ways of (-1)^(|S| - 1) M_S, clusters of S being the crossed ones. Each M_S is multiplied by its own
 * G / (G - 1).
 */

/**
 * Covariance that holds when rows of a cluster go together.
 *
 * @param adjusted whether each way is multiplied by G / (G - 1), G its number of clusters
 * @param rows whether all is multiplied by (n - 1) / (n - r)
 */
record ClusterRobust(boolean adjusted, boolean rows) implements RowSandwich {
    /** Ways of clustering beyond which the crossed ones are too many. */
    private static final int MOST_WAYS = 6;

    @Override
    public String name() {
        return "clustered " + (rows ? "HC1" : "HC0") + (adjusted ? "" : ", unadjusted");
    }

    @Override
    public String allowsFor() {
        return "rows of a cluster that go together";
    }

    /** The sums of the scores of each cluster of one way, or of several crossed. */
    private static final class Sums {
        private final List<Integer> ways = new ArrayList<>();
        private final Map<List<Integer>, double[]> byCluster = new LinkedHashMap<>();
    }

    @Override
    public Meat meat(Scored fit) {
        List<String> names =
                fit.design().role(Role.CLUSTER).stream().map(Object::toString).toList();
        if (names.isEmpty()) {
            throw new IllegalArgumentException(
                    "clustered standard errors need clusters: write cluster(g) into the formula,"
                            + " or name columns by DesignOptions.cluster");
        }
        if (names.size() > MOST_WAYS) {
            throw new IllegalArgumentException(
                    "rows can be clustered in at most " + MOST_WAYS + " ways, got " + names.size());
        }
        List<Sums> all = new ArrayList<>();
        for (int set = 1; set < 1 << names.size(); set++) {
            Sums sums = new Sums();
            for (int way = 0; way < names.size(); way++) {
                if ((set >> way & 1) == 1) {
                    sums.ways.add(way);
                }
            }
            all.add(sums);
        }
        List<Map<String, Integer>> numbers = new ArrayList<>();
        names.forEach(name -> numbers.add(new HashMap<>()));
        fit.scores(s -> add(s, all, numbers));
        double n = fit.rows();
        Matrix m = Matrix.zeros(fit.rank(), fit.rank());
        for (Sums sums : all) {
            double g = sums.byCluster.size();
            double sign = sums.ways.size() % 2 == 1 ? 1 : -1;
            double f = sign * (adjusted ? g / (g - 1) : 1) * (rows ? (n - 1) / (n - fit.rank()) : 1);
            for (double[] score : sums.byCluster.values()) {
                Scores.addProduct(m, f, score);
            }
        }
        return new Meat(Scores.symmetric(m, 1), note(names, all, fit));
    }

    private static void add(Scores s, List<Sums> all, List<Map<String, Integer>> numbers) {
        List<RowRoles.Codes> codes = s.parts().roles().levels(Role.CLUSTER);
        int[][] own = new int[codes.size()][];
        for (int way = 0; way < own.length; way++) {
            Map<String, Integer> seen = numbers.get(way);
            own[way] = codes.get(way).levels().stream()
                    .mapToInt(level -> seen.computeIfAbsent(level, k -> seen.size()))
                    .toArray();
        }
        for (int k = 0; k < s.count(); k++) {
            for (Sums sums : all) {
                List<Integer> cluster = new ArrayList<>(sums.ways.size());
                for (int way : sums.ways) {
                    cluster.add(own[way][codes.get(way).codes()[s.places()[k]]]);
                }
                double[] z = s.z()[k];
                double[] score = sums.byCluster.computeIfAbsent(cluster, c -> new double[z.length]);
                for (int j = 0; j < z.length; j++) {
                    score[j] += s.e()[k] * z[j];
                }
            }
        }
    }

    private static String note(List<String> names, List<Sums> all, Scored fit) {
        List<String> ways = new ArrayList<>();
        long fewest = Long.MAX_VALUE;
        for (Sums sums : all) {
            if (sums.ways.size() == 1) {
                int g = sums.byCluster.size();
                fewest = Math.min(fewest, g);
                ways.add(names.get(sums.ways.get(0)) + ": " + Numbers.count(g) + (g == 1 ? " cluster" : " clusters"));
            }
        }
        String few = fewest <= fit.rank() ? "; fewer clusters than coefficients, so not all can be tested at once" : "";
        return String.join(", ", ways) + few;
    }
}
