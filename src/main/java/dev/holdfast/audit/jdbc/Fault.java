package dev.holdfast.audit.jdbc;

/** Ends a verification: what does not hold, in one sentence. */
final class Fault extends RuntimeException {

    private final String sentence;

    Fault(String sentence) {
        super(sentence, null, false, false);
        this.sentence = sentence;
    }

    String sentence() {
        return sentence;
    }
}
