package dev.tilde.linalg;

import org.jspecify.annotations.Nullable;

/** Finds the engines that are there, once in a JVM. */
final class Engines {
    private static final String MODULE = "jdk.incubator.vector";

    /** VECTOR, or why it is not there. */
    private record Vector(@Nullable Products products, String missing) {}

    private static @Nullable Products java;
    private static @Nullable Vector vector;
    private static @Nullable Products fastest;
    private static @Nullable Products blas;

    private Engines() {}

    /** @throws IllegalStateException if the engine is not there; the message says what is missing */
    static synchronized Products products(Engine engine) {
        return switch (engine) {
            case AUTO -> fastest();
            case JAVA -> inJava();
            case VECTOR -> {
                Products there = vector().products();
                if (there == null) {
                    throw new IllegalStateException("the engine vector is not there: " + vector().missing());
                }
                yield there;
            }
            case BLAS -> inBlas();
        };
    }

    private static Products inJava() {
        Products known = java;
        if (known == null) {
            known = new JavaProducts();
            java = known;
        }
        return known;
    }

    private static Products inBlas() {
        Products known = blas;
        if (known == null) {
            known = new BlasProducts(OpenBlas.load(), inJava());
            blas = known;
        }
        return known;
    }

    private static Products fastest() {
        Products known = fastest;
        if (known == null) {
            Products there = vector().products();
            known = there == null ? inJava() : new FastestProducts(inJava(), there);
            fastest = known;
        }
        return known;
    }

    /** The class is loaded by name: without the module it could not even be verified. */
    private static Vector vector() {
        Vector known = vector;
        if (known == null) {
            known = find();
            vector = known;
        }
        return known;
    }

    private static Vector find() {
        if (ModuleLayer.boot().findModule(MODULE).isEmpty()) {
            return new Vector(null, "start with java --add-modules " + MODULE);
        }
        try {
            Class<?> type = Class.forName("dev.tilde.linalg.VectorProducts");
            return new Vector(
                    (Products) type.getDeclaredConstructor(Products.class).newInstance(inJava()), "");
        } catch (ReflectiveOperationException | LinkageError e) {
            return new Vector(null, "this Java's " + MODULE + " is another one than Tilde was built for (" + e + ")");
        }
    }
}
