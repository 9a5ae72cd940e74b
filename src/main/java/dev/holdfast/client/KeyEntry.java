package dev.holdfast.client;

import com.fasterxml.jackson.core.JsonParser;
import dev.holdfast.client.KeyServiceException.Kind;
import dev.holdfast.wire.Code;
import dev.holdfast.wire.Fields;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** One key of a reply: its value, or why there is none. */
final class KeyEntry {

    private @Nullable String path;
    private byte @Nullable [] bytes;
    private long version;
    private @Nullable Instant expiresAt;
    private boolean failed;
    private @Nullable Code code;

    private KeyEntry() {}

    static KeyEntry read(JsonParser json) throws IOException {
        KeyEntry entry = new KeyEntry();
        try {
            Json.object(json, entry::field);
        } catch (IOException e) {
            entry.wipe();
            throw e;
        }
        return entry;
    }

    private void field(String name, JsonParser json) throws IOException {
        switch (name) {
            case Fields.KEY_PATH -> path = Json.text(json);
            case Fields.VALUE -> {
                wipe();
                bytes = Json.utf8(json);
            }
            case Fields.VERSION -> version = json.getLongValue();
            case Fields.EXPIRES_AT -> expiresAt = Json.instant(json);
            case Fields.CODE -> {
                failed = true;
                code = Code.named(Json.text(json));
            }
            default -> json.skipChildren();
        }
    }

    @Nullable
    String path() {
        return path;
    }

    /** Whether it is a refusal that does not say of what. */
    boolean namelessRefusal() {
        return failed && (path == null || path.isEmpty());
    }

    /**
     * Takes the value, kept for the given time or until the service says that it ends.
     *
     * @throws KeyServiceException the failure that stands here instead
     */
    Held held(String asked, Instant now, Duration ttl) {
        if (failed) {
            wipe();
            throw KeyServiceException.of(code == null ? Kind.INTERNAL : Kind.of(code));
        }
        byte[] own = bytes;
        if (own == null || !asked.equals(path)) {
            wipe();
            throw KeyServiceException.of(Kind.PROTOCOL);
        }
        bytes = null;
        Instant until = now.plus(ttl);
        Instant end = expiresAt != null && expiresAt.isBefore(until) ? expiresAt : until;
        return new Held(asked, own, version, now, end);
    }

    /** Does nothing to a value that was taken. */
    void wipe() {
        if (bytes != null) {
            Arrays.fill(bytes, (byte) 0);
        }
    }
}
