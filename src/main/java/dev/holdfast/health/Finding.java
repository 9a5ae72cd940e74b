package dev.holdfast.health;

/**
 * How one thing stands that Holdfast needs, in words for the person who runs it.
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

    public static Finding ok(String what, String fact) {
        return new Finding(Health.OK, what, fact, "");
    }

    /** It works, and could be better. */
    public static Finding note(String what, String fact, String mend) {
        return new Finding(Health.NOTE, what, fact, mend);
    }

    public static Finding fail(String what, String fact, String mend) {
        return new Finding(Health.FAIL, what, fact, mend);
    }
}
