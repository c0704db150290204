package dev.tilde.linalg;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The system's OpenBLAS on arrays of the heap and on weights outside it, through the foreign function interface of Java
 * 22. That is called by reflection, since Tilde is compiled for Java 17; what comes out are constant handles, which the
 * compiler sees through. While a call runs the garbage collector may have to wait, so calls are kept short.
 */
final class OpenBlas {
    private static final int OLDEST_JAVA = 22;
    private static final List<String> NAMES = List.of(
            "libopenblas.so.0",
            "libopenblas.so",
            "libopenblas.dylib",
            "/opt/homebrew/opt/openblas/lib/libopenblas.dylib",
            "/usr/local/opt/openblas/lib/libopenblas.dylib",
            "libopenblas.dll");

    private static final String MISSING;
    private static final int ROW_MAJOR = 101;
    private static final int AS_IS = 111;
    private static final int TRANSPOSED = 112;

    /** Where weights begin: a line of the cache, which with AVX-512 is also one load. Arrays of the heap lie athwart. */
    private static final long ALIGNED = 64;

    private static final @Nullable Handles FOUND;

    /**
     * @param onArrays cblas_sgemm of arrays
     * @param onWeights the same, B being memory of {@code allocate}
     * @param allocate so many bytes, so aligned, until nothing refers to them
     * @param copy numbers of an array, from, to such memory, from a byte on, how many
     */
    private record Handles(MethodHandle onArrays, MethodHandle onWeights, MethodHandle allocate, MethodHandle copy) {}

    static {
        Handles found = null;
        String missing = "";
        try {
            found = find();
        } catch (IllegalStateException e) {
            missing = String.valueOf(e.getMessage());
        } catch (Throwable e) {
            missing = "it cannot be called: " + e;
        }
        FOUND = found;
        MISSING = missing;
    }

    private OpenBlas() {}

    /** @throws IllegalStateException if it is not there; the message says what is missing */
    static OpenBlas load() {
        if (FOUND == null) {
            throw new IllegalStateException("the engine blas is not there: " + MISSING);
        }
        return new OpenBlas();
    }

    /** Numbers outside the heap, given back when nothing refers to them any more; a {@code MemorySegment}. */
    record Room(Object memory) {}

    /** Room for so many numbers. */
    Room room(int size) {
        try {
            return new Room((Object) handles().allocate.invokeExact(4L * size, ALIGNED));
        } catch (Throwable e) {
            throw new IllegalStateException("no room for " + size + " weights outside the heap", e);
        }
    }

    /** Copies n numbers of an array into such room. */
    void copy(float[] from, int at, Room room, int atRoom, int n) {
        try {
            handles().copy.invokeExact((Object) from, at, room.memory, 4L * atRoom, n);
        } catch (Throwable e) {
            throw new IllegalStateException("weights cannot be copied outside the heap", e);
        }
    }

    /**
     * C += A B of row-major matrices that begin somewhere in arrays or, B, in a {@link Room}; {@code m x n} is the size
     * of C and k the length of the sums.
     *
     * @param lda numbers from one row of A, as it lies there, to the next; ldb and ldc likewise
     */
    void multiply(
            int m, int n, int k, float[] a, int atA, int lda, Room b, int atB, int ldb, float[] c, int atC, int ldc) {
        try {
            handles()
                    .onWeights
                    .invokeExact(
                            ROW_MAJOR, AS_IS, AS_IS, m, n, k, 1f, a, 4L * atA, lda, b.memory, 4L * atB, ldb, 1f, c,
                            4L * atC, ldc);
        } catch (Throwable e) {
            throw new IllegalStateException("OpenBLAS failed", e);
        }
    }

    /** C = A' B of arrays: A is k x m, B k x n, C m x n. */
    void outer(int m, int n, int k, float[] a, float[] b, float[] c) {
        try {
            handles().onArrays.invokeExact(ROW_MAJOR, TRANSPOSED, AS_IS, m, n, k, 1f, a, 0L, m, b, 0L, n, 0f, c, 0L, n);
        } catch (Throwable e) {
            throw new IllegalStateException("OpenBLAS failed", e);
        }
    }

    private static Handles handles() {
        return Objects.requireNonNull(FOUND);
    }

    private static Handles find() throws Throwable {
        int java = Runtime.version().feature();
        if (java < OLDEST_JAVA) {
            throw new IllegalStateException("it needs Java " + OLDEST_JAVA + " or newer, this is Java " + java);
        }
        Foreign f = new Foreign();
        Object library = f.library();
        f.call(library, "openblas_set_num_threads", int.class).invoke(1);
        Class<?> i = int.class;
        MethodHandle raw = f.call(
                library,
                "cblas_sgemm",
                i,
                i,
                i,
                i,
                i,
                i,
                float.class,
                f.segment,
                i,
                f.segment,
                i,
                float.class,
                f.segment,
                i);
        MethodHandle array = f.slice(float[].class);
        MethodHandle weights = f.slice(Object.class);
        return new Handles(
                pointers(raw, array, array, array), pointers(raw, array, weights, array), f.allocate(), f.copy());
    }

