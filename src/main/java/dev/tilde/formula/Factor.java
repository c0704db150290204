package dev.tilde.formula;

/**
 * One expression that is evaluated on data: a column or a call, not necessarily categorical.
 * Its identity is its canonical text, so {@code log( x )} and {@code log(x)} are one factor.
 *
 * @param name canonical text in the spelling of the formula's conventions; also the name of its column
 * @param expression what to evaluate; of the first place where it stands
 */
public record Factor(String name, Node expression) {
    @Override
    public boolean equals(Object o) {
        return o instanceof Factor f && name.equals(f.name);
    }

    @Override
    public int hashCode() {
        return name.hashCode();
    }

    @Override
    public String toString() {
        return name;
    }
}
