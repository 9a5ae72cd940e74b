package dev.holdfast.store.vault;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.holdfast.secret.KeyPath;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** The rights that Holdfast needs in KV v2, held against those that a token has ({@code sys/capabilities-self}). */
final class Rights {

    /** What each kind of path needs; {@code detailed-metadata} makes lists quick, and is not missed. */
    private static final Map<String, List<String>> NEEDED = needed();

    private final Places places;

    Rights(Places places) {
        this.places = places;
    }

    private static Map<String, List<String>> needed() {
        Map<String, List<String>> needed = new LinkedHashMap<>();
        needed.put("data", List.of("create", "read", "update"));
        needed.put("metadata", List.of("create", "read", "update", "patch", "list"));
        needed.put("delete", List.of("update"));
        needed.put("undelete", List.of("update"));
        needed.put("destroy", List.of("update"));
        return needed;
    }

    /** The question: every kind of path, once in each category. */
    ObjectNode question() {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        ArrayNode paths = body.putArray("paths");
        asked().forEach(paths::add);
        return body;
    }

    private Stream<String> asked() {
        return NEEDED.keySet().stream().flatMap(kind -> examples().map(place -> path(kind, place)));
    }

    private static String path(String kind, Place place) {
        return place.mount() + "/" + kind + "/" + place.path();
    }

    private Stream<Place> examples() {
        return Places.roots().stream().map(root -> places.of(KeyPath.parse(root + "holdfast/check")));
    }

    /** The rights that an answer lacks, such as {@code metadata: patch}. */
    Set<String> missing(Answer answer) {
        Set<String> missing = new LinkedHashSet<>();
        NEEDED.forEach((kind, rights) -> examples()
                .map(place -> held(answer, path(kind, place)))
                .filter(held -> !held.contains("root"))
                .forEach(held -> rights.stream()
                        .filter(right -> !held.contains(right))
                        .forEach(right -> missing.add(kind + ": " + right))));
        return missing;
    }

    private static List<String> held(Answer answer, String path) {
        List<String> held = new ArrayList<>();
        JsonNode given = answer.data().has(path)
                ? answer.data().path(path)
                : answer.body().path(path);
        given.forEach(right -> held.add(right.asText()));
        return held;
    }
}
