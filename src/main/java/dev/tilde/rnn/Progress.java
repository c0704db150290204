package dev.tilde.rnn;

/** Told of every epoch. May be called from several threads, one for each restart in turn. */
@FunctionalInterface
public interface Progress {
    /** Says nothing and goes on. */
    Progress SILENT = epoch -> true;

    /** @return whether to go on; otherwise training ends and the best epoch so far is kept */
    boolean after(Epoch epoch);
}