    /** Takes A, B and C by what makes a memory segment of what is passed. */
    private static MethodHandle pointers(MethodHandle sgemm, MethodHandle a, MethodHandle b, MethodHandle c) {
        MethodHandle last = MethodHandles.collectArguments(sgemm, 12, c);
        return MethodHandles.collectArguments(MethodHandles.collectArguments(last, 9, b), 7, a);
    }

    /** The parts of java.lang.foreign that are used. */
    private static final class Foreign {
        private static final String PACKAGE = "java.lang.foreign.";

        private final MethodHandles.Lookup lookup = MethodHandles.publicLookup();
        final Class<?> segment = Class.forName(PACKAGE + "MemorySegment");
        private final Class<?> linker = Class.forName(PACKAGE + "Linker");
        private final Class<?> option = Class.forName(PACKAGE + "Linker$Option");
        private final Class<?> symbols = Class.forName(PACKAGE + "SymbolLookup");
        private final Class<?> arena = Class.forName(PACKAGE + "Arena");
        private final Class<?> layout = Class.forName(PACKAGE + "MemoryLayout");
        private final Class<?> values = Class.forName(PACKAGE + "ValueLayout");
        private final Class<?> function = Class.forName(PACKAGE + "FunctionDescriptor");

        Foreign() throws ClassNotFoundException {}

        /** The first library there is. */
        Object library() throws ReflectiveOperationException {
            Object global = arena.getMethod("global").invoke(null);
            for (String name : NAMES) {
                try {
                    return symbols.getMethod("libraryLookup", String.class, arena)
                            .invoke(null, name, global);
                } catch (java.lang.reflect.InvocationTargetException e) {
                    if (!(e.getCause() instanceof IllegalArgumentException)) {
                        throw e;
                    }
                }
            }
            throw new IllegalStateException("no library is called " + String.join(", ", NAMES)
                    + "; on Debian and Ubuntu: apt-get install libopenblas0" + path());
        }

        private static String path() {
            String path = System.getProperty("java.library.path", "");
            return path.isEmpty() ? "" : " (looked where the system does, LD_LIBRARY_PATH included)";
        }

        /** A function without a result that may be called with arrays of the heap. */
        MethodHandle call(Object library, String name, Class<?>... types) throws ReflectiveOperationException {
            Object address = ((Optional<?>)
                            symbols.getMethod("find", String.class).invoke(library, name))
                    .orElseThrow(() -> new IllegalStateException("the library has no " + name));
            Object layouts = Array.newInstance(layout, types.length);
            List<Object> all = new ArrayList<>();
            for (Class<?> type : types) {
                String constant = type == int.class ? "JAVA_INT" : type == float.class ? "JAVA_FLOAT" : "ADDRESS";
                all.add(values.getField(constant).get(null));
            }
            for (int t = 0; t < types.length; t++) {
                Array.set(layouts, t, all.get(t));
            }
            Object descriptor = function.getMethod("ofVoid", layouts.getClass()).invoke(null, layouts);
            Object critical = Array.newInstance(option, 1);
            Array.set(critical, 0, option.getMethod("critical", boolean.class).invoke(null, true));
            Object native_ = linker.getMethod("nativeLinker").invoke(null);
            return (MethodHandle) linker.getMethod("downcallHandle", segment, function, critical.getClass())
                    .invoke(native_, address, descriptor, critical);
        }

        /** An array, or a segment given as an object, and a byte, to the numbers from there on. */
        MethodHandle slice(Class<?> of) throws ReflectiveOperationException {
            MethodHandle from = lookup.findVirtual(segment, "asSlice", MethodType.methodType(segment, long.class));
            return of == Object.class
                    ? from.asType(MethodType.methodType(segment, Object.class, long.class))
                    : MethodHandles.filterArguments(
                            from, 0, lookup.findStatic(segment, "ofArray", MethodType.methodType(segment, of)));
        }

        /** (bytes, alignment) to a segment that the collector gives back. */
        MethodHandle allocate() throws ReflectiveOperationException {
            MethodHandle open = lookup.findStatic(arena, "ofAuto", MethodType.methodType(arena));
            MethodHandle allocate =
                    lookup.findVirtual(arena, "allocate", MethodType.methodType(segment, long.class, long.class));
            return MethodHandles.collectArguments(allocate, 0, open)
                    .asType(MethodType.methodType(Object.class, long.class, long.class));
        }

        /** (array, from, segment, byte, count). */
        MethodHandle copy() throws ReflectiveOperationException {
            Class<?> type = Class.forName(PACKAGE + "ValueLayout");
            MethodHandle copy = lookup.findStatic(
                    segment,
                    "copy",
                    MethodType.methodType(void.class, Object.class, int.class, segment, type, long.class, int.class));
            Object floats = values.getField("JAVA_FLOAT").get(null);
            return MethodHandles.insertArguments(copy, 3, floats)
                    .asType(MethodType.methodType(
                            void.class, Object.class, int.class, Object.class, long.class, int.class));
        }
    }
}
