package dev.holdfast.intake;

/** Whoever wants to see how far it is. Called by the thread that began. */
public interface Watch {

    /** So many of {@link Plan#steps} are done. */
    void at(int done, String what);
}
