package dev.tilde.linalg;

/** How many bits a number of a network has. */
public enum Precision {
    /** float: 24 bits of fraction, relative error 6e-8. The default of networks. */
    SINGLE,
    /** double: 53 bits of fraction, relative error 1.1e-16. */
    DOUBLE
}
