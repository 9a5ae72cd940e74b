package dev.holdfast.client;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.holdfast.client.KeyServiceException.Kind;
import dev.holdfast.wire.Fields;
import java.io.IOException;
import java.time.Instant;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads what the service says of a token and of itself. */
final class Statuses {

    private static final Pattern WORD = Pattern.compile("[A-Za-z0-9_. -]{1,64}");

    private boolean valid;
    private @Nullable String service;
    private String environment = "";
    private @Nullable Instant expiresAt;
    private HealthStatus.@Nullable State state;
    private final Map<String, String> checks = new HashMap<>();

    private Statuses() {}

    static AuthStatus auth(byte[] body) {
        Statuses read = new Statuses();
        Json.read(body, json -> {
            Json.object(json, read::authField);
            return read;
        });
        if (!read.valid) {
            throw KeyServiceException.of(Kind.UNAUTHENTICATED);
        }
        if (read.service == null) {
            throw KeyServiceException.of(Kind.PROTOCOL);
        }
        return new AuthStatus(read.service, read.environment, Optional.ofNullable(read.expiresAt));
    }

    private void authField(String name, JsonParser json) throws IOException {
        switch (name) {
            case Fields.VALID -> valid = json.getBooleanValue();
            case Fields.SERVICE_NAME -> service = Json.text(json);
            case Fields.ENVIRONMENT ->
                environment = Optional.ofNullable(Json.text(json)).orElse("");
            case Fields.EXPIRES_AT -> expiresAt = Json.instant(json);
            default -> json.skipChildren();
        }
    }

    static HealthStatus health(byte[] body) {
        Statuses read = new Statuses();
        Json.read(body, json -> {
            Json.object(json, read::healthField);
            return read;
        });
        if (read.state == null) {
            throw KeyServiceException.of(Kind.PROTOCOL);
        }
        return new HealthStatus(read.state, read.checks);
    }

    private void healthField(String name, JsonParser json) throws IOException {
        switch (name) {
            case Fields.STATUS -> state = state(Json.text(json));
            case Fields.CHECKS -> Json.object(json, (part, check) -> checks.put(word(part), check(check)));
            default -> json.skipChildren();
        }
    }

    private static HealthStatus.@Nullable State state(@Nullable String text) {
        for (HealthStatus.State each : HealthStatus.State.values()) {
            if (each.name().toLowerCase(Locale.ROOT).equals(text)) {
                return each;
            }
        }
        return null;
    }

    /** A part says one word, or an object with its status. */
    private static String check(JsonParser json) throws IOException {
        if (json.currentToken() != JsonToken.START_OBJECT) {
            String text = json.getText();
            json.skipChildren();
            return word(text);
        }
        String[] status = {""};
        Json.object(json, (name, field) -> {
            if (name.equals(Fields.STATUS)) {
                status[0] = field.getText();
            }
            field.skipChildren();
        });
        return word(status[0]);
    }

    private static String word(String text) {
        return WORD.matcher(text).matches() ? text : "unknown";
    }
}
