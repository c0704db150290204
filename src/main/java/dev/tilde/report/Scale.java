package dev.tilde.report;

import java.util.ArrayList;
import java.util.List;

/** Values to a stretch of the page, and round numbers along it. */
record Scale(double low, double high, double from, double to) {
    /** A scale over the values with a little air at both ends; without any value it covers 0 to 1. */
    static Scale around(double least, double greatest, double from, double to) {
        if (!(least <= greatest)) {
            return new Scale(0, 1, from, to);
        }
        double size = Math.max(Math.abs(least), Math.abs(greatest));
        double air = greatest - least > size * 1e-12 ? (greatest - least) * 0.04 : size == 0 ? 1 : size * 0.1;
        return new Scale(least - air, greatest + air, from, to);
    }

    double at(double value) {
        return from + (value - low) / (high - low) * (to - from);
    }

    /** The distance between round numbers that puts about {@code count} of them on the scale: 1, 2 or 5 times 10^k. */
    double step(int count) {
        double rough = (high - low) / count;
        double power = Math.pow(10, Math.floor(Math.log10(rough)));
        double lead = rough / power;
        return (lead < 1.5 ? 1 : lead < 3.5 ? 2 : lead < 7.5 ? 5 : 10) * power;
    }

    /** The round numbers on the scale. */
    List<Double> ticks(int count) {
        double step = step(count);
        List<Double> ticks = new ArrayList<>();
        double first = Math.ceil(low / step - 1e-9);
        for (int i = 0; i <= 4 * count && (first + i) * step <= high + step * 1e-9; i++) {
            ticks.add((first + i) * step);
        }
        return ticks;
    }

    /** A round number with the decimals its step needs. */
    static String label(double tick, double step) {
        int power = (int) Math.floor(Math.log10(step) + 1e-9);
        if (Math.abs(tick) < step * 1e-6) {
            return "0";
        }
        if (power < -5 || Math.abs(tick) >= 1e7) {
            return Numbers.significant(tick, 4);
        }
        String text = Numbers.fixed(tick, Math.max(0, -power));
        return power >= 0 ? Numbers.count(Math.round(tick)) : text;
    }
}
