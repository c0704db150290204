package dev.tilde.linalg;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The system's OpenBLAS on arrays of the heap, through the foreign function interface of Java 22. That is called by
 * reflection, since Tilde is compiled for Java 17; what comes out is one constant handle, which the compiler sees
 * through. While a call runs the garbage collector may have to wait, so calls are kept short.
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
    private static final @Nullable MethodHandle SGEMM;

    static {
        MethodHandle sgemm = null;
        String missing = "";
        try {
            sgemm = find();
        } catch (IllegalStateException e) {
            missing = String.valueOf(e.getMessage());
        } catch (Throwable e) {
            missing = "it cannot be called: " + e;
        }
        SGEMM = sgemm;
        MISSING = missing;
    }

    private OpenBlas() {}

    /** @throws IllegalStateException if it is not there; the message says what is missing */
    static OpenBlas load() {
        if (SGEMM == null) {
            throw new IllegalStateException("the engine blas is not there: " + MISSING);
        }
        return new OpenBlas();
    }

    /**
     * C = A B + beta C, or A' B + beta C, of row-major matrices that begin somewhere in arrays; {@code m x n} is the
     * size of C and k the length of the sums.
     *
     * @param lda numbers from one row of A, as it lies there, to the next; ldb and ldc likewise
     */
    void multiply(
            boolean transposed,
            int m,
            int n,
            int k,
            float[] a,
            int atA,
            int lda,
            float[] b,
            int atB,
            int ldb,
            float beta,
            float[] c,
            int atC,
            int ldc) {
        try {
            SGEMM.invokeExact(
                    101,
                    transposed ? 112 : 111,
                    111,
                    m,
                    n,
                    k,
                    1f,
                    a,
                    4L * atA,
                    lda,
                    b,
                    4L * atB,
                    ldb,
                    beta,
                    c,
                    4L * atC,
                    ldc);
        } catch (Throwable e) {
            throw new IllegalStateException("OpenBLAS failed", e);
        }
    }

    private static MethodHandle find() throws Throwable {
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
        MethodHandle slice = f.slice();
        MethodHandle handle = raw;
        for (int pointer : new int[] {12, 9, 7}) {
            handle = MethodHandles.collectArguments(handle, pointer, slice);
        }
        return handle;
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

        /** (float[], long) to the numbers from so many bytes on. */
        MethodHandle slice() throws ReflectiveOperationException {
            MethodHandle of = lookup.findStatic(segment, "ofArray", MethodType.methodType(segment, float[].class));
            MethodHandle from = lookup.findVirtual(segment, "asSlice", MethodType.methodType(segment, long.class));
            return MethodHandles.filterArguments(from, 0, of);
        }
    }
}
