package dev.tilde.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is typed, what comes back. */
class TranscriptTest {
    private static final String SMALL = "y,x,g\n1,2,a\n2,3,b\n3,4,a\n4,6,b\n6,7,a\n";

    @TempDir
    static Path folder;

    @BeforeAll
    static void files() throws IOException {
        write("s.csv", SMALL);
        write("empty.csv", "");
        write("head.csv", "y,x\n");
        write("nohead.csv", "1,2\n3,4\n5,6\n");
        write("norows.csv", "y,x\n1,\n2,\n");
        write("ragged.csv", "y,x\n1,2\n3\n");
        write("one.csv", "y,g\n1,a\n2,a\n3,a\n");
        write("eu.csv", "y;x\n1,5;2\n2,5;3\n4,1;5\n");
        write("tabs.txt", "y\tx\n1\t2\n2\t3\n4\t5\n");
        write("codes.csv", "y,x\n1,2\n-99,3\n4,5\n5,6\n");
        write("nul.csv", "y,x\n1,\0\n");
        Files.write(
                folder.resolve("latin.csv"),
                "y,gr\u00f6\u00dfe\n1,2\n2,3\n4,5\n".getBytes(StandardCharsets.ISO_8859_1));
        byte[] junk = new byte[3000];
        new Random(1).nextBytes(junk);
        Files.write(folder.resolve("junk.csv"), junk);
        Files.createDirectory(folder.resolve("folder"));
    }

    private static void write(String name, String text) throws IOException {
        Files.writeString(folder.resolve(name), text);
    }

    /**
     * Arguments joined by {@code |}, standard input, exit code, and what the streams hold: exactly that line by line, or
     * with a dot line for anything.
     */
    record Case(String args, String stdin, int exit, String out, String err) {
        @Override
        public String toString() {
            return args.length() > 80 ? args.substring(0, 77) + "..." : args;
        }
    }

    private static Case wrong(String args, int exit, String err) {
        return new Case(args, "", exit, "", err);
    }

    private static Case right(String args, String out) {
        return new Case(args, "", 0, out, "");
    }

    static Stream<Case> formulas() {
        return Stream.of(
                wrong("fit|airquality|Ozone ~ Solar.R + Wind + Tmp", 4, """
                        error: no column named "Tmp" in airquality

                            Ozone ~ Solar.R + Wind + Tmp
                                                     ^^^
                            Did you mean Temp?
                            Columns: Ozone, Solar.R, Wind, Temp, Month, Day
                        """),
                wrong("fit|s.csv|y ~ lgo(x)", 3, """
                        error: no function named "lgo"

                            y ~ lgo(x)
                                ^^^
                        ...
                        """),
                wrong("explain|y ~ x +* z", 3, """
                        error: a term is missing before "*"

                            y ~ x +* z
                                   ^
                            After "+" a column, a function call or "(" can follow.
                        """),
                wrong("explain|System.exit(1)", 3, """
                        error: no function named "System.exit"

                            System.exit(1)
                            ^^^^^^^^^^^
                            Formulas call a fixed list of functions, never code.
                        """),
                wrong("explain|y ~ __import__('os')", 3, """
                        error: no function named "__import__"
                        ...
                        """),
                wrong("fit|s.csv|y ~ __import__('os').system('id')", 3, """
                        error: an operator is missing before ".system"
                        ...
                        """),
                wrong("fit|s.csv|y ~ `rm -rf x`", 4, """
                        error: no column named "rm -rf x" in s.csv
                        ...
                        """),
                wrong("fit|s.csv|y ~ $(id)", 3, """
                        error: the character "$" has no meaning in a formula
                        ...
                        """),
                wrong("fit|s.csv|", 3, """
                        error: the formula is empty
                        ...
                        """),
                wrong("fit|s.csv|" + "(".repeat(50_000) + "x" + ")".repeat(50_000), 3, """
                        error: brackets, signs and powers nest deeper than 200
                        ...
                        """),
                wrong("fit|s.csv|g ~ x", 4, """
                        error: the response g is a factor; least squares needs numbers
                        ...
                        """),
                wrong("fit|one.csv|y ~ g|--convention|r", 4, """
                        error: g has 1 level in the rows used; R's contrasts need 2 or more
                        ...
                        """));
    }

