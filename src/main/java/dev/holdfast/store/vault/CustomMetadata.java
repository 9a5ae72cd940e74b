package dev.holdfast.store.vault;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/**
 * The custom metadata of a secret: our copy of the facts for lists, in pieces, and what others wrote.
 *
 * <p>The server takes 64 keys with values of 512 bytes of printable text (KV v2, "custom_metadata"), so the copy is JSON
 * in ASCII, cut into {@code holdfast_1}, {@code holdfast_2} and so on. It is derived: where it speaks of another version
 * than the current one, it counts as absent.
 */
final class CustomMetadata {

    private static final int PIECE = 512;
    private static final String NAME = "holdfast_";
    private static final String COMPROMISED = "compromised";
    private static final ObjectMapper ASCII =
            JsonMapper.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

    private final JsonNode json;
    private final JsonNode copy;

    /** @param json an object of texts, or anything else for none */
    CustomMetadata(JsonNode json) {
        this.json = json;
        this.copy = joined(json);
    }

    private static JsonNode joined(JsonNode json) {
        StringBuilder text = new StringBuilder();
        for (int i = 1; json.path(NAME + i).isTextual(); i++) {
            text.append(json.path(NAME + i).textValue());
        }
        try {
            return text.isEmpty() ? MissingNode.getInstance() : ASCII.readTree(text.toString());
        } catch (JsonProcessingException notOurs) {
            return MissingNode.getInstance();
        }
    }

    /** Whether Holdfast ever wrote to this secret, or was about to. */
    boolean ours() {
        return json.has(NAME + 1);
    }

    /** The copy, whichever version it speaks of; null when there is none but perhaps a mark. */
    @Nullable
    Facts copy() {
        return FactsJson.read(copy);
    }

    /** The copy, when it speaks of this version; null otherwise. */
    @Nullable
    Facts copyOf(int version) {
        Facts facts = copy();
        return facts != null && facts.version() == version ? facts : null;
    }

    /** The version that the copy speaks of, 0 for a mark; -1 when there is nothing of ours. */
    int tag() {
        return ours() ? copy.path("version").asInt(0) : -1;
    }

    /** Whether someone marked the secret's value as known to others. */
    boolean compromised() {
        return KvData.says(json.path(COMPROMISED));
    }

    /** The change that puts this copy in place of the present one. */
    ObjectNode replacing(Facts facts) {
        return replacing(FactsJson.ofCopy(facts));
    }

    /** The change that puts a copy in place, and takes others' {@code compromised} away with the value it spoke of. */
    ObjectNode replacingWithNewValue(Facts facts) {
        ObjectNode change = replacing(facts);
        if (json.has(COMPROMISED)) {
            change.putNull(COMPROMISED);
        }
        return change;
    }

    /** The change that says only that a version of ours may come, which no copy speaks of yet. */
    ObjectNode marking() {
        return replacing(JsonNodeFactory.instance.objectNode().put("version", 0));
    }

    private ObjectNode replacing(ObjectNode content) {
        ObjectNode change = JsonNodeFactory.instance.objectNode();
        String text = text(content);
        int pieces = (text.length() + PIECE - 1) / PIECE;
        for (int i = 0; i < pieces; i++) {
            change.put(NAME + (i + 1), text.substring(i * PIECE, Math.min(text.length(), (i + 1) * PIECE)));
        }
        for (int i = pieces + 1; json.has(NAME + i); i++) {
            change.putNull(NAME + i);
        }
        return change;
    }

    private static String text(ObjectNode content) {
        try {
            return ASCII.writeValueAsString(content);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("a tree that is no JSON");
        }
    }
}
