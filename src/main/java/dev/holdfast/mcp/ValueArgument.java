package dev.holdfast.mcp;

import dev.holdfast.input.Arguments;
import dev.holdfast.secret.Generator;
import dev.holdfast.secret.InvalidInput;
import dev.holdfast.secret.SecretValue;
import java.security.SecureRandom;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The value of a call in one of its three forms: sent, made inside, or read from where it lies. */
final class ValueArgument {

    private static final SecureRandom RANDOM = new SecureRandom();
    private static final List<String> GENERATE = List.of("format", "bytes");

    private ValueArgument() {}

    /** The schemas of the three, of which a call gives one. */
    static Map<String, Object> schemas(String valueName) {
        return Schema.properties(
                valueName,
                Schema.string("The secret itself. Give exactly one of " + valueName + ", generate, valueFrom."),
                "generate",
                described(
                        Schema.object(Schema.properties(
                                "format",
                                Schema.choice(Generator.formats()),
                                "bytes",
                                Schema.integer(
                                        Generator.LEAST_BYTES, Generator.MOST_BYTES, "Random bytes, default 48"))),
                        "Have the value made inside; it is never shown."),
                "valueFrom",
                Schema.string("Have the server read it: file:PATH, dotenv:PATH#NAME or env:NAME."));
    }

    private static Map<String, Object> described(Map<String, Object> schema, String description) {
        schema.put("description", description);
        return schema;
    }

    /** Reads the value; the caller closes it. */
    static SecretValue read(Arguments arguments, String valueName, ValueSources sources) {
        long given = Stream.of(valueName, "generate", "valueFrom")
                .filter(arguments::has)
                .count();
        if (given != 1) {
            throw InvalidInput.argument(
                    given == 0 ? "No value was given." : "The value was given in more than one way.",
                    "Give exactly one of " + valueName + ", generate and valueFrom.");
        }
        if (arguments.has(valueName)) {
            return arguments.value(valueName);
        }
        if (arguments.has("valueFrom")) {
            return sources.read(arguments.text("valueFrom"));
        }
        Arguments generate = arguments.object("generate", GENERATE);
        String format = generate.has("format") ? generate.text("format") : Generator.DEFAULT_FORMAT;
        int bytes = generate.integer("bytes", Generator.LEAST_BYTES, Generator.MOST_BYTES, Generator.DEFAULT_BYTES);
        return Generator.generate(format, bytes, RANDOM);
    }
}