    static Stream<Case> data() {
        return Stream.of(
                wrong("fit|empty.csv|y ~ x", 4, "error: empty.csv is empty; ...\n"),
                wrong("fit|head.csv|y ~ x", 4, "error: head.csv has a header but no rows\n"),
                wrong("fit|nohead.csv|y ~ x", 4, """
                        note: nohead.csv: the first line (1, 2) holds numbers ...
                        error: no columns named "y", "x" in nohead.csv
                        ...
                        """),
                wrong("fit|norows.csv|y ~ x|-q", 4, """
                        error: no rows left of 2

                            y ~ x
                            ^^^^^
                            A row counts only if nothing is missing: x is missing in 2.
                        """),
                wrong("fit|ragged.csv|y ~ x", 4, "error: ragged.csv line 3 has 1 field, the header has 2\n"),
                wrong("fit|junk.csv|y ~ x", 4, "error: junk.csv line 1 is not UTF-8: ...\n"),
                wrong("fit|nul.csv|y ~ x", 4, "error: nul.csv line 2 ...\n"),
                wrong("fit|latin.csv|y ~ x", 4, "error: latin.csv line 1 is not UTF-8: ...\n"),
                wrong("fit|folder|y ~ x", 4, "error: folder is a folder, not a file\n"),
                wrong("fit||y ~ x", 4, "error: the name of the data is empty\n"),
                wrong("fit|airqualty|y ~ x", 4, """
                        error: there is no file airqualty and no data set of that name
                            Did you mean airquality?  tilde data lists the data sets.
                        """),
                wrong("fit|s.cvs|y ~ x", 4, """
                        error: there is no file s.cvs and no data set of that name
                            Did you mean s.csv?
                        """),
                wrong("fit|y ~ x|s.csv", 4, """
                        error: there is no file "y ~ x"
                            The data come first, then the formula.
                        """),
                wrong("fit|s.csv|y ~ x|--type|q=factor", 4, "error: s has no column q; its columns are y, x, g\n"),
                wrong("fit|s.csv|y ~ x|--type|g=number", 4, "error: ...\n"),
                wrong("fit|s.csv|y ~ g|--levels|g=b", 4, "error: column g: \"a\" ...\n"),
                new Case(
                        "fit|-|y ~ x",
                        "y,x\n1\n",
                        4,
                        "",
                        "error: standard input line 2 has 1 field, the header has 2\n"));
    }

    static Stream<Case> usage() {
        return Stream.of(
                wrong("help|fti", 2, "error: unknown command fti\n...\n"),
                wrong("fti|s.csv", 2, """
                        error: unknown command fti
                            Did you mean fit?
                            See tilde --help
                        """),
                wrong("fit|s.csv|y ~ x|--lvel|0.9", 2, """
                        error: unknown option --lvel
                            Did you mean --level or --levels?
                            See tilde fit --help
                        """),
                wrong("fit|s.csv", 2, """
                        error: FORMULA missing
                            See tilde fit --help
                        """),
                wrong("fit", 2, """
                        error: DATA and FORMULA missing
                            See tilde fit --help
                        """),
                wrong("fit|s.csv|y|~|x", 2, """
                        error: too much: "~"; formulas and names with blanks need quotes around them
                            See tilde fit --help
                        """),
                wrong("fit|s.csv|y ~ x|--level|high", 2, """
                        error: invalid value for option '--level': 'high' is no number
                            See tilde fit --help
                        """),
                wrong("fit|s.csv|y ~ x|--level|95", 2, "error: --level: the level of intervals must lie ...\n"),
                wrong("fit|s.csv|y ~ x|--width|10", 2, "error: --width has to be at least 40, not 10\n"),
                wrong("fit|s.csv|y ~ x|-f|xml", 2, """
                        error: invalid value for option '--format': 'xml' is none of text, json, csv, md and html
                            See tilde fit --help
                        """),
                wrong("explain|y ~ x|-f|csv", 2, "error: explain has no csv; it writes text, json, md, html\n"),
                wrong("explain|y ~ x|--convention|sas", 2, """
                        error: invalid value for option '--convention': 'sas' is none of tilde, patsy and r
                            See tilde explain --help
                        """),
                wrong("data|cars|--na|-99", 2, "error: --sep, --na, --decimal and --encoding are for files; ...\n"),
                wrong("data|s.csv|--type|x", 2, """
                        error: --type wants COLUMN=TYPE, such as --type month=factor, and not "x"
                        """),
                wrong("data|s.csv|--type|x=banana", 2, "error: --type x=banana: unknown type banana; ...\n"),
                wrong("data|s.csv|--levels|=a,b", 2, "error: --levels wants COLUMN=A,B,C, ...\n"),
                wrong("data|s.csv|--sep|ab", 2, "error: --sep is one character or tab, and not \"ab\"\n"),
                wrong("data|s.csv|--decimal|;", 2, "error: --decimal is . or , and not \";\"\n"),
                wrong("data|s.csv|--encoding|latin", 2, "error: --encoding: Java knows none called \"latin\"; ...\n"),
                wrong("fit|s.csv|y ~ x|-o|s.csv", 1, "error: -o s.csv would overwrite the data; choose another file\n"),
                wrong("fit|s.csv|y ~ x|-o|nowhere/a.json", 1, "error: cannot write nowhere/a.json: there is no ...\n"),
                wrong("report|s.csv|y ~ x|-o|folder", 1, "error: cannot write folder: it is a folder\n"));
    }

