package dev.tilde.cli;

import dev.tilde.formula.Conventions;
import dev.tilde.formula.Formula;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** How a formula is read. */
final class FormulaOptions {
    @Option(
            names = {"--convention", "--as"},
            paramLabel = "NAME",
            defaultValue = "tilde",
            converter = Converter.class,
            description = "Read formulas and name columns as tilde (default), patsy or r does.")
    private Conventions conventions = Conventions.TILDE;

    Formula parse(String text) {
        return Formula.parse(text.strip(), conventions);
    }

    static final class Converter implements ITypeConverter<Conventions> {
        @Override
        public Conventions convert(String word) {
            return Conventions.named(word)
                    .orElseThrow(() -> new TypeConversionException("'" + word + "' is none of tilde, patsy and r"));
        }
    }
}
