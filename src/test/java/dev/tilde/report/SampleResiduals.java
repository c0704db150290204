package dev.tilde.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * Residuals of Ozone ~ SolarR + Wind + Temp + factor(Month) on R's airquality, from R 4.2.2 (lm, rstudent, loess; the
 * envelope from 2,000 simulated residual vectors, seed 7).
 */
final class SampleResiduals {
    /** Row, fitted value, residual, studentized residual. */
    private static final double[][] ROWS = parse("""
            1/38.31/2.69/0.133 2/42.07/-6.07/-0.301 3/33.13/-21.13/-1.056 4/22.62/-4.62/-0.231 7/36.53/-13.53/-0.676
            8/-1.33/20.33/1.010 9/-21.35/29.35/1.530 12/38.36/-22.36/-1.108 13/36.07/-25.07/-1.254 14/33.70/-19.70/-0.976
            15/-3.12/21.12/1.054 16/27.46/-13.46/-0.675 17/28.25/5.75/0.285 18/-20.48/26.48/1.345 19/34.34/-4.34/-0.215
            20/14.17/-3.17/-0.158 21/6.66/-5.66/-0.285 22/27.75/-16.75/-0.853 23/11.30/-7.30/-0.365 24/7.65/24.35/1.211
            28/14.77/8.23/0.412 29/44.49/0.51/0.026 30/67.82/47.18/2.433 31/59.84/-22.84/-1.143 38/41.24/-12.24/-0.629
            40/52.06/18.94/0.996 41/55.26/-16.26/-0.845 44/47.62/-24.62/-1.277 47/19.04/1.96/0.100 48/-3.51/40.51/2.212
            49/6.22/13.78/0.736 50/18.41/-6.41/-0.328 51/28.65/-15.65/-0.803 62/75.83/59.17/3.067 63/60.75/-11.75/-0.577
            64/52.62/-20.62/-1.017 66/67.49/-3.49/-0.173 67/55.16/-15.16/-0.752 68/80.58/-3.58/-0.177 69/83.88/13.12/0.648
            70/86.01/10.99/0.543 71/70.04/14.96/0.739 73/23.23/-13.23/-0.666 74/31.72/-4.72/-0.236 76/25.08/-18.08/-0.918
            77/61.03/-13.03/-0.643 78/53.06/-18.06/-0.892 79/69.82/-8.82/-0.435 80/74.06/4.94/0.243 81/52.14/10.86/0.536
            82/34.69/-18.69/-0.952 85/66.89/13.11/0.646 86/63.18/44.82/2.249 87/48.27/-28.27/-1.414 88/45.25/6.75/0.339
            89/70.14/11.86/0.583 90/69.63/-19.63/-0.968 91/62.86/1.14/0.056 92/53.56/5.44/0.267 93/56.34/-17.34/-0.861
            94/31.81/-22.81/-1.156 95/56.34/-40.34/-2.035 99/89.33/32.67/1.647 100/70.27/18.73/0.932 101/76.27/33.73/1.686
            104/57.10/-13.10/-0.648 105/53.83/-25.83/-1.292 106/49.62/15.38/0.758 108/37.64/-15.64/-0.776 109/52.78/6.22/0.310
            110/47.08/-24.08/-1.204 111/46.68/-15.68/-0.780 112/45.73/-1.73/-0.085 113/31.29/-10.29/-0.520 114/14.00/-5.00/-0.252
            116/50.62/-5.62/-0.277 117/75.31/92.69/5.266 118/69.19/3.81/0.188 120/83.90/-7.90/-0.399 121/102.43/15.57/0.784
            122/94.37/-10.37/-0.518 123/88.06/-3.06/-0.152 124/67.70/28.30/1.430 125/76.74/1.26/0.063 126/85.04/-12.04/-0.612
            127/79.75/11.25/0.568 128/54.89/-7.89/-0.394 129/23.93/8.07/0.412 130/39.08/-19.08/-0.941 131/35.53/-12.53/-0.614
            132/28.56/-7.56/-0.371 133/30.05/-6.05/-0.299 134/27.69/16.31/0.816 135/17.65/3.35/0.167 136/47.02/-19.02/-0.944
            137/10.30/-1.30/-0.064 138/13.03/-0.03/-0.001 139/46.98/-0.98/-0.048 140/4.23/13.77/0.687 141/21.70/-8.70/-0.431
            142/17.71/6.29/0.313 143/49.18/-33.18/-1.649 144/3.06/9.94/0.500 145/15.06/7.94/0.395 146/36.92/-0.92/-0.045
            147/9.72/-2.72/-0.135 148/-22.63/36.63/1.882 149/29.68/0.32/0.016 151/15.95/-1.95/-0.096 152/34.28/-16.28/-0.801
            153/13.20/6.80/0.337
            """);

