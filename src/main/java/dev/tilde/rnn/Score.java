package dev.tilde.rnn;

/**
 * The errors of one model on the scale of the data; those of several responses, which have scales of their own, each over
 * the standard deviation of the response on the rows that trained, as the mean squared error is that training lowers.
 *
 * @param model its name
 * @param heldOut whether over the rows held out; else over those that trained
 * @param count of targets
 * @param rmse root of the mean squared error
 * @param mae mean absolute error
 * @param r2 1 - sum e^2 / sum (y - mean)^2 over the same rows, the mean over several responses; NaN where none varies
 * @param mase mean absolute error over that of the last value as prediction on the rows that trained, the mean over
 *     several responses; NaN where that is 0 or there is no row before
 */
public record Score(String model, boolean heldOut, int count, double rmse, double mae, double r2, double mase) {}
