package dev.holdfast.dotenv;

import dev.holdfast.secret.SecretValue;
import java.util.List;
import java.util.Optional;

/**
 * One line of a {@code .env} that gives a name a value, as the dialects read it.
 *
 * <p>The values belong to the {@link EnvText} that this came from and are closed with it.
 */
public final class Assignment {

    private final String name;
    private final int line;
    private final List<SecretValue> readings;
    private final boolean allowed;

    Assignment(String name, int line, List<SecretValue> readings, boolean allowed) {
        this.name = name;
        this.line = line;
        this.allowed = allowed;
        this.readings = List.copyOf(readings);
    }

    /**
     * The name: letters, digits, {@code _}, {@code .} and {@code -}, up to 128 of them. Where a reader took something else
     * for a name, which may be a piece of a secret, {@code (line N)} stands instead.
     */
    public String name() {
        return name;
    }

    /** Where the name stands, counted from 1. */
    public int line() {
        return line;
    }

    /** The value, or nothing when it is empty; of several readings the first. */
    public Optional<SecretValue> value() {
        return readings.stream().findFirst();
    }

    /** Every different value that a dialect reads here, empty ones left out; most lines have one. */
    public List<SecretValue> readings() {
        return readings;
    }

    /** Whether a comment, {@code # holdfast:allow}, behind it or in the line above says that it is no secret. */
    public boolean allowed() {
        return allowed;
    }

    @Override
    public String toString() {
        return "Assignment[" + name + " in line " + line + "]";
    }
}
