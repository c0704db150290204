package dev.tilde.design;

import dev.tilde.formula.Factor;
import dev.tilde.formula.Formula;
import dev.tilde.formula.Role;
import dev.tilde.formula.Term;
import dev.tilde.formula.Terms;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * All parts of a design as they stand in a file: terms with their coding.
 *
 * @param roles positions of the factors with a role
 */
record SavedSides(SavedSide response, SavedSide predictors, List<SavedSide> further, Map<Role, List<Integer>> roles) {
    SavedSides {
        further = List.copyOf(further);
        roles = Map.copyOf(roles);
    }

    DesignSpec.Coded coded() {
        return new DesignSpec.Coded(
                response.side(),
                predictors.side(),
                further.stream().map(SavedSide::side).toList());
    }

    /** The terms before coding, for those who want to code some of them anew. */
    Sides sides(Formula formula, List<FactorInfo> factors, CodingPolicy policy) {
        List<Factor> all = factors.stream().map(FactorInfo::factor).toList();
        List<Integer> widths = factors.stream()
                .map(f -> f instanceof FactorInfo.Numeric n ? n.suffixes().size() : 0)
                .toList();
        List<List<Term>> right = new ArrayList<>(List.of(predictors.terms()));
        List<List<List<Integer>>> positions = new ArrayList<>();
        for (SavedSide part : further) {
            right.add(part.terms());
            positions.add(part.positions());
        }
        Map<Role, List<Factor>> given = new EnumMap<>(Role.class);
        roles.forEach((role, at) -> given.put(role, at.stream().map(all::get).toList()));
        List<List<Term>> left = response.terms().isEmpty() ? List.of() : List.of(response.terms());
        return new Sides(
                formula,
                new Terms(left, right, given, all),
                new Layout(all, widths, response.positions(), predictors.positions(), positions, roles),
                factors,
                policy);
    }
}
