package dev.tilde.linear;

import dev.tilde.data.Source;
import dev.tilde.linalg.Matrix;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Average marginal effects: of numbers by the derivative, of levels by predictions of the same rows at each. */
final class AverageEffects {
    private final LinearFit fit;
    private final long[] kept;

    private AverageEffects(LinearFit fit) {
        this.fit = fit;
        this.kept = fit.matrices().predictors().keptRows();
    }

    static List<Effect> of(LinearFit fit, List<String> names) {
        List<String> columns = names.isEmpty()
                ? fit.design().variables(fit.design().predictors()).stream()
                        .filter(c -> fit.source().schema().column(c).isPresent())
                        .toList()
                : names.stream()
                        .map(n -> ReferenceGrid.column(fit, n))
                        .distinct()
                        .toList();
        ReferenceGrid grid = new ReferenceGrid(fit, columns);
        AverageEffects effects = new AverageEffects(fit);
        List<Effect> out = new ArrayList<>();
        for (String column : columns) {
            if (grid.hasLevels(column)) {
                out.addAll(effects.levels(column, grid));
            } else {
                out.add(effects.slope(column));
            }
        }
        return out;
    }

    private Effect slope(String column) {
        double[] c = mean(fit.design().derivative(column, fit.source()).matrix());
        return Effect.of(column, fit, c, 0);
    }

    private List<Effect> levels(String column, ReferenceGrid grid) {
        List<Object> values = grid.values(column);
        List<Effect> out = new ArrayList<>();
        double[] reference = at(column, values.get(0));
        int p = reference.length - 1;
        for (int k = 1; k < values.size(); k++) {
            double[] own = at(column, values.get(k));
            for (int j = 0; j <= p; j++) {
                own[j] -= reference[j];
            }
            String name = column + ": " + grid.text(column, k) + " - " + grid.text(column, 0);
            out.add(Effect.of(name, fit, Arrays.copyOf(own, p), own[p]));
        }
        return out;
    }

    /** The average row of the design, and behind it the average offset, with all rows at a value. */
    private double[] at(String column, Object value) {
        Source held = new Held(fit.source(), column, value);
        double[] row = mean(fit.design().predictors(held).matrix());
        double[] offset = fit.design().offset(held);
        double[] out = Arrays.copyOf(row, row.length + 1);
        for (long i : kept) {
            out[row.length] += offset[(int) i] / kept.length;
        }
        return out;
    }

    /** Over the rows used. */
    private double[] mean(Matrix x) {
        double[] c = new double[x.columns()];
        for (long row : kept) {
            for (int j = 0; j < c.length; j++) {
                c[j] += x.get((int) row, j) / kept.length;
            }
        }
        return c;
    }
}
