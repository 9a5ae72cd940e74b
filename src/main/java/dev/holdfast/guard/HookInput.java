package dev.holdfast.guard;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a client tells its hook: a tree of objects, lists, texts, numbers and switches, of which the fields are asked by name.
 *
 * <p>Holds what the agent is about to write, so it has no text of its own.
 */
final class HookInput {

    private final Map<String, @Nullable Object> fields;

    HookInput(Map<String, @Nullable Object> fields) {
        this.fields = fields;
    }

    boolean has(String name) {
        return fields.get(name) != null;
    }

    /** The text of a field; null where there is none. */
    @Nullable
    String text(String name) throws Malformed {
        Object found = fields.get(name);
        if (found != null && !(found instanceof String)) {
            throw new Malformed("A field of the hook's input has another type than the client documents.");
        }
        return (String) found;
    }

    /** The text of a field that must be there. */
    String required(String name) throws Malformed {
        String found = text(name);
        if (found == null) {
            throw new Malformed("A field of the hook's input is missing that the client documents.");
        }
        return found;
    }

    /** The first of these fields that is there, as text. */
    @Nullable
    String first(List<String> names) throws Malformed {
        for (String name : names) {
            if (has(name)) {
                return text(name);
            }
        }
        return null;
    }

    /** Whether a switch is on; one that is missing is off. */
    boolean on(String name) throws Malformed {
        Object found = fields.get(name);
        if (found != null && !(found instanceof Boolean)) {
            throw new Malformed("A switch of the hook's input is neither true nor false.");
        }
        return found != null && (Boolean) found;
    }

    /** The object of a field that must be there. */
    HookInput object(String name) throws Malformed {
        return asObject(fields.get(name));
    }

    /** The objects in the list of a field that must be there. */
    List<HookInput> objects(String name) throws Malformed {
        if (!(fields.get(name) instanceof List<?> list)) {
            throw new Malformed("A list of the hook's input is missing that the client documents.");
        }
        List<HookInput> objects = new java.util.ArrayList<>();
        for (Object one : list) {
            objects.add(asObject(one));
        }
        return objects;
    }

    /** The texts in the list of a field; none where it is missing. */
    List<String> texts(String name) {
        if (!(fields.get(name) instanceof List<?> list)) {
            return List.of();
        }
        return list.stream()
                .filter(String.class::isInstance)
                .map(String.class::cast)
                .toList();
    }

    /** Every text in it, however deep. */
    List<String> allTexts() {
        List<String> texts = new java.util.ArrayList<>();
        collect(fields, texts);
        return texts;
    }

    private static void collect(@Nullable Object tree, List<String> texts) {
        if (tree instanceof String text) {
            texts.add(text);
        } else if (tree instanceof Map<?, ?> map) {
            map.values().forEach(one -> collect(one, texts));
        } else if (tree instanceof List<?> list) {
            list.forEach(one -> collect(one, texts));
        }
    }

    @SuppressWarnings("unchecked") // HookJson makes maps of this one type.
    private static HookInput asObject(@Nullable Object found) throws Malformed {
        if (!(found instanceof Map<?, ?> map)) {
            throw new Malformed("An object of the hook's input is missing or is something else.");
        }
        return new HookInput((Map<String, @Nullable Object>) map);
    }
}
