package dev.tilde.formula;

/**
 * How a formula is read and its columns are named: independent choices, of which R's and patsy's are two sets and
 * {@link #TILDE} is a third that gives what both give where they agree.
 *
 * @param name of the set, lower case
 * @param spelling how expressions and columns are written
 * @param reading precedence of operators
 * @param intercept which algebra decides on the intercept
 * @param response what the left side is
 * @param responseOnTheRight what {@code y ~ y} does
 * @param power the order of the terms of {@code (a + b)^n}
 * @param emptyLeft what {@code (a - a)*b} is
 * @param signRemoves whether a minus sign before a term removes it; else it may stand on 0 and 1 alone
 * @param needsTilde whether {@code x + a} without a tilde is an error
 * @param dot whether {@code .} stands for all other columns
 * @param dotTakesRowNames whether it also stands for columns that merely name rows
 * @param removedTermsDropRows whether missing values in a removed term drop rows
 * @param termOrder order of the terms in the design
 * @param factorOrder order of the factors inside a term
 * @param coding how redundancy is avoided
 * @param fullForm columns of a factor that is coded in full
 * @param unusedLevels whether a level that no kept row has keeps its column
 * @param nanComparesFalse whether a comparison with a missing number is false; else it is missing
 * @param infinite whether an infinite value is data; else an error
 * @param oneLevel what a factor with one level is
 */
public record Conventions(
        String name,
        Spelling spelling,
        Reading reading,
        Intercept intercept,
        Response response,
        ResponseOnTheRight responseOnTheRight,
        PowerOrder power,
        EmptyLeft emptyLeft,
        boolean signRemoves,
        boolean needsTilde,
        boolean dot,
        boolean dotTakesRowNames,
        boolean removedTermsDropRows,
        TermOrder termOrder,
        FactorOrder factorOrder,
        Coding coding,
        FullForm fullForm,
        boolean unusedLevels,
        boolean nanComparesFalse,
        boolean infinite,
        OneLevel oneLevel) {

    /** What both engines give where they agree; an error that names both readings where they silently differ. */
    public static final Conventions TILDE = new Conventions(
            "tilde",
            Spelling.TILDE,
            Reading.STRICT,
            Intercept.BOTH,
            Response.COLUMNS,
            ResponseOnTheRight.REFUSED,
            PowerOrder.PRODUCT,
            EmptyLeft.REFUSED,
            false,
            false,
            true,
            false,
            false,
            TermOrder.DEGREE,
            FactorOrder.WRITTEN,
            Coding.EXACT,
            FullForm.INDICATORS,
            false,
            false,
            false,
            OneLevel.NO_COLUMN);

    /** As patsy 0.5.3 and 1.0.2 read and name. */
    public static final Conventions PATSY = new Conventions(
            "patsy",
            Spelling.PATSY,
            Reading.PATSY,
            Intercept.PATSY,
            Response.TERMS,
            ResponseOnTheRight.KEPT,
            PowerOrder.SUCCESSIVE,
            EmptyLeft.IGNORED,
            false,
            false,
            false,
            true,
            false,
            TermOrder.BUCKETS,
            FactorOrder.WRITTEN,
            Coding.EXACT,
            FullForm.CONTRAST,
            true,
            true,
            true,
            OneLevel.NO_COLUMN);

    /** As R 4.2.2 with {@code lm} reads and names. */
    public static final Conventions R = new Conventions(
            "r",
            Spelling.R,
            Reading.R,
            Intercept.R,
            Response.EXPRESSION,
            ResponseOnTheRight.DROPPED,
            PowerOrder.PRODUCT,
            EmptyLeft.NOTHING,
            true,
            true,
            true,
            true,
            true,
            TermOrder.DEGREE,
            FactorOrder.VARIABLE,
            Coding.LOCAL,
            FullForm.INDICATORS,
            false,
            false,
            true,
            OneLevel.REFUSED);

    /** Spelling of expressions, names of columns. */
    public enum Spelling {
        /** {@code Intercept, a[T.a2], I(x^2)}. */
        TILDE,
        /** {@code Intercept, a[T.a2], I(x ** 2)}. */
        PATSY,
        /** {@code (Intercept), aa2, I(x^2)}. */
        R
    }

    /** Precedence. */
    public enum Reading {
        /** R's levels; what patsy would read otherwise, silently, is an error. */
        STRICT,
        /** Comparisons and Python's operators bind tighter than the operators of formulas. */
        PATSY,
        /** A comparison takes the whole sum. */
        R
    }

    /** Who decides on the intercept. */
    public enum Intercept {
        /** Both algebras; an error where they differ. */
        BOTH,
        /** The marks of patsy's algebra: the last {@code 0} or {@code 1} wins. */
        PATSY,
        /** R's flag and its parity under minus signs. */
        R
    }

    /** The left side. */
    public enum Response {
        /** One column or several joined by {@code +}; other arithmetic needs {@code I()}. */
        COLUMNS,
        /** Term algebra, as on the right. */
        TERMS,
        /** One expression, calculated. */
        EXPRESSION
    }

    /** The response among the predictors. */
    public enum ResponseOnTheRight {
        /** An error. */
        REFUSED,
        /** A predictor like any other, as patsy. */
        KEPT,
        /** Left out, as R. */
        DROPPED
    }

    /** Terms of a power. */
    public enum PowerOrder {
        /** L, then L:L, then L:L:L appended, as patsy. */
        SUCCESSIVE,
        /** Lexicographic product, as R. */
        PRODUCT
    }

    /** An empty left operand of {@code *} and {@code /}. */
    public enum EmptyLeft {
        /** An error. */
        REFUSED,
        /** The right operand remains. */
        IGNORED,
        /** Nothing remains. */
        NOTHING
    }

    /** Order of terms. */
    public enum TermOrder {
        /** By number of factors, stable. */
        DEGREE,
        /** Terms without numeric factors, then by set of numeric factors; inside by number of factors. */
        BUCKETS
    }

    /** Order of factors inside a term. */
    public enum FactorOrder {
        /** As the term is written. */
        WRITTEN,
        /** By first appearance of each variable in the formula. */
        VARIABLE
    }

    /** Avoiding redundant columns. */
    public enum Coding {
        /** Full rank, and the span of all indicators. */
        EXACT,
        /** R's rule, term by term. */
        LOCAL
    }

    /** A factor coded in full. */
    public enum FullForm {
        /** One indicator for each level, whatever the contrast. */
        INDICATORS,
        /** What the contrast defines; mostly a constant beside its columns. */
        CONTRAST
    }

    /** A factor of which only one level is left. */
    public enum OneLevel {
        /** A term without columns beside an intercept. */
        NO_COLUMN,
        /** An error, as R's contrasts. */
        REFUSED
    }
}
