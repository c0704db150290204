package dev.tilde.design;

import dev.tilde.formula.Term;
import java.util.List;
import java.util.Optional;

/**
 * A term and the columns it became. A term can have no columns, or several blocks: {@code 1 + a:b} gives {@code a:b}
 * the columns of b, then those of a within each level of b.
 *
 * @param term the product of factors
 * @param name as in the table of terms
 * @param start its first column
 * @param end one past its last column
 * @param blocks of columns, from {@code start} on
 */
public record CodedTerm(Term term, String name, int start, int end, List<Block> blocks) {
    public CodedTerm {
        blocks = List.copyOf(blocks);
    }

    /** Its columns. */
    public Slice slice() {
        return new Slice(start, end);
    }

    /**
     * Columns that are products of one column of each factor, the first factor's varying fastest. No factors: the
     * constant 1.
     */
    public record Block(List<Part> parts, int columns) {
        public Block {
            parts = List.copyOf(parts);
        }
    }

    /**
     * A factor in a block.
     *
     * @param factor its position in {@link DesignSpec#factors}
     * @param coding of its levels; empty for a numeric factor
     */
    public record Part(int factor, Optional<CodingMatrix> coding) {}
}
