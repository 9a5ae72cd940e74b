package dev.holdfast.mcp;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** JSON schemas as maps whose order is the order in which they were written. */
final class Schema {

    private Schema() {}

    /** An object with these properties and no others. */
    static Map<String, Object> object(Map<String, Object> properties, String... required) {
        Map<String, Object> schema = new LinkedHashMap<>();
        schema.put("type", "object");
        schema.put("properties", properties);
        if (required.length > 0) {
            schema.put("required", List.of(required));
        }
        schema.put("additionalProperties", false);
        return schema;
    }

    /** Properties in the order of the arguments: name, schema, name, schema. */
    static Map<String, Object> properties(Object... namesAndSchemas) {
        Map<String, Object> properties = new LinkedHashMap<>();
        for (int i = 0; i < namesAndSchemas.length; i += 2) {
            properties.put((String) namesAndSchemas[i], namesAndSchemas[i + 1]);
        }
        return properties;
    }

    static Map<String, Object> string() {
        return properties("type", "string");
    }

    static Map<String, Object> string(String description) {
        return properties("type", "string", "description", description);
    }

    static Map<String, Object> choice(String... words) {
        return properties("type", "string", "enum", List.of(words));
    }

    static Map<String, Object> time() {
        return properties("type", "string", "format", "date-time");
    }

    static Map<String, Object> integer() {
        return properties("type", "integer");
    }

    static Map<String, Object> integer(int least, int most, String description) {
        return properties("type", "integer", "minimum", least, "maximum", most, "description", description);
    }

    static Map<String, Object> bool() {
        return properties("type", "boolean");
    }

    static Map<String, Object> list(Map<String, Object> items) {
        return properties("type", "array", "items", items);
    }
}
