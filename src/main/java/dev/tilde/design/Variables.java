package dev.tilde.design;

import dev.tilde.formula.Formula;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Which columns of the data factors read. */
final class Variables {
    private Variables() {}

    /**
     * In order of the factors. What is read is what binding asks for, so names of contrasts and constants do not count.
     */
    static List<String> of(DesignSpec spec, Collection<FactorInfo> factors) {
        Evaluator evaluator = spec.build().evaluator(spec.schema());
        Set<String> waiting = new LinkedHashSet<>();
        for (FactorInfo f : factors) {
            if (!evaluator.unseen(f.factor()).isEmpty()) {
                waiting.addAll(Formula.names(f.factor().expression()));
            }
        }
        Set<String> names = new LinkedHashSet<>(evaluator.columns());
        waiting.retainAll(spec.schema().names());
        names.addAll(waiting);
        return List.copyOf(names);
    }
}
