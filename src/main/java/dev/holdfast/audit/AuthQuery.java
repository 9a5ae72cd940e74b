package dev.holdfast.audit;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Which rows about logins and tokens are wanted; a null leaves that open.
 *
 * @param since the oldest time
 * @param service its name
 */
public record AuthQuery(@Nullable Instant since, @Nullable String service) {

    /** All rows. */
    public static final AuthQuery ALL = new AuthQuery(null, null);
}
