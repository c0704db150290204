package dev.tilde.design;

/** Rare levels taken together. */
final class Pool {
    /** The name of the level for all rare ones. */
    static final String OTHER = "other";

    private Pool() {}
}
