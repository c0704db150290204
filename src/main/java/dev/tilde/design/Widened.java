package dev.tilde.design;

import java.util.List;

/** A function whose arguments may have several columns each, and that must know which columns belong together. */
interface Widened {
    /**
     * The function for arguments of these columns.
     *
     * @param suffixes for each argument that is data, what its columns are told apart by
     * @return a {@link Transform} or a {@link StatefulTransform} of all columns side by side
     */
    Object over(List<List<String>> suffixes);
}
