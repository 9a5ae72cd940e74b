package dev.holdfast.cli;

/**
 * How one thing stands, as {@code holdfast doctor} tells it.
 *
 * @param what was looked at
 * @param fact what was found
 * @param mend what to do about it, empty when all is well
 */
public record Finding(Health health, String what, String fact, String mend) {

    /** How something stands. */
    public enum Health {
        OK,
        NOTE,
        FAIL
    }
}
