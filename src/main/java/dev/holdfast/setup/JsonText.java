package dev.holdfast.setup;

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
import java.util.ArrayList;
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

    /** The same, where anything else is a reason to leave a file alone. */
    static JsonText plain(String text) throws Part.Left {
        return parse(text)
                .orElseThrow(
                        () -> new Part.Left("It is not plain JSON (a comment or a trailing comma counts), so it was"
                                + " left alone; paste the text below into it."));
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
    JsonText withElement(List<String> path, JsonNode element) {
        Span span = span(path);
        boolean oneLine =
                element.isValueNode() && text.substring(span.start, span.end).indexOf('\n') < 0;
        String shift = indent().repeat(path.size() + 1);
        String lead = oneLine ? (empty(span) ? "" : " ") : newline() + shift;
        return inserted(path, lead + pretty(element, indent(), newline()).replace(newline(), newline() + shift));
    }

    /** Takes out the member or, by its number, the element at {@code path}, which must be there. */
    JsonText without(List<String> path) {
        List<String> container = path.subList(0, path.size() - 1);
        String name = path.get(path.size() - 1);
        List<Child> children = children(container);
        int index = 0;
        while (!children.get(index).name.equals(name)) {
            index++;
        }
        Span whole = span(container);
        Child gone = children.get(index);
        int from = index == 0 ? whole.start + 1 : children.get(index - 1).span.end;
        int to = gone.span.end;
        if (index == 0 && children.size() > 1) {
            from = gone.span.start;
            to = children.get(1).span.start;
        } else if (index == children.size() - 1 && !broken(whole.start, children.subList(0, index))) {
            to = whole.end - 1; // What began and ended on a line with its brackets does so again.
        }
        return reparsed(text.substring(0, from) + text.substring(to));
    }

    /** Whether one of them begins on a line of its own. */
    private boolean broken(int from, List<Child> children) {
        int end = from;
        for (Child child : children) {
            if (text.substring(end, child.span.start).indexOf('\n') >= 0) {
                return true;
            }
            end = child.span.end;
        }
        return false;
    }

    /** Takes out the object or array at {@code path} if it is there and empty. */
    JsonText withoutEmpty(List<String> path) {
        JsonNode found = root;
        for (String name : path) {
            found = found.path(name);
        }
        return found.isContainerNode() && found.isEmpty() ? without(path) : this;
    }

    /** The text, or nothing when the object is empty. */
    String orNothing() {
        return root.isEmpty() ? "" : text;
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

    /** A member or element: its name or number, and where it stands, its name included. */
    private record Child(String name, Span span) {}

    private List<Child> children(List<String> path) {
        List<Child> children = new ArrayList<>();
        try (JsonParser parser = MAPPER.createParser(text)) {
            parser.nextToken();
            for (String name : path) {
                seek(parser, name);
            }
            boolean array = parser.currentToken() == JsonToken.START_ARRAY;
            while (!parser.nextToken().isStructEnd()) {
                String name = array ? Integer.toString(children.size()) : parser.currentName();
                int start = (int) parser.currentTokenLocation().getCharOffset();
                if (!array) {
                    parser.nextToken();
                }
                parser.skipChildren();
                parser.finishToken();
                children.add(new Child(
                        name, new Span(start, (int) parser.currentLocation().getCharOffset())));
            }
            return children;
        } catch (IOException e) {
            throw new IllegalStateException("a text that was read cannot be read");
        }
    }

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

    /** From the start of an object or array to the value of one of its names or numbers. */
    private static void seek(JsonParser parser, String name) throws IOException {
        if (parser.currentToken() == JsonToken.START_ARRAY) {
            for (int left = Integer.parseInt(name); left >= 0; left--) {
                parser.nextToken();
                if (left > 0) {
                    parser.skipChildren();
                }
            }
            return;
        }
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