    private static final double[][] SMOOTHER = parse("""
            -22.6/36.20 -18.3/31.60 -14.0/27.17 -9.7/22.89 -5.4/18.75 -1.1/14.74 3.2/10.86 7.6/7.10
            11.9/3.44 16.2/-0.39 20.5/-4.09 24.8/-7.00 29.1/-8.94 33.4/-10.36 37.7/-11.84 42.1/-12.60
            46.4/-12.44 50.7/-11.21 55.0/-7.34 59.3/-1.51 63.6/2.51 67.9/6.23 72.2/9.38 76.6/11.32
            80.9/12.31 85.2/12.52 89.5/11.96 93.8/10.62 98.1/8.50 102.4/5.59
            """);

    private static final double[][] ENVELOPE = parse("""
            -3.400/-1.961 -2.752/-1.800 -2.435/-1.656 -2.206/-1.557 -2.042/-1.480 -1.936/-1.402 -1.826/-1.350 -1.729/-1.281
            -1.651/-1.230 -1.577/-1.175 -1.519/-1.128 -1.461/-1.083 -1.400/-1.041 -1.354/-0.993 -1.299/-0.957 -1.246/-0.922
            -1.206/-0.889 -1.170/-0.851 -1.130/-0.815 -1.089/-0.779 -1.053/-0.749 -1.025/-0.712 -0.986/-0.685 -0.958/-0.654
            -0.927/-0.629 -0.897/-0.597 -0.870/-0.569 -0.839/-0.536 -0.807/-0.513 -0.779/-0.476 -0.745/-0.450 -0.715/-0.422
            -0.690/-0.398 -0.667/-0.378 -0.641/-0.355 -0.614/-0.330 -0.590/-0.301 -0.562/-0.279 -0.537/-0.255 -0.510/-0.229
            -0.491/-0.209 -0.460/-0.185 -0.439/-0.154 -0.410/-0.133 -0.390/-0.111 -0.368/-0.087 -0.342/-0.065 -0.318/-0.044
            -0.297/-0.024 -0.274/-0.002 -0.250/0.021 -0.227/0.051 -0.204/0.074 -0.183/0.099 -0.159/0.121 -0.135/0.148
            -0.111/0.166 -0.091/0.189 -0.067/0.214 -0.047/0.243 -0.023/0.264 0.001/0.289 0.026/0.307 0.046/0.330
            0.067/0.351 0.092/0.379 0.115/0.398 0.137/0.419 0.161/0.443 0.184/0.466 0.210/0.492 0.235/0.512
            0.260/0.535 0.289/0.560 0.308/0.591 0.334/0.611 0.353/0.636 0.379/0.662 0.399/0.685 0.426/0.716
            0.452/0.740 0.477/0.766 0.501/0.800 0.536/0.834 0.563/0.868 0.598/0.895 0.627/0.928 0.653/0.960
            0.682/0.992 0.714/1.021 0.750/1.053 0.782/1.090 0.808/1.138 0.839/1.174 0.884/1.211 0.910/1.253
            0.953/1.315 0.992/1.352 1.040/1.408 1.083/1.467 1.137/1.518 1.177/1.593 1.227/1.668 1.269/1.742
            1.332/1.846 1.391/1.936 1.465/2.063 1.554/2.222 1.662/2.454 1.790/2.754 1.954/3.425
            """);

    private static final double[][] MONTHS = {
        {50.39, 39.46, 61.32},
        {35.63, 21.59, 49.67},
        {41.64, 32.85, 50.43},
        {46.19, 36.79, 55.59},
        {34.42, 26.75, 42.09}
    };

    private SampleResiduals() {}

