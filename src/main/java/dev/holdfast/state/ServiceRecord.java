package dev.holdfast.state;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A service as it was registered.
 *
 * @param id stable, ours
 * @param environment {@code development}, {@code staging} or {@code production}
 * @param permissions patterns of key paths, as they were written
 * @param requests how many it may send in a {@code window}
 * @param notifyUrl where it is told of changes, or null
 * @param active whether its tokens count
 * @param endedAt when it was decommissioned, or null
 */
public record ServiceRecord(
        String id,
        String name,
        String description,
        String environment,
        List<String> permissions,
        int requests,
        Duration window,
        @Nullable String notifyUrl,
        boolean active,
        Instant registeredAt,
        @Nullable Instant endedAt) {

    public ServiceRecord {
        permissions = List.copyOf(permissions);
    }
}
