package dev.holdfast.dotenv;

import dev.holdfast.secret.SecretValue;
import java.nio.file.Path;

/** What the gate asks beside the store. Implementations are thread-safe, and open what they need when they are asked first. */
public interface GateSources {

    /**
     * The project of a file.
     *
     * @param file absolute; need not exist
     * @throws dev.holdfast.access.Refusal when the file that names it cannot be read
     */
    Project project(Path file);

    /** Whether this is a token that Holdfast itself signed. */
    boolean ownToken(SecretValue value);

    /** A keyed hash of 32 bytes that nobody without the store's key can make, for what a person accepted. */
    byte[] acceptance(byte[] message);
}
