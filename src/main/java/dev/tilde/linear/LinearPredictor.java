package dev.tilde.linear;

import dev.tilde.data.Source;
import dev.tilde.design.DesignMatrix;
import dev.tilde.design.DesignSpec;
import dev.tilde.formula.Conventions;
import dev.tilde.formula.Role;
import dev.tilde.linalg.Matrix;
import java.util.List;
import java.util.Objects;

/** X b and the offset of new rows, NaN where aliased columns leave them open. */
final class LinearPredictor {
    private final DesignSpec spec;
    private final double[] b;
    private final List<Relation> relations;

    /**
     * @param b one for each column, 0 for those that are left out
     * @param relations what makes the left-out columns redundant
     */
    LinearPredictor(DesignSpec spec, double[] b, List<Relation> relations) {
        this.spec = spec;
        this.b = b.clone();
        this.relations = relations;
    }

    double[] estimates() {
        return b.clone();
    }

    List<Relation> relations() {
        return relations;
    }

    private boolean isEstimated(int column) {
        return relations.stream().noneMatch(r -> r.column() == column);
    }

    double[] predict(Source rows) {
        double[] yhat = linear(rows);
        if (!spec.role(Role.OFFSET).isEmpty()) {
            double[] offset = spec.offset(rows);
            for (int i = 0; i < yhat.length; i++) {
                yhat[i] += offset[i];
            }
        }
        return yhat;
    }

    private double[] linear(Source rows) {
        DesignMatrix x = spec.predictors(Objects.requireNonNull(rows, "rows must not be null"));
        if (relations.isEmpty()) {
            return x.times(b);
        }
        if (spec.formula().conventions().coding() == Conventions.Coding.LOCAL) {
            return estimatedColumns(x);
        }
        double[] yhat = x.times(b);
        Matrix m = x.matrix();
        for (int i = 0; i < yhat.length; i++) {
            double[] row = m.row(i);
            boolean estimable = relations.stream().allMatch(r -> r.holds(row));
            yhat[i] = estimable ? yhat[i] : Double.NaN;
        }
        return yhat;
    }

    /** R leaves aliased columns out, so what is missing in them alone does not matter. */
    private double[] estimatedColumns(DesignMatrix x) {
        Matrix m = x.matrix();
        double[] yhat = new double[m.rows()];
        for (int j = 0; j < b.length; j++) {
            boolean estimated = isEstimated(j);
            for (int i = 0; estimated && i < yhat.length; i++) {
                yhat[i] += b[j] * m.get(i, j);
            }
        }
        return yhat;
    }
}
