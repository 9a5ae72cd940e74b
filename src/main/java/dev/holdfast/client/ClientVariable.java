package dev.holdfast.client;

import org.jspecify.annotations.Nullable;

/** The environment variables that set up a client, each with its default; an empty one counts as not set. */
public enum ClientVariable {
    /** The token that the service proves itself with. */
    SERVICE_TOKEN(null),
    /** Where the key service is. */
    KEY_SERVICE_URL(null),
    /** The longest time for one call, all repetitions included. */
    KEY_SERVICE_TIMEOUT("5s"),
    /** How long a value is kept before it is asked for again. */
    KEY_SERVICE_CACHE_TTL("3600s"),
    /** How old a value may be that stands in while the service is down. */
    KEY_SERVICE_MAX_STALE("24h"),
    /** How often a request is repeated. */
    KEY_SERVICE_RETRIES("3"),
    /** A file for the last known values. */
    KEY_SERVICE_SNAPSHOT(null);

    private final @Nullable String defaultText;

    ClientVariable(@Nullable String defaultText) {
        this.defaultText = defaultText;
    }

    /** What counts when it is not set, as it would be written; null when nothing does. */
    public @Nullable String defaultText() {
        return defaultText;
    }
}
