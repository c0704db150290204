package dev.tilde.rnn;

/** How many steps a season has. */
final class Season {
    private Season() {}

    /** The longest difference of the response; without one, what the calendar has. */
    static int of(SequenceLayout layout) {
        int differenced = 1;
        Responses responses = layout.responses();
        for (int o = 0; o < responses.count(); o++) {
            for (ResponseScale.Step step : responses.steps(o)) {
                differenced = step instanceof ResponseScale.Difference d ? Math.max(differenced, d.lag()) : differenced;
            }
        }
        return differenced > 1 ? differenced : of(layout.spec());
    }

    /** Months of a year, weekdays of a week and so on; 1 without a calendar, or one that has no usual season. */
    private static int of(SequenceSpec spec) {
        return spec.calendar()
                .map(calendar -> switch (calendar.unit()) {
                    case MONTH -> (int) Math.max(1, 12 / calendar.every());
                    case WEEK -> 52;
                    case DAY -> calendar.every() == 1 ? 7 : 1;
                    case WEEKDAY -> 5;
                    case NUMBER -> calendar.seconds() && calendar.every() == 3600 ? 24 : 1;
                })
                .orElse(1);
    }
}
