package dev.holdfast.store.vault;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.holdfast.secret.Description;
import dev.holdfast.secret.Fingerprint;
import dev.holdfast.secret.Labels;
import dev.holdfast.secret.Owner;
import dev.holdfast.secret.Remark;
import dev.holdfast.secret.Tags;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** {@link Facts} as JSON; times as ISO 8601 text, so that people can read them with the tools of the server. */
final class FactsJson {

    private FactsJson() {}

    /** For the data of the version itself. */
    static ObjectNode ofData(Facts facts) {
        ObjectNode json = common(facts);
        json.put("write", facts.write());
        put(json, "reason", facts.reason() == null ? null : facts.reason().text());
        if (facts.previousVersion() != null) {
            json.put("previousVersion", facts.previousVersion());
        }
        return json;
    }

    /** For the custom metadata: without what no list asks for, with what stands beside the facts in the data. */
    static ObjectNode ofCopy(Facts facts) {
        ObjectNode json = common(facts);
        json.put("managed", facts.managed());
        json.put("compromised", facts.compromised());
        return json;
    }

    private static ObjectNode common(Facts facts) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("version", facts.version());
        json.put("keyId", facts.keyId());
        json.put("description", facts.description().text());
        put(json, facts.labels());
        json.put("fingerprint", facts.fingerprint().text());
        json.put("lookup", facts.lookup());
        json.put("createdAt", facts.createdAt().toString());
        json.put("updatedAt", facts.updatedAt().toString());
        put(json, "rotatedAt", facts.rotatedAt());
        put(json, "field", facts.field());
        if (!facts.earlier().isEmpty()) {
            ObjectNode earlier = json.putObject("earlier");
            facts.earlier().forEach((version, before) -> earlier.set(Integer.toString(version), json(before)));
        }
        return json;
    }

    private static ObjectNode json(Earlier before) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        put(json, "end", before.end());
        put(json, "lookup", before.lookup().isEmpty() ? null : before.lookup());
        if (before.compromised()) {
            json.put("compromised", true);
        }
        return json;
    }

    private static void put(ObjectNode json, Labels labels) {
        put(json, "owner", labels.owner());
        if (!labels.tags().isEmpty()) {
            ArrayNode tags = json.putArray("tags");
            labels.tags().words().forEach(tags::add);
        }
    }

    private static void put(ObjectNode json, String name, @Nullable Object value) {
        if (value != null) {
            json.put(name, value.toString());
        }
    }

    /** What was written by either of the two above; null when it is nothing of that kind. */
    static @Nullable Facts read(JsonNode json) {
        if (!json.path("version").isInt() || json.path("version").asInt() < 1) {
            return null;
        }
        try {
            return facts(json);
        } catch (DateTimeException | IllegalArgumentException notOurs) {
            return null;
        }
    }

    private static Facts facts(JsonNode json) {
        String reason = text(json, "reason");
        return new Facts(
                json.path("version").asInt(),
                true,
                json.path("managed").asBoolean(true),
                json.path("compromised").asBoolean(false),
                required(json, "keyId"),
                Description.stored(required(json, "description")),
                labels(json),
                new Fingerprint(required(json, "fingerprint")),
                json.path("lookup").asText(),
                Instant.parse(required(json, "createdAt")),
                Instant.parse(required(json, "updatedAt")),
                time(json, "rotatedAt"),
                reason == null ? null : Remark.stored(reason),
                json.path("previousVersion").isInt()
                        ? json.path("previousVersion").asInt()
                        : null,
                text(json, "field"),
                json.path("write").asText(),
                earlier(json.path("earlier")));
    }

    private static Labels labels(JsonNode json) {
        String owner = text(json, "owner");
        List<String> tags = new ArrayList<>();
        json.path("tags").forEach(tag -> tags.add(tag.isTextual() ? tag.textValue() : ""));
        return new Labels(owner == null ? null : Owner.stored(owner), Tags.stored(tags));
    }

    private static NavigableMap<Integer, Earlier> earlier(JsonNode json) {
        NavigableMap<Integer, Earlier> earlier = new TreeMap<>();
        for (Map.Entry<String, JsonNode> field : json.properties()) {
            JsonNode before = field.getValue();
            earlier.put(
                    Integer.valueOf(field.getKey()),
                    new Earlier(
                            time(before, "end"),
                            before.path("lookup").asText(),
                            before.path("compromised").asBoolean(false)));
        }
        return earlier;
    }

    private static String required(JsonNode json, String name) {
        String text = text(json, name);
        if (text == null) {
            throw new IllegalArgumentException("a fact is missing");
        }
        return text;
    }

    private static @Nullable String text(JsonNode json, String name) {
        JsonNode value = json.path(name);
        return value.isTextual() ? value.textValue() : null;
    }

    private static @Nullable Instant time(JsonNode json, String name) {
        String text = text(json, name);
        return text == null ? null : Instant.parse(text);
    }
}
