package dev.holdfast.guard;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads a hook's input: one JSON object, {@value #MAX} bytes at most.
 *
 * <p>A name that stands twice is refused, since the client may take the one and the hook the other.
 */
public final class HookJson {

    static final int MAX = 8 * 1024 * 1024;
    private static final int DEEPEST = 64;

    private HookJson() {}

    /** @throws Malformed when it is anything else than one whole object */
    static HookInput read(InputStream in) throws Malformed {
        try {
            byte[] bytes = in.readNBytes(MAX + 1);
            if (bytes.length > MAX) {
                throw new Malformed("The hook's input is longer than 8 MiB.");
            }
            return parse(bytes);
        } catch (IOException e) {
            throw new Malformed("The hook's input is no JSON that can be read.");
        }
    }

    private static HookInput parse(byte[] bytes) throws IOException, Malformed {
        try (JsonParser json = factory().createParser(bytes)) {
            if (json.nextToken() != JsonToken.START_OBJECT) {
                throw new Malformed("The hook's input is no JSON object.");
            }
            HookInput input = new HookInput(object(json));
            if (json.nextToken() != null) {
                throw new Malformed("Something follows the object of the hook's input.");
            }
            return input;
        }
    }

    private static JsonFactory factory() {
        return new JsonFactoryBuilder()
                .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                .streamReadConstraints(StreamReadConstraints.builder()
                        .maxStringLength(MAX)
                        .maxNestingDepth(DEEPEST)
                        .build())
                .build();
    }

    private static Map<String, @Nullable Object> object(JsonParser json) throws IOException {
        Map<String, @Nullable Object> fields = new HashMap<>();
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String name = json.currentName();
            json.nextToken();
            fields.put(name, value(json));
        }
        return fields;
    }

    private static List<@Nullable Object> list(JsonParser json) throws IOException {
        List<@Nullable Object> list = new ArrayList<>();
        while (json.nextToken() != JsonToken.END_ARRAY) {
            list.add(value(json));
        }
        return list;
    }

    private static @Nullable Object value(JsonParser json) throws IOException {
        return switch (json.currentToken()) {
            case START_OBJECT -> object(json);
            case START_ARRAY -> list(json);
            case VALUE_STRING -> json.getText();
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            case VALUE_NULL -> null;
            default -> 0; // A number: no field that counts has one.
        };
    }
}