    static Stream<Case> results() {
        return Stream.of(
                right("explain|y ~ a * b - a", """
                        Formula   y ~ a * b - a

                          Response   y
                          Terms      1 + b + a:b
                          Variables  y, a, b
                          Columns    need data: tilde explain FORMULA DATA
                        """),
                right("explain|-1 + x", """
                        Formula   ~ -1 + x

                          Terms      x
                        ...
                        """),
                right("explain|y1 + y2 ~ x", """
                        ...
                          R          reads I(y1 + y2) ~ 1 + x
                        ...
                        """),
                right("explain|y ~ .", """
                        Formula   y ~ .

                          Terms      need data, since they depend on the names of its columns
                        ...
                        """),
                wrong("explain|y ~ .|--convention|patsy", 3, "error: patsy has no dot for all other columns\n...\n"),
                right("explain|y ~ x * g|s.csv", """
                        Formula   y ~ x * g

                          Response   y
                          Terms      1 + x + g + x:g
                          Variables  y, x, g
                          Rank       4 of 4 columns

                          Rows    5, none left out

                        4 columns
                        \u2500\u2500\u2500\u2500\u2500\u2500\u2500\u2500\u2500
                          Intercept  Intercept
                          x          x
                          g          g[T.b]
                          x:g        x:g[T.b]

                        Coding
                        \u2500\u2500\u2500\u2500\u2500\u2500
                          g       from a, beside a constant
                          x:g     g from a, beside x

                        Levels
                        \u2500\u2500\u2500\u2500\u2500\u2500
                          g       a, b
                        """),
                right("explain|y ~ 0 + g|s.csv", """
                        ...
                          g       in full, as no constant is before it
                        ...
                        """),
                right("matrix|s.csv|~ 0 + g:x|-f|json", """
                        {"formula":"~ 0 + g:x","convention":"tilde","kept":[0,1,2,3,4],
                        "response":null,
                        "predictors":{"columns":["g[a]:x","g[b]:x"],"terms":[{"name":"g:x","start":0,"end":2}],"matrix":[
                        [2,0],
                        [0,3],
                        [4,0],
                        [0,6],
                        [7,0]]}}
                        """),
                right("matrix|s.csv|y ~ g|-f|csv", """
                        y,Intercept,g[T.b]
                        1,1,0
                        2,1,1
                        3,1,0
                        4,1,1
                        6,1,0
                        """),
                right("matrix|s.csv|y ~ g|-f|csv|--convention|r", "y,(Intercept),gb\n...\n"),
                right("matrix|s.csv|y ~ g|--contrast|g=Sum|-f|csv", "y,Intercept,g[S.a]\n...\n"),
                right("matrix|s.csv|y ~ g|--contrast|g=Treatment('b')|-f|csv", "y,Intercept,g[T.a]\n...\n"),
                right("matrix|s.csv|y ~ g|--coding|full|-f|csv", "y,Intercept,g[a],g[b]\n...\n"),
                right("matrix|s.csv|y ~ x + offset(x) + weights(x)|-f|csv", "y,offset,weights,Intercept,x\n...\n"),
                right("matrix|s.csv|y ~ center(x)|--new|s.csv|-f|csv", "Intercept,center(x)\n...\n"),
                right("matrix|s.csv|y ~ lag(x)|--groups|g|-f|csv|-q", "y,Intercept,lag(x)\n...\n"),
                wrong("matrix|s.csv", 2, """
                        error: a formula is missing
                            tilde matrix DATA FORMULA, or tilde matrix DATA --design FILE
                        """),
                wrong("matrix|s.csv|y ~ x|--design|d.json", 2, "error: --design takes the place of the formula\n...\n"),
                wrong("matrix|s.csv|--design|d.json", 4, "error: cannot read the design d.json\n"),
                wrong("matrix|s.csv|--design|s.csv", 4, "error: ...\n"),
                wrong(
                        "matrix|s.csv|y ~ g|--contrast|g=Foo",
                        2,
                        "error: --contrast g=Foo: no contrast named Foo\n...\n"),
                wrong(
                        "matrix|s.csv|y ~ g|--contrast|h=Sum",
                        2,
                        "error: --contrast h=Sum: the formula has no factor \"h\"; there are g\n"),
                wrong(
                        "matrix|s.csv|y ~ g|--na-action|keep",
                        2,
                        "error: --na-action is one of drop, exclude, pass, raise, and not \"keep\"\n"),
                wrong("fit|s.csv|y ~ x|--na-action|pass", 2, "error: --na-action pass: least squares ...\n"),
                right("fit|s.csv|y ~ sw(x, g)|-f|csv", """
                        model,term,estimate,std_error,statistic,p_value,conf_low,conf_high
                        y ~ x,Intercept,...
                        y ~ x,x,...
                        y ~ g,Intercept,...
                        y ~ g,g[T.b],...
                        """),
                right("explain|y ~ x + sw(a, b)", """
                        2 formulas   y ~ x + sw(a, b)

                          Model 1  y ~ x + a
                          Model 2  y ~ x + b
                        """),
                right("explain|y ~ b + a:b|--as|r", "...\n  Terms      1 + b + b:a\n...\n"),
                new Case(
                        "matrix|codes.csv|y ~ x|-f|csv|--na|-99",
                        "",
                        0,
                        """
                        y,Intercept,x
                        1,1,2
                        4,1,5
                        5,1,6
                        """,
                        "note: 1 of 4 rows left out (y missing in 1)\n"),
                right("matrix|codes.csv|y ~ x|-f|csv|--na|-99|-q", "y,Intercept,x\n...\n"),
                right("matrix|eu.csv|y ~ x|--decimal|,|-f|csv|-q", "y,Intercept,x\n1.5,1,2\n...\n"),
                right("matrix|tabs.txt|y ~ x|--sep|tab|-f|csv", "y,Intercept,x\n1,1,2\n...\n"),
                right(
                        "matrix|latin.csv|y ~ gr\u00f6\u00dfe|--encoding|iso-8859-1|-f|csv",
                        "y,Intercept,gr\u00f6\u00dfe\n...\n"),
                right("matrix|s.csv|y ~ x|--type|x=factor|-f|csv", "y,Intercept,x[T.3],x[T.4],x[T.6],x[T.7]\n...\n"),
                right("matrix|s.csv|y ~ g|--levels|g=b,a|-f|csv", "y,Intercept,g[T.a]\n...\n"),
                new Case("matrix|-|~ x|-f|csv", "x\n1\n2.5\n1e300\n", 0, "Intercept,x\n1,1\n1,2.5\n1,1.0E300\n", ""),
                new Case("matrix|-|~ 0 + x|-f|json|--convention|patsy", "x\nInf\n-Inf\n0.1\n", 0, """
                        ...
                        ["Infinity"],
                        ["-Infinity"],
                        [0.1]]}}
                        """, ""),
                right("fit|one.csv|y ~ g", """
                        Linear regression   y ~ g
                        ...
                          Note    g has the single level a in the rows used
                        ...
                        """),
                right("fit|AirQuality|Ozone ~ Wind", "Linear regression   Ozone ~ Wind\n...\n"),
                right("data|s.csv", """
                        s.csv

                          Rows    5

                          Column   Type      Missing   Values
                          \u2500\u2500...
                          y        integer         0   1 .. 6
                          x        integer         0   2 .. 7
                          g        factor          0   a, b
                          \u2500\u2500...
                        """),
                right("data|s.csv|-f|csv", """
                        column,type,unit,missing,distinct,min,max,levels,description,note
                        y,integer,,0,5,1,6,,,
                        x,integer,,0,5,2,7,,,
                        g,factor,,0,2,,,a|b,,
                        """),
                right("data|-f|csv", "name,rows,columns,title\nAdler,108,3,Experimenter expectations\n...\n"),
                right("", "Usage: tilde [-hV] COMMAND\n...\n"),
                right("--version", "tilde development\nJava ...\n"),
                right("help|fit", "Fits a linear or generalised linear regression and prints its summary.\n...\n"),
                right("matrix|--help", "Builds the design matrix of a formula.\n...\n"));
    }

