package dev.tilde.design;

import dev.tilde.formula.Role;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the rows of a design are beside their predictors: offset, weights, groups, clusters. Row for row as the
 * matrices; the arrays belong to the caller.
 */
public final class RowRoles {
    /**
     * Levels by their position.
     *
     * @param codes one for each row, -1 where it is missing; not to be modified
     * @param levels in order of first appearance
     */
    @SuppressWarnings("ArrayRecordComponent") // handed over, never compared
    public record Codes(int[] codes, List<String> levels) {
        public Codes {
            levels = List.copyOf(levels);
        }
    }

    private final Map<Role, List<Integer>> positions;
    private final List<FactorInfo> factors;
    private final Pieces rows;

    RowRoles(Map<Role, List<Integer>> positions, List<FactorInfo> factors, Pieces rows) {
        this.positions = positions;
        this.factors = factors;
        this.rows = rows;
    }

    /** The sum of all offsets; empty if the formula has none. */
    public Optional<double[]> offset() {
        return sum(positions.getOrDefault(Role.OFFSET, List.of()), rows);
    }

    static Optional<double[]> sum(List<Integer> offsets, Pieces rows) {
        double[] sum = null;
        for (int f : offsets) {
            double[] more = rows.column(f);
            for (int i = 0; sum != null && i < sum.length; i++) {
                more[i] += sum[i];
            }
            sum = more;
        }
        return Optional.ofNullable(sum);
    }

    /** The weights, 0 or more; empty if the formula has none. */
    public Optional<double[]> weights() {
        return positions.getOrDefault(Role.WEIGHTS, List.of()).stream()
                .findFirst()
                .map(f -> rows.column(f));
    }

    /** The columns that group the rows, or cluster them; empty if the formula has none. */
    public List<Codes> levels(Role role) {
        List<Codes> all = new ArrayList<>();
        for (int f : positions.getOrDefault(role, List.of())) {
            if (factors.get(f) instanceof FactorInfo.Categorical) {
                all.add(rows.levels(f));
            }
        }
        return all;
    }

    /** The columns of numbers or dates with a role, dates as their numbers; empty if the formula has none. */
    public List<double[]> numbers(Role role) {
        List<double[]> all = new ArrayList<>();
        for (int f : positions.getOrDefault(role, List.of())) {
            if (factors.get(f) instanceof FactorInfo.Numeric) {
                all.add(rows.column(f));
            }
        }
        return all;
    }
}