    private static double[][] parse(String text) {
        List<double[]> all = new ArrayList<>();
        for (String item : text.trim().split("\\s+")) {
            all.add(java.util.Arrays.stream(item.split("/"))
                    .mapToDouble(Double::parseDouble)
                    .toArray());
        }
        return all.toArray(new double[0][]);
    }

    private static double[] column(double[][] of, int k) {
        return java.util.Arrays.stream(of).mapToDouble(r -> r[k]).toArray();
    }

    private static Map<Integer, String> labels(int... rows) {
        Map<Integer, String> labels = new TreeMap<>();
        for (int i = 0; i < ROWS.length; i++) {
            int number = (int) ROWS[i][0];
            if (IntStream.of(rows).anyMatch(r -> r == number)) {
                labels.put(i, "row " + number);
            }
        }
        return labels;
    }

    static Plot fitted() {
        List<String> hovers = new ArrayList<>();
        for (double[] r : ROWS) {
            hovers.add(String.format(Locale.ROOT, "row %d: fitted %.1f, residual %.1f", (int) r[0], r[1], r[2]));
        }
        return new Plot(
                "Residuals bend: the straight lines miss curvature",
                "Wanted: an orange line that stays near zero. RESET F(2, 101) = 18.80, p < 0.001.",
                "Residuals against fitted values",
                "The smoother is U shaped: positive residuals at low and high fitted values, negative in the middle",
                Plot.Axis.of("Fitted Ozone (ppb)"),
                Plot.Axis.of("Residual (ppb)"),
                List.of(
                        new Plot.Slope(0, 0, Plot.Stroke.REFERENCE, ""),
                        Plot.Points.of(Series.of(column(ROWS, 1), column(ROWS, 2)))
                                .hovers(hovers)
                                .labels(labels(117, 62, 30)),
                        new Plot.Line(Series.of(column(SMOOTHER, 0), column(SMOOTHER, 1)), Plot.Stroke.SMOOTHER, "")));
    }

    static Plot quantiles() {
        Integer[] order = IntStream.range(0, ROWS.length).boxed().toArray(Integer[]::new);
        java.util.Arrays.sort(order, java.util.Comparator.comparingDouble(i -> ROWS[i][3]));
        double[] normal = column(ENVELOPE, 0).clone();
        double[] sorted = new double[ROWS.length];
        List<String> hovers = new ArrayList<>();
        for (int i = 0; i < sorted.length; i++) {
            // The middle of the envelope stands in for the normal quantiles here.
            normal[i] = (ENVELOPE[i][0] + ENVELOPE[i][1]) / 2;
            sorted[i] = ROWS[order[i]][3];
            hovers.add("row " + (int) ROWS[order[i]][0]);
        }
        return new Plot(
                "The upper tail is heavier than normal",
                "Wanted: points inside the grey 95% envelope. Skewness 1.35, Shapiro-Wilk W = 0.922, p < 0.001.",
                "Normal Q-Q plot of studentized residuals",
                "Points leave the 95 percent envelope at the upper end",
                Plot.Axis.of("Normal quantile"),
                Plot.Axis.of("Studentized residual"),
                List.of(
                        new Plot.Band(
                                Series.of(normal, column(ENVELOPE, 0)),
                                Series.of(normal, column(ENVELOPE, 1)),
                                true,
                                "95% envelope"),
                        new Plot.Slope(0, 1, Plot.Stroke.REFERENCE, ""),
                        Plot.Points.of(Series.of(normal, sorted))
                                .hovers(hovers)
                                .labels(Map.of(110, "row 117", 109, "row 62"))));
    }

    /** Adjusted means of the months with 95% intervals, from predict() at the means of the other columns. */
    static Plot months() {
        double[] at = {0, 1, 2, 3, 4};
        return new Plot(
                "September sits below May; other months are unclear",
                "Adjusted means with 95% intervals, other predictors at their average.",
                "Effect of Month on Ozone",
                "May is highest, September lowest; the intervals overlap",
                Plot.Axis.of("Month", List.of("May", "June", "July", "August", "September")),
                Plot.Axis.of("Ozone (ppb)").covering(0, 0),
                List.of(new Plot.Intervals(
                        Series.of(at, column(MONTHS, 0)),
                        Series.of(at, column(MONTHS, 1)),
                        Series.of(at, column(MONTHS, 2)),
                        "adjusted mean and 95% interval")));
    }
}
