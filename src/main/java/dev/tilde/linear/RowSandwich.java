package dev.tilde.linear;

/** A sandwich whose meat needs the scores of rows alone, so that it serves generalised linear models too. */
interface RowSandwich extends Sandwich {
    /** The meat of a fit. */
    Meat meat(Scored fit);

    @Override
    default Meat meat(LinearFit fit) {
        return meat(Scored.of(fit));
    }
}
