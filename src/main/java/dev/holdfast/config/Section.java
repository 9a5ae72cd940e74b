package dev.holdfast.config;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A map of the configuration at its place: reads what it holds, and notes each fault with the place and never the value.
 *
 * <p>What is missing or wrong reads as null or the default, so that all faults are found in one go.
 */
final class Section {

    private static final Pattern DURATION = Pattern.compile("([0-9]{1,9})(ms|s|m|h|d)");

    private final JsonNode node;
    private final String place;
    private final List<String> faults;

    Section(JsonNode node, String place, List<String> faults) {
        this.node = node;
        this.place = place;
        this.faults = faults;
    }

    /** The same, after a fault for each name that is not among the known. */
    Section knowing(String... names) {
        if (!node.isObject()) {
            if (!node.isMissingNode()) {
                fault("", " must be a map of names to values.");
            }
            return this;
        }
        Set<String> known = Set.of(names);
        node.fieldNames().forEachRemaining(name -> {
            if (!known.contains(name)) {
                fault(
                        "",
                        " has a name that is not known; it knows "
                                + String.join(", ", known.stream().sorted().toList()) + ".");
            }
        });
        return this;
    }

    boolean has(String name) {
        return node.has(name);
    }

    boolean isMissing() {
        return node.isMissingNode();
    }

    Section in(String name) {
        return new Section(node.path(name), inside(name), faults);
    }

    /** The maps of a list. */
    List<Section> each(String name) {
        List<Section> sections = new ArrayList<>();
        for (JsonNode item : items(name)) {
            sections.add(new Section(item, inside(name) + "[" + sections.size() + "]", faults));
        }
        return sections;
    }

    /** The texts of a list; what is no text reads as an empty one. */
    List<String> texts(String name) {
        List<String> texts = new ArrayList<>();
        items(name).forEach(item -> texts.add(item.isTextual() ? item.textValue() : ""));
        return texts;
    }

    private Iterable<JsonNode> items(String name) {
        JsonNode list = node.path(name);
        if (list.isMissingNode() || list.isArray()) {
            return list;
        }
        fault(name, " must be a list.");
        return List.of();
    }

    /** What was written as text and is not empty; a number, a truth value or nothing is no word. */
    @Nullable
    String text(String name) {
        JsonNode found = node.path(name);
        if (found.isMissingNode()) {
            return null;
        }
        if (!found.isTextual() || found.textValue().isBlank()) {
            fault(name, " must be a text.");
            return null;
        }
        return found.textValue();
    }

    String text(String name, String otherwise) {
        String text = text(name);
        return text == null ? otherwise : text;
    }

    /** As {@link #text}; missing, it is a fault. */
    String required(String name) {
        if (!node.has(name)) {
            fault(name, " is missing.");
        }
        return text(name, "missing");
    }

    /** One of the words, the first where nothing is said. */
    String word(String name, String... words) {
        String word = text(name, words[0]);
        if (!List.of(words).contains(word)) {
            fault(name, " must be " + String.join(", ", words) + ".");
            return words[0];
        }
        return word;
    }

    /** A file or folder; {@code ~/} stands for the user's home, and a relative one begins at {@code from}. */
    @Nullable
    Path path(String name, Path from) {
        String text = text(name);
        if (text == null) {
            return null;
        }
        return text.startsWith("~/")
                ? Path.of(System.getProperty("user.home"), text.substring(2))
                : from.resolve(text).normalize();
    }

    /** A number with its unit: ms, s, m, h or d. */
    Duration duration(String name, Duration otherwise, Duration least) {
        if (!node.has(name)) {
            return otherwise;
        }
        Matcher written = DURATION.matcher(node.path(name).asText());
        Duration duration = written.matches() ? duration(Long.parseLong(written.group(1)), written.group(2)) : null;
        if (duration == null || duration.compareTo(least) < 0) {
            fault(name, " must be a time such as 500ms, 5s, 2m, 1h or 90d, and not too short.");
            return otherwise;
        }
        return duration;
    }

    /** A truth value. */
    boolean truth(String name, boolean otherwise) {
        JsonNode found = node.path(name);
        if (!found.isMissingNode() && !found.isBoolean()) {
            fault(name, " must be true or false.");
        }
        return found.isBoolean() ? found.booleanValue() : otherwise;
    }

    /** A whole number within bounds. */
    int number(String name, int otherwise, int least, int most) {
        JsonNode found = node.path(name);
        if (found.isMissingNode()) {
            return otherwise;
        }
        if (!found.isInt() || found.intValue() < least || found.intValue() > most) {
            fault(name, " must be a whole number from " + least + " to " + most + ".");
            return otherwise;
        }
        return found.intValue();
    }

    private static Duration duration(long number, String unit) {
        return switch (unit) {
            case "ms" -> Duration.ofMillis(number);
            case "s" -> Duration.ofSeconds(number);
            case "m" -> Duration.ofMinutes(number);
            case "h" -> Duration.ofHours(number);
            default -> Duration.ofDays(number);
        };
    }

    /** An address of http or https without a query or a login in it. */
    @Nullable
    URI address(String name) {
        String text = text(name);
        if (text == null) {
            return null;
        }
        try {
            URI uri = URI.create(text.endsWith("/") ? text.substring(0, text.length() - 1) : text);
            boolean web = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
            if (web && uri.getHost() != null && uri.getUserInfo() == null && uri.getQuery() == null) {
                return uri;
            }
        } catch (IllegalArgumentException e) {
            // Told below, without the text.
        }
        fault(name, " must be an address such as https://vault.example.org:8200.");
        return null;
    }

    /** A map of names to texts. */
    Map<String, String> map(String name) {
        Map<String, String> map = new LinkedHashMap<>();
        JsonNode found = node.path(name);
        if (!found.isMissingNode() && !found.isObject()) {
            fault(name, " must be a map of names to values.");
        }
        Section inner = in(name);
        found.fieldNames().forEachRemaining(key -> {
            JsonNode value = found.path(key);
            if (value.isTextual()) {
                map.put(key, value.textValue());
            } else {
                inner.fault("", " must hold texts.");
            }
        });
        return map;
    }

    /** Notes a fault of a name in here, or of the map itself where the name is empty. */
    void fault(String name, String what) {
        faults.add((name.isEmpty() ? place : inside(name)) + what);
    }

    private String inside(String name) {
        return place.equals(Config.FILE) ? name : place + "." + name;
    }
}
