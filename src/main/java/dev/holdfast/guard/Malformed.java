package dev.holdfast.guard;

/** A hook's input that cannot be understood, so that nothing may be allowed. Its text is fixed, never the input's. */
public final class Malformed extends Exception {

    Malformed(String problem) {
        super(problem, null, false, false);
    }

    /** What is wrong: one sentence of fixed text. */
    public String problem() {
        return String.valueOf(getMessage());
    }
}
