package dev.holdfast.mcp;

import dev.holdfast.dotenv.EnvPlace;
import dev.holdfast.input.Arguments;
import dev.holdfast.secret.KeyPath;
import dev.holdfast.secret.SecretInfo;
import dev.holdfast.secret.SecretValue;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The fields that several tools share: their schemas, how they are read and how they are written. */
final class Field {

    static final String KEY_PATH = "keyPath";
    static final String VERSION = "version";

    private static final String FORMAT =
            "project/{project}/{name}, or meta/{service}/{name}; lower case, such as project/consilio/stripe_api_key";

    private Field() {}

    static Map<String, Object> keyPath() {
        return Schema.string(FORMAT);
    }

    static KeyPath keyPath(Arguments arguments) {
        return KeyPath.parse(arguments.text(KEY_PATH));
    }

    static Map<String, Object> envPlace() {
        return Schema.object(Schema.properties("file", Schema.string(), "name", Schema.string()), "file", "name");
    }

    static Map<String, Object> envPlace(EnvPlace place) {
        return Schema.properties("file", place.file(), "name", place.name());
    }

    /** The facts that every answer about a version begins with. */
    static Map<String, Object> facts(SecretInfo info) {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put(KEY_PATH, info.path().toString());
        facts.put(VERSION, info.version());
        return facts;
    }

    static void putTime(Map<String, Object> result, String name, @Nullable Instant time) {
        if (time != null) {
            result.put(name, time.toString());
        }
    }

    /** The value as JSON carries it: the one place where it becomes a String on its way out. */
    static String json(SecretValue value) {
        return value.reveal(bytes -> new String(bytes, StandardCharsets.UTF_8));
    }
}
