package dev.holdfast.intake;

import dev.holdfast.secret.Description;
import dev.holdfast.secret.KeyPath;
import dev.holdfast.secret.SecretValue;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A value with all the variables that have it in a project, and where it goes.
 *
 * <p>A value of {@link #NO_COINCIDENCE} bytes or more is one secret, whatever its variables are called. A shorter one, such
 * as {@code postgres}, is shared only by variables of one name. Not thread-safe.
 */
final class Secret {

    /** In bytes. */
    static final int NO_COINCIDENCE = 16;

    private final List<Place> places = new ArrayList<>();
    private Fate fate = Fate.LEFT;
    private String note = "";
    private @Nullable KeyPath path;
    private @Nullable Description description;
    private @Nullable Integer version;

    Secret(Place first) {
        places.add(first);
    }

    /** Whether a variable has the same secret. */
    boolean takes(Place other) {
        Place first = first();
        boolean alike =
                distinctive() || first.variable().name().equals(other.variable().name());
        return alike && first.value().sameAs(other.value());
    }

    void add(Place other) {
        places.add(other);
    }

    /** Whether equal values are no coincidence. */
    boolean distinctive() {
        return value().length() >= NO_COINCIDENCE;
    }

    Place first() {
        return places.get(0);
    }

    List<Place> places() {
        return places;
    }

    SecretValue value() {
        return first().value();
    }

    void becomesNew(KeyPath at, Description text) {
        fate = Fate.NEW;
        path = at;
        description = text;
    }

    void isStored(KeyPath at, int storedVersion) {
        fate = Fate.PRESENT;
        path = at;
        version = storedVersion;
        note = "stored already at " + at;
    }

    /** A new one that was stored. */
    void wasStored(int storedVersion) {
        version = storedVersion;
    }

    void isLeft(Fate how, @Nullable KeyPath at, String why) {
        fate = how;
        path = at;
        note = why;
    }

    /** Whether it is stored, or to be. */
    boolean wanted() {
        return fate == Fate.NEW || fate == Fate.PRESENT;
    }

    Fate fate() {
        return fate;
    }

    @Nullable
    KeyPath path() {
        return path;
    }

    @Nullable
    Description description() {
        return description;
    }

    /** The version that has the value; null before it is stored. */
    @Nullable
    Integer version() {
        return version;
    }

    /** The row of one of its variables. */
    Row row(Place place) {
        boolean shares = place != first() && fate == Fate.NEW;
        return new Row(
                place.variable().name(),
                place.source().label(),
                place.variable().line(),
                path,
                shares ? null : description,
                shares ? Fate.SHARED : fate,
                shares ? "same value as " + first().label() : note);
    }

    @Override
    public String toString() {
        return "Secret[" + path + "]";
    }
}
