package dev.tilde.linear;

import dev.tilde.linalg.Matrix;
import java.util.ArrayList;
import java.util.List;

/*
 * U is diagonal. With e and h of a row, n rows, p = sum h columns:
 *
 *   HC0  e^2                          HC3   e^2 / (1 - h)^2
 *   HC1  e^2 n / (n - p)              HC4   e^2 / (1 - h)^d,        d = min(4, n h / p)
 *   HC2  e^2 / (1 - h)                HC4m  e^2 / (1 - h)^d,        d = min(1, n h / p) + min(1.5, n h / p)
 *                                     HC5   e^2 / (1 - h)^(d / 2),  d = min(n h / p, max(4, 0.7 n max(h) / p))
 */

/** Covariances that hold when rows spread unequally. */
record HeteroskedasticityConsistent(String name) implements RowSandwich {
    @Override
    public String allowsFor() {
        return "unequal spread";
    }

    @Override
    public Meat meat(Scored fit) {
        Matrix m = Matrix.zeros(fit.rank(), fit.rank());
        double n = fit.rows();
        double p = fit.rank();
        double largest = name.equals("HC5") ? largestLeverage(fit) : Double.NaN;
        List<Long> alone = new ArrayList<>();
        fit.scores(s -> {
            for (int k = 0; k < s.count(); k++) {
                double e = s.e()[k];
                double h = s.leverages()[k];
                s.addSquare(k, e * e * inflation(h, n, p, largest), m);
                if (h == 1 && alone.size() < 4) {
                    alone.add(s.rows()[k] + 1);
                }
            }
        });
        if (!alone.isEmpty() && correctsLeverage()) {
            for (int k = 0; k < m.data().length; k++) {
                m.data()[k] = Double.NaN;
            }
            return new Meat(m, undefined(alone));
        }
        return new Meat(Scores.symmetric(m, 1), "");
    }

    /** Whether a row is divided by what its leverage leaves. */
    private boolean correctsLeverage() {
        return !name.equals("HC0") && !name.equals("HC1");
    }

    private double inflation(double h, double n, double p, double largest) {
        double share = n * h / p;
        return switch (name) {
            case "HC0" -> 1;
            case "HC1" -> n > p ? n / (n - p) : Double.NaN;
            case "HC2" -> 1 / (1 - h);
            case "HC3" -> 1 / ((1 - h) * (1 - h));
            case "HC4" -> Math.pow(1 - h, -Math.min(4, share));
            case "HC4m" -> Math.pow(1 - h, -(Math.min(1, share) + Math.min(1.5, share)));
            case "HC5" -> Math.pow(1 - h, -Math.min(share, Math.max(4, 0.7 * n * largest / p)) / 2);
            default -> throw new IllegalStateException(name);
        };
    }

    private static double largestLeverage(Scored fit) {
        double[] largest = new double[1];
        fit.scores(s -> {
            for (double h : s.leverages()) {
                largest[0] = Math.max(largest[0], h);
            }
        });
        return largest[0];
    }

    private String undefined(List<Long> alone) {
        String rows = alone.size() == 1 ? "row " + alone.get(0) + " alone decides" : "single rows decide";
        return "undefined: " + rows + " a coefficient (leverage 1), so its residual says nothing; HC0 or HC1 exist";
    }
}
