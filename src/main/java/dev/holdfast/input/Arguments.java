package dev.holdfast.input;

import dev.holdfast.secret.InvalidInput;
import dev.holdfast.secret.SecretValue;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The arguments of a tool call, or the fields of a request's body, read by name and type.
 *
 * <p>Every method throws {@link InvalidInput} when an argument has another type than it should; the message names our
 * argument and its rule, never what was sent.
 */
public final class Arguments {

    /** Stands for arguments that were sent as something else than an object. */
    public static final Map<String, Object> NOT_AN_OBJECT = Map.of("arguments", "not an object");

    private final String where;
    private final Map<?, ?> values;

    private Arguments(String where, Map<?, ?> values) {
        this.where = where;
        this.values = values;
    }

    /**
     * Takes the arguments of a call.
     *
     * @param tool the tool's name, for messages
     * @param allowed the names that the tool knows
     */
    public static Arguments of(String tool, @Nullable Map<String, Object> values, List<String> allowed) {
        if (NOT_AN_OBJECT.equals(values)) {
            throw InvalidInput.argument(
                    "arguments is not an object.", tool + " takes " + String.join(", ", allowed) + ".");
        }
        return new Arguments(tool, values == null ? Map.of() : values).allowing(allowed);
    }

    private Arguments allowing(List<String> allowed) {
        Set<Object> unknown = new LinkedHashSet<>(values.keySet());
        unknown.removeAll(Set.copyOf(allowed));
        if (!unknown.isEmpty()) {
            throw InvalidInput.argument(
                    "There is an argument that " + where + " does not know.",
                    "It takes " + String.join(", ", allowed) + ".");
        }
        for (String name : allowed) {
            if (values.containsKey(name) && values.get(name) == null) {
                throw InvalidInput.argument(name + " is null.", "Leave it out, or give it a value.");
            }
        }
        return this;
    }

    public boolean has(String name) {
        return values.containsKey(name);
    }

    public String text(String name) {
        String text = optionalText(name);
        if (text == null) {
            throw InvalidInput.argument(name + " is missing.", where + " needs it, as a string.");
        }
        return text;
    }

    /** A value: a string of JSON, or the bytes that a command read. The caller closes it. */
    public SecretValue value(String name) {
        return values.get(name) instanceof byte[] utf8 ? SecretValue.ofUtf8(utf8) : SecretValue.of(text(name));
    }

    public @Nullable String optionalText(String name) {
        Object value = values.get(name);
        if (value == null || value instanceof String) {
            return (String) value;
        }
        throw InvalidInput.argument(name + " is not a string.", "Send it as a JSON string.");
    }

    /** A text, or a number as one. */
    public String textOrNumber(String name) {
        Object value = values.get(name);
        return value instanceof Integer || value instanceof Long ? value.toString() : text(name);
    }

    public @Nullable Integer optionalInteger(String name, int least, int most) {
        Object value = values.get(name);
        if (value == null) {
            return null;
        }
        boolean whole = value instanceof Integer || value instanceof Long;
        long number = whole ? ((Number) value).longValue() : Long.MIN_VALUE;
        if (!whole || number < least || number > most) {
            throw InvalidInput.argument(
                    name + " is not a whole number from " + least + " to " + most + ".",
                    "Send it as a JSON number, without quotes.");
        }
        return (int) number;
    }

    public int integer(String name, int least, int most, int otherwise) {
        Integer value = optionalInteger(name, least, most);
        return value == null ? otherwise : value;
    }

    /** True or false, or null when it is left out. */
    public @Nullable Boolean optionalFlag(String name) {
        Object value = values.get(name);
        if (value == null || value instanceof Boolean) {
            return (Boolean) value;
        }
        throw InvalidInput.argument(name + " is neither true nor false.", "Send it as a JSON literal, without quotes.");
    }

    /** How long something lasts: a whole number of seconds, or a text such as {@code 1h}, {@code 90d}, {@code 1y}. */
    public @Nullable Duration optionalSpan(String name) {
        Object value = values.get(name);
        if (value == null) {
            return null;
        }
        boolean number = value instanceof Integer || value instanceof Long;
        Duration span = number || value instanceof String ? TimeSpan.parse(value.toString()) : null;
        if (span == null) {
            throw InvalidInput.argument(
                    name + " is no span of time.",
                    "Send seconds as a number, or a text such as \"1h\", \"90d\" or \"1y\".");
        }
        return span;
    }

    /** A list of texts, with one or more of them. */
    public List<String> texts(String name, int most) {
        boolean list = values.get(name) instanceof List<?> texts
                && !texts.isEmpty()
                && texts.size() <= most
                && texts.stream().allMatch(String.class::isInstance);
        if (!list) {
            throw InvalidInput.argument(
                    name + " is not a list of 1 to " + most + " strings.", "Send it as a JSON array of strings.");
        }
        return ((List<?>) Objects.requireNonNull(values.get(name)))
                .stream().map(String.class::cast).toList();
    }

    /** Whether an argument is there as an object. */
    public boolean isObject(String name) {
        return values.get(name) instanceof Map<?, ?>;
    }

    /** An argument that is an object of its own. */
    public Arguments object(String name, List<String> allowed) {
        if (values.get(name) instanceof Map<?, ?> map) {
            return new Arguments(name, map).allowing(allowed);
        }
        throw InvalidInput.argument(name + " is not an object.", "It takes " + String.join(", ", allowed) + ".");
    }

    /** An argument that is a list of objects, with one or more of them. */
    public List<Arguments> objects(String name, int most, List<String> allowed) {
        if (values.get(name) instanceof List<?> list && !list.isEmpty() && list.size() <= most) {
            return list.stream().map(entry -> entry(name, entry, allowed)).toList();
        }
        throw InvalidInput.argument(
                name + " is not a list of 1 to " + most + " objects.",
                "Each of them takes " + String.join(", ", allowed) + ".");
    }

    private static Arguments entry(String name, @Nullable Object entry, List<String> allowed) {
        if (entry instanceof Map<?, ?> map) {
            return new Arguments("an entry of " + name, map).allowing(allowed);
        }
        throw InvalidInput.argument(
                "An entry of " + name + " is not an object.", "Each takes " + String.join(", ", allowed) + ".");
    }
}
