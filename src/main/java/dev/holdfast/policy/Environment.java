package dev.holdfast.policy;

import dev.holdfast.secret.KeyPath;
import dev.holdfast.secret.Tags;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Where a caller or a secret belongs: development, staging or production. */
public enum Environment {
    DEVELOPMENT,
    STAGING,
    PRODUCTION;

    private final String word = name().toLowerCase(Locale.ROOT);
    private final String tag = "environment-" + word;

    /** The name as paths, configuration and audit write it, such as {@code production}. */
    public String word() {
        return word;
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

    /** The tag that says of a secret that it is of this environment, where its path does not. */
    public String tag() {
        return tag;
    }

    /**
     * The environment of a secret: the one that its path's last segment names, else that of its tag, else null. Of several tags
     * the one of production counts first, and of staging next.
     */
    public static @Nullable Environment of(KeyPath path, Tags tags) {
        Environment named = of(path);
        if (named != null || tags.isEmpty()) {
            return named;
        }
        Environment last = null;
        for (Environment environment : values()) {
            last = tags.words().contains(environment.tag()) ? environment : last;
        }
        return last;
    }

    /** The environment that a path's last segment names, or null when it names none. */
    public static @Nullable Environment of(KeyPath path) {
        return of(path.name());
    }
}
