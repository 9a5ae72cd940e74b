package dev.holdfast.store.vault;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** One version as the server gave it: its number, its time, its data unless they are gone, and the custom metadata. */
final class KvVersion {

    private final int number;
    private final JsonNode created;
    private final @Nullable KvData data;
    private final CustomMetadata custom;

    private KvVersion(JsonNode answer) {
        JsonNode metadata = answer.path("metadata");
        this.number = metadata.path("version").asInt();
        this.created = metadata.path("created_time");
        this.data = answer.path("data").isObject() ? new KvData(answer.path("data")) : null;
        this.custom = new CustomMetadata(metadata.path("custom_metadata"));
    }

    /** The version in an answer; null when there is none of that number. */
    static @Nullable KvVersion of(Answer answer) {
        return answer.data().path("metadata").isObject() ? new KvVersion(answer.data()) : null;
    }

    int number() {
        return number;
    }

    /** By the server's clock. */
    Instant created() {
        return KvMetadata.time(created);
    }

    /** Null when the version was deleted or destroyed. */
    @Nullable
    KvData data() {
        return data;
    }

    CustomMetadata custom() {
        return custom;
    }

    /** Our facts, when they speak of this version; null otherwise. */
    @Nullable
    Facts facts() {
        Facts facts = data == null ? null : FactsJson.read(data.facts());
        return facts != null && facts.version() == number ? facts : null;
    }

    /** Whether this very write made the version. */
    boolean madeBy(String write) {
        return data != null && data.facts().path("write").asText().equals(write);
    }
}
