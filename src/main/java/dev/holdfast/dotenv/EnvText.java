package dev.holdfast.dotenv;

import dev.holdfast.secret.SecretValue;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A snapshot of a {@code .env}: its bytes, which file they came from, and what the dialects read in it.
 *
 * <p>Any content is accepted, nothing is thrown for it. A file that is missing is an empty snapshot. Holds secrets until
 * it is closed; not thread-safe.
 */
public final class EnvText implements AutoCloseable {

    private final byte[] bytes;
    private final @Nullable FileFacts facts;
    private @Nullable EnvReadings readings;

    private EnvText(byte[] bytes, @Nullable FileFacts facts) {
        this.bytes = bytes;
        this.facts = facts;
    }

    /** Text that is in no file (yet); the array is copied. */
    public static EnvText of(byte[] utf8) {
        return new EnvText(utf8.clone(), null);
    }

    static EnvText missing() {
        return new EnvText(new byte[0], null);
    }

    static EnvText of(byte[] own, FileFacts facts) {
        return new EnvText(own, facts);
    }

    /** Whether it came from a file that was there. */
    public boolean exists() {
        return facts != null;
    }

    /** Every line that gives a name a value in npm dotenv, Node or python-dotenv, in the order of the lines. */
    public List<Assignment> assignments() {
        return readings().assignments();
    }

    /**
     * The values that {@code name} has for a program: one where the dialects agree, none where it is missing or empty. Of a
     * repeated name the last counts. They are closed with this text.
     */
    public List<SecretValue> valuesOf(String name) {
        return readings().last(name);
    }

    private EnvReadings readings() {
        EnvReadings made = readings == null ? EnvReadings.of(bytes) : readings;
        readings = made;
        return made;
    }

    Optional<FileFacts> facts() {
        return Optional.ofNullable(facts);
    }

    boolean isUtf8() {
        return EnvUtf8.isValid(bytes);
    }

    /** The bytes themselves, for the package's own use; nobody changes them. */
    byte[] bytes() {
        return bytes;
    }

    /** Whether the same content was in the same file with the same rights, or both files were missing. */
    boolean sameFileAs(EnvText other) {
        if (facts == null || other.facts == null) {
            return facts == null && other.facts == null;
        }
        return facts.key().equals(other.facts.key())
                && facts.mode().equals(other.facts.mode())
                && Arrays.equals(bytes, other.bytes);
    }

    @Override
    public void close() {
        Arrays.fill(bytes, (byte) 0);
        if (readings != null) {
            readings.close();
        }
    }

    @Override
    public String toString() {
        return "EnvText[" + bytes.length + " bytes]";
    }
}
