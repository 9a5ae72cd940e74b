package dev.holdfast.store.vault;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.holdfast.secret.SecretValue;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * The data of one version: {@code value}, beside it {@code holdfast} with our facts, and whatever else others keep there.
 *
 * <p>A class and not a record: it holds a value, and says nothing in {@code toString}. JSON makes Strings of values
 * unavoidable; they live no longer than this object.
 */
final class KvData {

    private static final String VALUE = "value";
    private static final String FACTS = "holdfast";
    private static final String COMPROMISED = "compromised";

    private final JsonNode json;

    KvData(JsonNode json) {
        this.json = json;
    }

    /** Data of nobody. */
    static KvData none() {
        return new KvData(JsonNodeFactory.instance.objectNode());
    }

    /** The object {@code holdfast}, whichever version it speaks of; a missing node when there is none. */
    JsonNode facts() {
        return json.path(FACTS);
    }

    /** A field of text; an empty text when it is none. */
    String text(String field) {
        return json.path(field).isTextual() ? json.path(field).textValue() : "";
    }

    /** Whether someone marked this value as known to others. */
    boolean compromised() {
        return says(json.path(COMPROMISED));
    }

    /** Whether a field says true, as JSON or, as the tools of the server write it, as text. */
    static boolean says(JsonNode flag) {
        return flag.isBoolean() ? flag.booleanValue() : "true".equalsIgnoreCase(flag.asText());
    }

    /** The field that the value stands in: {@code value}, else the only one; null when there is no such field. */
    @Nullable
    String field() {
        if (json.has(VALUE)) {
            return VALUE;
        }
        List<String> names = names().filter(name -> !name.equals(FACTS) && !name.equals(COMPROMISED))
                .toList();
        return names.size() == 1 ? names.get(0) : null;
    }

    private Stream<String> names() {
        Iterable<String> names = json::fieldNames;
        return StreamSupport.stream(names.spliterator(), false);
    }

    /** Whether there is a value that can be handed out. */
    boolean hasValue() {
        String field = field();
        JsonNode node = json.path(field == null ? "" : field);
        return node.isValueNode() && !node.isNull() && !node.asText().isEmpty();
    }

    /** The value; null when there is none, or one that is no text, number or truth value. The caller closes it. */
    @Nullable
    SecretValue value() {
        if (!hasValue()) {
            return null;
        }
        byte[] utf8 = json.path(field()).asText().getBytes(StandardCharsets.UTF_8);
        try {
            return SecretValue.stored(utf8);
        } finally {
            Arrays.fill(utf8, (byte) 0);
        }
    }

    /** The data of the next version: this value and these facts, and of the present ones what is not about the value. */
    ObjectNode next(SecretValue value, Facts facts) {
        ObjectNode next = JsonNodeFactory.instance.objectNode();
        names().filter(name -> !name.equals(COMPROMISED)).forEach(name -> next.set(name, json.get(name)));
        String text = value.reveal(bytes -> new String(bytes, StandardCharsets.UTF_8));
        next.put(VALUE, text);
        if (facts.field() != null) {
            next.put(facts.field(), text);
        }
        next.set(FACTS, FactsJson.ofData(facts));
        return next;
    }

    /** Always the same words: a value is never part of a message. */
    @Override
    public String toString() {
        return "KvData[…]";
    }
}