    @ParameterizedTest
    @MethodSource({"formulas", "data", "usage", "results"})
    void answers(Case c) {
        String[] args = c.args.isEmpty() ? new String[0] : c.args.split("\\|", -1);
        Shell.Result result = Shell.run(
                c.stdin, Arrays.stream(args).map(TranscriptTest::inFolder).toArray(String[]::new));
        String err = result.err().replace(folder + "/", "");
        assertThat(err).as("standard error").matches(pattern(c.err));
        assertThat(result.out()).as("standard output").matches(pattern(c.out));
        assertThat(result.exit()).as("exit code").isEqualTo(c.exit);
    }

    /** Tests have no current folder of their own. */
    private static String inFolder(String arg) {
        boolean file = arg.matches("[a-z]+\\.(csv|txt|cvs)|folder|nowhere/a\\.json");
        return file ? folder.resolve(arg).toString() : arg;
    }

    static String pattern(String text) {
        return "(?s)"
                + Arrays.stream(text.split("\\.\\.\\.", -1))
                        .map(java.util.regex.Pattern::quote)
                        .reduce((a, b) -> a + ".*" + b)
                        .orElse("");
    }

    @Test
    void readsTheDescriptionBesideAFile() throws IOException {
        write("described.csv", "dose,y\nlow,1\nhigh,2\nlow,2\nhigh,4\n");
        write("described.json", """
                {"title": "Doses", "columns": [
                  {"name": "dose", "type": "factor", "levels": ["low", "high"], "description": "how much"},
                  {"name": "y", "type": "int", "unit": "mm"}]}
                """);
        Shell.Result matrix = Shell.run("", "matrix", inFolder("described.csv"), "y ~ dose", "-f", "csv");
        assertThat(matrix.out()).startsWith("y,Intercept,dose[T.high]\n1,1,0\n2,1,1\n");
        assertThat(Shell.run("", "data", inFolder("described.csv")).out())
                .contains("described.csv: Doses", "low, high", "how much", "[mm]");
    }

