package dev.holdfast.client;

import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The settings of a client, checked. */
record ClientSettings(
        Credential credential,
        ServiceAddress address,
        Duration timeout,
        Duration cacheTtl,
        Duration maxStale,
        int retries,
        @Nullable Path snapshot,
        Timing timing) {}
