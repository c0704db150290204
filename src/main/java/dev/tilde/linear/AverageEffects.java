package dev.tilde.linear;

import dev.tilde.data.Source;
import dev.tilde.design.DesignSpec;
import dev.tilde.linalg.Matrix;
import dev.tilde.linear.Averages.Average;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Average marginal effects: of numbers by the derivative, of levels by predictions of the same rows at each. */
final class AverageEffects {
    private final Averages averages;
    private final DesignSpec spec;
    /** The rows used. */
    private final int[] kept;

    private AverageEffects(Averages averages) {
        this.averages = averages;
        this.spec = averages.spec();
        this.kept = Arrays.stream(spec.matrices(averages.source()).predictors().keptRows())
                .mapToInt(Math::toIntExact)
                .toArray();
    }

    static List<Effect> of(Averages averages, List<String> names) {
        DesignSpec spec = averages.spec();
        List<String> columns = names.isEmpty()
                ? spec.variables(spec.predictors()).stream()
                        .filter(c -> averages.source().schema().column(c).isPresent())
                        .toList()
                : names.stream()
                        .map(n -> ReferenceGrid.column(spec, n))
                        .distinct()
                        .toList();
        ReferenceGrid grid = new ReferenceGrid(spec, averages.source(), columns);
        AverageEffects effects = new AverageEffects(averages);
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

    /** The only effect of a column. */
    static Effect one(String column, List<Effect> effects) {
        if (effects.size() != 1) {
            throw new IllegalArgumentException(column + " has " + (effects.size() + 1)
                    + " levels; averageMarginalEffects has the difference of each from the first");
        }
        return effects.get(0);
    }

    private Effect slope(String column) {
        Source source = averages.source();
        Matrix dx = spec.derivative(column, source).matrix();
        boolean linear = averages.scale() == EffectScale.LINK;
        Matrix x = linear ? dx : spec.predictors(source).matrix();
        double[] offset = linear ? new double[0] : spec.offset(source);
        return averages.effect(column, averages.slope(x, offset, dx, kept));
    }

    private List<Effect> levels(String column, ReferenceGrid grid) {
        List<Object> values = grid.values(column);
        List<Effect> out = new ArrayList<>();
        Average reference = at(column, values.get(0));
        for (int k = 1; k < values.size(); k++) {
            String name = column + ": " + grid.text(column, k) + " - " + grid.text(column, 0);
            out.add(averages.effect(name, averages.difference(at(column, values.get(k)), reference)));
        }
        return out;
    }

    /** With all rows at a value. */
    private Average at(String column, Object value) {
        Source held = new Held(averages.source(), column, value);
        return averages.of(spec.predictors(held).matrix(), spec.offset(held), kept);
    }
}
