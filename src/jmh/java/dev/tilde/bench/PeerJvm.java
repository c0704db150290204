package dev.tilde.bench;

import com.sun.management.OperatingSystemMXBean;
import dev.tilde.Tilde;
import dev.tilde.linear.Families;
import dev.tilde.linear.GlmFit;
import dev.tilde.linear.LinearFit;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import smile.data.DataFrame;
import smile.data.formula.Formula;
import smile.data.formula.Term;
import smile.data.formula.Terms;
import smile.data.measure.NominalScale;
import smile.data.type.DataTypes;
import smile.data.type.StructField;
import smile.data.vector.BaseVector;
import smile.data.vector.DoubleVector;
import smile.data.vector.IntVector;
import smile.regression.LinearModel;
import smile.regression.OLS;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/** The programs of {@link LinearPeers} that run in a Java virtual machine of their own: rows from the file, then calls. */
final class PeerJvm {
    private PeerJvm() {}

    /** What is printed of a fit, so that it is made, and for the estimate and standard error of x1. */
    private record Result(String text, double estimate, double error) {}

    /** @param args program, model, file, calls to warm up, calls to time */
    public static void main(String[] args) throws IOException {
        boolean linear = args[1].equals("ols");
        PeerRows rows = PeerRows.read(Path.of(args[2]), linear ? 20 : 15, linear);
        Supplier<Result> call =
                args[0].equals("smile") ? smile(rows) : linear ? leastSquares(table(rows)) : logistic(table(rows));
        OperatingSystemMXBean system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        int warm = Integer.parseInt(args[3]);
        for (int i = 0; i < warm + Integer.parseInt(args[4]); i++) {
            Map<Long, Long> before = threads();
            long start = System.nanoTime();
            long work = system.getProcessCpuTime();
            Result result = call.get();
            double seconds = (System.nanoTime() - start) * 1e-9;
            double processor = (system.getProcessCpuTime() - work) * 1e-9;
            List<Double> own = new ArrayList<>();
            threads().forEach((id, time) -> own.add((time - before.getOrDefault(id, 0L)) * 1e-9));
            double busiest = Collections.max(own);
            double sum = own.stream().mapToDouble(t -> t).sum();
            if (i >= warm) {
                System.out.println("time " + seconds + " " + processor + " " + result.estimate + " " + result.error
                        + " " + sum / busiest);
            }
        }
    }

    /** Processor time of each thread in nanoseconds, collectors of garbage and compilers left out. */
    private static Map<Long, Long> threads() {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        Map<Long, Long> times = new HashMap<>();
        for (long id : threads.getAllThreadIds()) {
            times.put(id, threads.getThreadCpuTime(id));
        }
        return times;
    }

    private static Table table(PeerRows rows) {
        Table table = Table.create("rows");
        for (int j = 0; j < rows.x.length; j++) {
            table.addColumns(DoubleColumn.create("x" + (j + 1), rows.x[j]));
        }
        table.addColumns(DoubleColumn.create("y", rows.y));
        if (rows.a.length > 0) {
            table.addColumns(text("a", PeerRows.levelsOfA(), rows.a), text("b", PeerRows.levelsOfB(), rows.b));
        }
        return table;
    }

    private static StringColumn text(String name, String[] levels, int[] codes) {
        StringColumn column = StringColumn.create(name);
        for (int code : codes) {
            column.append(levels[code]);
        }
        return column;
    }

    private static Supplier<Result> leastSquares(Table table) {
        String formula = "y ~ " + PeerRows.sum(20) + " + a*b";
        return () -> {
            LinearFit fit = Tilde.ols(formula, table);
            return new Result(
                    fit.summary().toString(),
                    fit.coefficients().get(1).estimate(),
                    fit.coefficients().get(1).stdError());
        };
    }

    private static Supplier<Result> logistic(Table table) {
        String formula = "y ~ " + PeerRows.sum(15);
        return () -> {
            GlmFit fit = Tilde.glm(formula, table, Families.BINOMIAL);
            return new Result(
                    fit.summary().toString(),
                    fit.coefficients().get(1).estimate(),
                    fit.coefficients().get(1).stdError());
        };
    }

    /**
     * Smile codes a:b beside a and b by more columns than there are cells, of which its QR decomposition makes numbers without
     * meaning. a:b alone spans the same columns as a*b, so that is what it gets.
     */
    private static Supplier<Result> smile(PeerRows rows) {
        List<BaseVector<?, ?, ?>> columns = new ArrayList<>();
        List<Term> terms = new ArrayList<>();
        for (int j = 1; j <= rows.x.length; j++) {
            columns.add(DoubleVector.of("x" + j, rows.x[j - 1]));
            terms.add(Terms.$("x" + j));
        }
        columns.add(factor("a", PeerRows.levelsOfA(), rows.a));
        columns.add(factor("b", PeerRows.levelsOfB(), rows.b));
        columns.add(DoubleVector.of("y", rows.y));
        terms.add(Terms.interact("a", "b"));
        DataFrame data = DataFrame.of(columns.toArray(BaseVector[]::new));
        return () -> {
            LinearModel fit = OLS.fit(Formula.of("y", terms.toArray(Term[]::new)), data, "qr", true, false);
            return new Result(fit.toString(), fit.ttest()[1][0], fit.ttest()[1][1]);
        };
    }

    private static IntVector factor(String name, String[] levels, int[] codes) {
        return IntVector.of(new StructField(name, DataTypes.IntegerType, new NominalScale(levels)), codes);
    }
}