    @Test
    void describesAFileInTheFormOfADescription() throws IOException {
        write("again.csv", "id,size,y,d\na1,small,1,2020-01-01\na2,large,2.5,\na3,small,4,2020-03-01\n");
        String[] matrix = {"matrix", inFolder("again.csv"), "y ~ size", "-f", "csv"};
        Shell.Result before = Shell.run("", matrix);
        Shell.run(
                "",
                "data",
                inFolder("again.csv"),
                "-o",
                folder.resolve("again.json").toString());
        assertThat(Files.readString(folder.resolve("again.json"))).contains("\"string\"", "\"large\", \"small\"");
        assertThat(Shell.run("", matrix)).isEqualTo(before);
    }

    @Test
    void writesAReportAndSaysWhere() throws IOException {
        Path page = folder.resolve("page.html");
        Shell.Result report = Shell.run("", "report", "airquality", "Ozone ~ Wind", "-o", page.toString());
        assertThat(report.exit()).isZero();
        assertThat(report.out())
                .startsWith("Linear regression   Ozone ~ Wind\n")
                .doesNotContain("fit.report()");
        assertThat(report.err()).isEqualTo("wrote " + page + "\n");
        assertThat(Files.readString(page)).startsWith("<!doctype html>").contains("Ozone");
    }

    @Test
    void writesAReportOfAGeneralisedModel() throws IOException {
        Path page = folder.resolve("days.html");
        Shell.Result report = Shell.run(
                "",
                "report",
                "quine",
                "Days ~ Age",
                "--family",
                "negative binomial",
                "--link",
                "sqrt",
                "-o",
                page.toString());
        assertThat(report.exit()).isZero();
        assertThat(report.out()).startsWith("Generalised linear model   Days ~ Age\n");
        assertThat(report.err()).isEqualTo("wrote " + page + "\n");
        assertThat(Files.readString(page))
                .contains("Generalised linear model report", "--family 'negative binomial' --link sqrt -o");
    }

    @Test
    void takesTheFormFromTheExtension() throws IOException {
        Path json = folder.resolve("fit.json");
        Shell.Result fit = Shell.run("", "fit", "airquality", "Ozone ~ Wind", "-o", json.toString());
        assertThat(fit).isEqualTo(new Shell.Result(0, "", ""));
        assertThat(Files.readString(json)).startsWith("{\n  \"schema\": 1,");
        Path csv = folder.resolve("fit.csv");
        Shell.run("", "fit", "airquality", "Ozone ~ Wind", "-o", csv.toString());
        assertThat(Files.readString(csv)).startsWith("term,estimate,");
    }
}
