package dev.holdfast.store.vault;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What the server says of a secret and its versions without any value. */
final class KvMetadata {

    private final JsonNode json;
    private final Instant asOf;
    private final NavigableMap<Integer, State> versions = new TreeMap<>();
    private final CustomMetadata custom;

    /** Whether a version can be read, can be brought back, or is gone for good. */
    enum State {
        LIVE,
        DELETED,
        DESTROYED
    }

    private KvMetadata(JsonNode json, @Nullable Instant serverTime) {
        this.json = json;
        // The header tells whole seconds, rounded down: what was deleted within this second is deleted.
        this.asOf = (serverTime == null ? Instant.now() : serverTime).plusSeconds(1);
        this.custom = new CustomMetadata(json.path("custom_metadata"));
        for (Map.Entry<String, JsonNode> version : json.path("versions").properties()) {
            versions.put(Integer.valueOf(version.getKey()), state(version.getValue()));
        }
    }

    /** The metadata in an answer; null when there is no such secret. */
    static @Nullable KvMetadata of(Answer answer) {
        return of(answer.data(), answer.serverTime());
    }

    /** The metadata as they stand in a detailed list. */
    static @Nullable KvMetadata of(JsonNode json, @Nullable Instant serverTime) {
        return json.has("current_version") ? new KvMetadata(json, serverTime) : null;
    }

    private State state(JsonNode version) {
        if (version.path("destroyed").asBoolean()) {
            return State.DESTROYED;
        }
        String deletion = version.path("deletion_time").asText();
        // A time to come is that of delete_version_after.
        return deletion.isEmpty() || time(version.path("deletion_time")).isAfter(asOf) ? State.LIVE : State.DELETED;
    }

    /** A time of the server, in milliseconds as all of ours. */
    static Instant time(JsonNode text) {
        try {
            return Instant.parse(text.asText()).truncatedTo(ChronoUnit.MILLIS);
        } catch (DateTimeException e) {
            return Instant.EPOCH;
        }
    }

    /** The newest version; 0 when none was written yet. */
    int current() {
        return json.path("current_version").asInt();
    }

    /** Whether the secret is there: whether its newest version can be read. */
    boolean live() {
        return state(current()) == State.LIVE;
    }

    /** Gone for good also where the server has forgotten the version. */
    State state(int version) {
        return versions.getOrDefault(version, State.DESTROYED);
    }

    /** The versions that the server knows of, with what became of them. */
    NavigableMap<Integer, State> versions() {
        return versions;
    }

    /** When a version was deleted. */
    Instant deleted(int version) {
        return time(json.path("versions").path(Integer.toString(version)).path("deletion_time"));
    }

    Instant created() {
        return time(json.path("created_time"));
    }

    /** When the newest version was written. */
    Instant updated() {
        JsonNode newest = json.path("versions").path(Integer.toString(current()));
        return time(newest.isMissingNode() ? json.path("updated_time") : newest.path("created_time"));
    }

    /** How many versions the server keeps of this secret; 0 for as many as the mount says. */
    int maxVersions() {
        return json.path("max_versions").asInt();
    }

    CustomMetadata custom() {
        return custom;
    }
}
