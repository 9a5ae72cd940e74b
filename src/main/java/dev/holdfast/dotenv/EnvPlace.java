package dev.holdfast.dotenv;

import dev.holdfast.secret.KeyPath;
import java.util.Locale;

/**
 * A variable of a {@code .env}, as a caller named it.
 *
 * @param file a path, relative ones from the workspace
 */
public record EnvPlace(String file, String name) {

    /** The variable that a path suggests: its last segment in upper case, with {@code _} for {@code -}. */
    public static EnvPlace of(String file, KeyPath path) {
        return new EnvPlace(file, path.name().toUpperCase(Locale.ROOT).replace('-', '_'));
    }
}
