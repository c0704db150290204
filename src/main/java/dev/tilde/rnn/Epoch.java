package dev.tilde.rnn;

/**
 * One epoch of training as it is reported.
 *
 * @param restart which of the restarts, from 0
 * @param number of the epoch; 0 is the network before its first step, the linear model
 * @param epochs the most there can be
 * @param train loss over the training targets while the epoch ran; NaN in epoch 0
 * @param stop loss over the targets that say when to stop; NaN without any. Where the training reads outputs that are
 *     fed back, that in closed loop from the first of these targets of a sequence on
 * @param best whether it is the best so far
 * @param rate the learning rate
 * @param norm the mean norm of the gradient before clipping
 * @param clipped the share of steps whose gradient was clipped
 */
public record Epoch(
        int restart,
        int number,
        int epochs,
        double train,
        double stop,
        boolean best,
        double rate,
        double norm,
        double clipped) {}
