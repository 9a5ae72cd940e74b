package dev.holdfast.policy;

import dev.holdfast.secret.KeyPath;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Where a caller or a secret belongs: development, staging or production. */
public enum Environment {
    DEVELOPMENT,
    STAGING,
    PRODUCTION;

    /** The name as paths, configuration and audit write it, such as {@code production}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The environment of that name, or null when it is none. */
    public static @Nullable Environment of(String word) {
        for (Environment environment : values()) {
            if (environment.word().equals(word)) {
                return environment;
            }
        }
        return null;
    }

    /** The environment that a path's last segment names, or null when it names none. */
    public static @Nullable Environment of(KeyPath path) {
        return of(path.name());
    }
}
