package dev.tilde.design;

import dev.tilde.formula.Formula;
import dev.tilde.formula.FormulaException;
import dev.tilde.formula.Role;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * How a design is learned, beside what the formula says.
 *
 * @param naAction what missing values do
 * @param vocabulary the functions a formula may call
 * @param levels declared orders of levels by column; they win over those of the schema
 * @param contrasts how factors are coded by the name of the factor, as in {@code a} or {@code factor(am)}; a contrast in
 *     the formula wins
 * @param sameRows formulas whose variables must not be missing either, so that several designs have the same rows
 * @param groups columns whose levels, crossed, group the rows; {@code lag} and the like never look across
 * @param order columns that order the rows of a group; empty for the order of the source
 * @param coding which columns factors get
 * @param unseen what becomes of a level of new rows that was not learned
 * @param roles columns that weight, offset or cluster the rows, as {@code weights(w)} in a formula does; formula and
 *     options may not name different ones
 */
public record DesignOptions(
        NaAction naAction,
        Vocabulary vocabulary,
        Map<String, List<String>> levels,
        Map<String, Contrast> contrasts,
        List<Formula> sameRows,
        List<String> groups,
        List<String> order,
        CodingPolicy coding,
        Unseen unseen,
        Map<Role, List<String>> roles) {
    /** Rows with missing values dropped, the standard vocabulary, levels as the schema has them. */
    public static final DesignOptions DEFAULTS = new DesignOptions(
            NaAction.DROP,
            Vocabulary.STANDARD,
            Map.of(),
            Map.of(),
            List.of(),
            List.of(),
            List.of(),
            CodingPolicy.REDUCED,
            Unseen.ERROR,
            Map.of());

    /** @throws IllegalArgumentException if a level of a column is declared twice */
    public DesignOptions {
        Map<String, List<String>> copy = new LinkedHashMap<>();
        levels.forEach((column, declared) -> {
            if (Set.copyOf(declared).size() < declared.size()) {
                throw new IllegalArgumentException(
                        "a level of column " + column + " is declared twice: " + String.join(", ", declared));
            }
            copy.put(column, List.copyOf(declared));
        });
        contrasts = Map.copyOf(contrasts);
        sameRows = List.copyOf(sameRows);
        groups = different("groups", groups);
        order = different("order", order);
        levels = Collections.unmodifiableMap(copy);
        Map<Role, List<String>> own = new EnumMap<>(Role.class);
        roles.forEach((role, columns) -> own.put(role, different(role.name().toLowerCase(Locale.ROOT), columns)));
        roles = Collections.unmodifiableMap(own);
    }

    /** The same with another treatment of missing values. */
    public DesignOptions with(NaAction action) {
        return new DesignOptions(action, vocabulary, levels, contrasts, sameRows, groups, order, coding, unseen, roles);
    }

    /** The same with other functions and contrasts. */
    public DesignOptions with(Vocabulary functions) {
        return new DesignOptions(
                naAction, functions, levels, contrasts, sameRows, groups, order, coding, unseen, roles);
    }

    /**
     * The same with a declared order of a column's levels, the reference first; of a column of numbers those of
     * {@code C(column)}. Levels that are not listed come
     * behind, those that no row has are dropped; R: {@code factor(a, levels = ...)}.
     *
     * @throws IllegalArgumentException if a level is listed twice
     */
    public DesignOptions levels(String column, String... declared) {
        Map<String, List<String>> more = new LinkedHashMap<>(levels);
        more.put(column, Arrays.asList(declared));
        return new DesignOptions(naAction, vocabulary, more, contrasts, sameRows, groups, order, coding, unseen, roles);
    }

    /**
     * Codes a factor by a contrast as {@code C()} takes it: {@code "Sum"}, {@code "Treatment('b')"}, {@code "contr.sum"}.
     *
     * @throws FormulaException if there is no such contrast; its source is {@code C(factor, contrast)}
     */
    public DesignOptions contrast(String factor, String contrast) {
        return contrast(factor, ContrastCalls.of(contrast, vocabulary));
    }

    /** Codes a factor, by its name as it stands in the table of terms, with a contrast; R's {@code contrasts=}. */
    public DesignOptions contrast(String factor, Contrast contrast) {
        Map<String, Contrast> more = new LinkedHashMap<>(contrasts);
        more.put(factor, contrast);
        return new DesignOptions(naAction, vocabulary, levels, more, sameRows, groups, order, coding, unseen, roles);
    }

    /** The same with rows left out that miss something in any of these formulas. */
    public DesignOptions sameRowsAs(List<Formula> formulas) {
        return new DesignOptions(
                naAction, vocabulary, levels, contrasts, formulas, groups, order, coding, unseen, roles);
    }

    /**
     * The same with groups that {@code lag}, {@code diff} and the like do not look across, as {@code groups(g)} in a
     * formula says; several columns cross.
     *
     * @throws IllegalArgumentException if a column is named twice
     */
    public DesignOptions groups(String... columns) {
        return new DesignOptions(
                naAction,
                vocabulary,
                levels,
                contrasts,
                sameRows,
                Arrays.asList(columns),
                order,
                coding,
                unseen,
                roles);
    }

    /**
     * The same with an order of the rows of a group, as {@code order(t)} in a formula says: numbers and dates by value,
     * levels in their order.
     *
     * @throws IllegalArgumentException if a column is named twice
     */
    public DesignOptions order(String... columns) {
        return new DesignOptions(
                naAction,
                vocabulary,
                levels,
                contrasts,
                sameRows,
                groups,
                Arrays.asList(columns),
                coding,
                unseen,
                roles);
    }

    /** The same with other columns for factors. */
    public DesignOptions with(CodingPolicy policy) {
        return new DesignOptions(
                naAction, vocabulary, levels, contrasts, sameRows, groups, order, policy, unseen, roles);
    }

    /** The same with another treatment of levels that only new rows have. */
    public DesignOptions unseen(Unseen policy) {
        return new DesignOptions(
                naAction, vocabulary, levels, contrasts, sameRows, groups, order, coding, policy, roles);
    }

    /** The same with a column that weights the rows, as {@code weights(w)} in a formula says; R's {@code weights=}. */
    public DesignOptions weights(String column) {
        return role(Role.WEIGHTS, column);
    }

    /**
     * The same with columns that are added to the linear predictor with coefficient 1, as {@code offset(x)} in a formula
     * says; R's {@code offset=}.
     *
     * @throws IllegalArgumentException if a column is named twice
     */
    public DesignOptions offset(String... columns) {
        return role(Role.OFFSET, columns);
    }

    /**
     * The same with columns whose levels cluster the rows, as {@code cluster(g)} in a formula says; two columns are two
     * ways of clustering.
     *
     * @throws IllegalArgumentException if a column is named twice
     */
    public DesignOptions cluster(String... columns) {
        return role(Role.CLUSTER, columns);
    }

    private DesignOptions role(Role role, String... columns) {
        Map<Role, List<String>> more = new EnumMap<>(Role.class);
        more.putAll(roles);
        more.put(role, Arrays.asList(columns));
        return new DesignOptions(
                naAction, vocabulary, levels, contrasts, sameRows, groups, order, coding, unseen, more);
    }

    private static List<String> different(String what, List<String> columns) {
        if (Set.copyOf(columns).size() < columns.size()) {
            throw new IllegalArgumentException("a column is named twice in the " + what + ": " + columns);
        }
        return List.copyOf(columns);
    }
}
