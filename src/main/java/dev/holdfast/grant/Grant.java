package dev.holdfast.grant;

import dev.holdfast.state.GrantRecord;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How a request for access stands.
 *
 * <p>A class and not a record: the token opens a secret and is in no {@code toString}.
 */
public final class Grant {

    private final GrantRecord record;
    private final boolean expired;
    private final @Nullable String accessToken;

    Grant(GrantRecord record, boolean expired, @Nullable String accessToken) {
        this.record = record;
        this.expired = expired;
        this.accessToken = accessToken;
    }

    public String grantId() {
        return record.id();
    }

    public String keyId() {
        return record.keyId();
    }

    public Instant expiresAt() {
        return record.expiresAt();
    }

    public int uses() {
        return record.uses();
    }

    public int maxUses() {
        return record.maxUses();
    }

    /** Whether its time is over or its uses are used up. */
    public boolean expired() {
        return expired;
    }

    /** What redeems the grant; told once, when it is made, and null ever after. */
    public @Nullable String accessToken() {
        return accessToken;
    }
}
