package dev.holdfast.dotenv.detect;

/** What an assignment looks like. */
public enum Looks {
    /** Nothing, or what stands where a secret will be: no store holds it. */
    BLANK,
    /** No secret. */
    PLAIN,
    SECRET
}
