package dev.holdfast.cli;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.core.util.Separators;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The text of a JSON object, and additions that leave every other character as it is. */
final class JsonText {

    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();
    private static final Pattern FIRST_INDENT = Pattern.compile("^\\{\\s*?\\n([ \\t]+)\"");

    private final String text;
    private final ObjectNode root;

    private JsonText(String text, ObjectNode root) {
        this.text = text;
        this.root = root;
    }

    /** Reads a text strictly; empty when it is not one JSON object, or has a name twice or a comment. */
    static Optional<JsonText> parse(String text) {
        try {
            JsonNode tree = MAPPER.readTree(text);
            return tree instanceof ObjectNode object ? Optional.of(new JsonText(text, object)) : Optional.empty();
        } catch (JsonProcessingException e) {
            return Optional.empty();
        }
    }

    /** A new file's text. */
    static JsonText of(ObjectNode root) {
        return new JsonText(pretty(root, "  ", "\n") + "\n", root);
    }

    /** A tree as it is printed for people. */
    static String pretty(JsonNode tree) {
        return pretty(tree, "  ", "\n");
    }

    ObjectNode root() {
        return root;
    }

    String text() {
        return text;
    }

    /** Adds a member at the end of the object at {@code path}, which must be there and be an object. */
    JsonText withMember(List<String> path, String name, JsonNode value) {
        String shift = indent().repeat(path.size() + 1);
        String member = MAPPER.getNodeFactory().textNode(name) + ": "
                + pretty(value, indent(), newline()).replace(newline(), newline() + shift);
        return inserted(path, newline() + shift + member);
    }

    /** Adds an element at the end of the array at {@code path}, which must be there and be an array. */
    JsonText withElement(List<String> path, String element) {
        Span span = span(path);
        boolean oneLine = text.substring(span.start, span.end).indexOf('\n') < 0;
        String lead = oneLine ? (empty(span) ? "" : " ") : newline() + indent().repeat(path.size() + 1);
        return inserted(path, lead + MAPPER.getNodeFactory().textNode(element));
    }

    /** Replaces the object or array at {@code path}, which must be there. */
    JsonText withValue(List<String> path, JsonNode value) {
        Span span = span(path);
        String shift = indent().repeat(path.size());
        String replacement = pretty(value, indent(), newline()).replace(newline(), newline() + shift);
        return reparsed(text.substring(0, span.start) + replacement + text.substring(span.end));
    }

    private JsonText inserted(List<String> path, String addition) {
        Span span = span(path);
        int closing = span.end - 1;
        int last = closing;
        while (Character.isWhitespace(text.charAt(last - 1))) {
            last--;
        }
        String between = text.substring(last, closing);
        boolean multiline = addition.startsWith("\n") || addition.startsWith("\r");
        String tail = multiline && between.indexOf('\n') < 0 ? newline() + indent().repeat(path.size()) : between;
        return reparsed(text.substring(0, last) + (empty(span) ? "" : ",") + addition + tail + text.substring(closing));
    }

    private boolean empty(Span span) {
        return text.substring(span.start + 1, span.end - 1).isBlank();
    }

    private static JsonText reparsed(String changed) {
        return parse(changed).orElseThrow(() -> new IllegalStateException("an addition broke the JSON"));
    }

    private String indent() {
        Matcher first = FIRST_INDENT.matcher(text.stripLeading());
        return first.find() ? first.group(1) : "  ";
    }

    private String newline() {
        return text.contains("\r\n") ? "\r\n" : "\n";
    }

    private static String pretty(JsonNode tree, String indent, String newline) {
        DefaultPrettyPrinter printer = new DefaultPrettyPrinter(Separators.createDefaultInstance()
                        .withObjectFieldValueSpacing(Separators.Spacing.AFTER)
                        .withArrayValueSpacing(Separators.Spacing.AFTER))
                .withObjectIndenter(new DefaultIndenter(indent, newline))
                .withArrayIndenter(DefaultPrettyPrinter.NopIndenter.instance);
        try {
            return MAPPER.writer(printer).writeValueAsString(tree);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("not a tree of JSON");
        }
    }

    /** Where a value begins and where it has ended, in characters. */
    private record Span(int start, int end) {}

    private Span span(List<String> path) {
        try (JsonParser parser = MAPPER.createParser(text)) {
            parser.nextToken();
            for (String name : path) {
                seek(parser, name);
            }
            int start = (int) parser.currentTokenLocation().getCharOffset();
            parser.skipChildren();
            return new Span(start, (int) parser.currentLocation().getCharOffset());
        } catch (IOException e) {
            throw new IllegalStateException("a text that was read cannot be read");
        }
    }

    /** From the start of an object to the value of one of its names. */
    private static void seek(JsonParser parser, String name) throws IOException {
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            boolean found = parser.currentName().equals(name);
            parser.nextToken();
            if (found) {
                return;
            }
            parser.skipChildren();
        }
        throw new IllegalStateException("no such name");
    }
}
