package dev.tilde.design;

import dev.tilde.data.Schema;
import dev.tilde.data.Source;
import dev.tilde.design.Bound.Numbers;
import dev.tilde.design.Bound.Values;
import dev.tilde.formula.Factor;
import dev.tilde.formula.Term;
import dev.tilde.linalg.Matrix;
import dev.tilde.linalg.MatrixBlock;
import dev.tilde.text.Names;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import org.jspecify.annotations.Nullable;

/**
 * The derivative of a right side: of each product of factors the sum of the products in which one factor is replaced by
 * its derivative. Behind the factors of the design stand their derivatives, so that what builds designs builds this.
 */
final class DerivedDesign {
    private final DesignSpec spec;
    private final Side side;
    private final Evaluator evaluator;
    private final List<@Nullable Bound> bounds = new ArrayList<>();
    private final List<FactorInfo> infos = new ArrayList<>();

    private DerivedDesign(DesignSpec spec, Source source, String column) {
        this.spec = spec;
        this.side = spec.predictors();
        this.evaluator = spec.build()
                .evaluator(
                        source, spec.factors().stream().map(FactorInfo::factor).toList());
        SortedSet<Integer> used = Factors.used(side);
        List<Factor> needed =
                used.stream().map(f -> spec.factors().get(f).factor()).toList();
        evaluator.lookup().check(needed);
        Derivative derivative = new Derivative(spec.formula(), spec.options(), evaluator, column);
        List<@Nullable Bound> slopes = new ArrayList<>();
        for (int f = 0; f < spec.factors().size(); f++) {
            FactorInfo info = spec.factors().get(f);
            bounds.add(used.contains(f) ? spec.build().bind(evaluator, f) : null);
            Optional<Values> slope = used.contains(f) && bounds.get(f) instanceof Numbers
                    ? derivative.of(info.factor().expression())
                    : Optional.empty();
            slopes.add(
                    slope.isPresent() && bounds.get(f) instanceof Numbers n
                            ? new Numbers(Schema.Kind.NUMBER, n.suffixes(), slope.get())
                            : null);
        }
        bounds.addAll(slopes);
        infos.addAll(spec.factors());
        infos.addAll(spec.factors());
    }

    static DesignMatrix of(DesignSpec spec, Source source, String column) {
        check(spec, source, column);
        return new DerivedDesign(spec, source, column).build(source);
    }

    private static void check(DesignSpec spec, Source source, String column) {
        List<String> known = spec.variables(spec.predictors());
        if (!known.contains(column)) {
            String near = Names.didYouMean(column, known);
            throw new IllegalArgumentException("the right side does not read a column " + column + "; "
                    + (near.isEmpty() ? "it reads " + Names.list(known, 12) : near));
        }
        Optional<Schema.Column> found = source.schema().column(column);
        if (found.isPresent()
                && (found.get().kind() == Schema.Kind.TEXT || found.get().kind() == Schema.Kind.BOOLEAN)) {
            throw new IllegalArgumentException("derivatives are for numeric columns, and " + column + " holds "
                    + found.get().kind().label() + " values");
        }
    }

    private DesignMatrix build(Source source) {
        int shift = spec.factors().size();
        List<CodedTerm.Block> summands = new ArrayList<>();
        Map<Integer, List<Integer>> ofBlock = new HashMap<>();
        int number = 0;
        List<Integer> widths = new ArrayList<>();
        for (CodedTerm term : side.terms()) {
            for (CodedTerm.Block block : term.blocks()) {
                for (int k = 0; k < block.parts().size(); k++) {
                    CodedTerm.Part part = block.parts().get(k);
                    if (bounds.get(shift + part.factor()) != null) {
                        List<CodedTerm.Part> parts = new ArrayList<>(block.parts());
                        parts.set(k, new CodedTerm.Part(shift + part.factor(), part.coding()));
                        ofBlock.computeIfAbsent(number, b -> new ArrayList<>()).add(summands.size());
                        summands.add(new CodedTerm.Block(parts, block.columns()));
                    }
                }
                widths.add(block.columns());
                number++;
            }
        }
        Building pass = new Building(
                spec.formula(), infos, bounds, false, Set.of(), spec.options().unseen());
        Pieces state = source.run(pass, evaluator.columns());
        // One term is as good as another to hold the blocks.
        Side pieces = new Side(List.of(new CodedTerm(Term.INTERCEPT, "", 0, 0, summands)), List.of());
        DesignMatrix built = state.matrix(pieces, infos);
        List<MatrixBlock> blocks = new ArrayList<>();
        for (int b = 0; b < number; b++) {
            List<MatrixBlock> own = ofBlock.getOrDefault(b, List.of()).stream()
                    .map(built.blocks()::get)
                    .toList();
            blocks.add(own.size() == 1 ? own.get(0) : sum(own, built.rows(), widths.get(b)));
        }
        return new DesignMatrix(side, blocks, built.numbers());
    }

    private static MatrixBlock sum(List<MatrixBlock> blocks, int rows, int columns) {
        Matrix sum = Matrix.zeros(rows, columns);
        double[] column = new double[rows];
        for (MatrixBlock b : blocks) {
            for (int j = 0; j < columns; j++) {
                b.copyColumn(j, column, 0);
                for (int i = 0; i < rows; i++) {
                    sum.data()[j * rows + i] += column[i];
                }
            }
        }
        return new MatrixBlock.Dense(sum);
    }
}
