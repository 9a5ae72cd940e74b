package dev.holdfast.setup;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTextTest {

    private static final ObjectNode ENTRY =
            JsonNodeFactory.instance.objectNode().put("command", "h");

    private static JsonText json(String text) {
        return JsonText.parse(text).orElseThrow();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "{} {}",
                "{\"a\": 1,}",
                "{\"a\": 1 /* why */}",
                "// why\n{}",
                "{'a': 1}",
                "{\"a\": 1, \"a\": 2}",
                "{\"a\": {\"b\": 1, \"b\": 2}}",
                "\uFEFF{}",
                "{"
            })
    void parse_notOnePlainObject_isEmpty(String text) {
        assertThat(JsonText.parse(text)).isEmpty();
    }

    @Test
    void withMember_ofAnObjectOverSeveralLines_keepsEveryOtherCharacter() {
        String before = "{\n    \"mcpServers\" : {\n        \"b\": {\"x\":1e2}\n    },\n\n    \"z\":[1,  2]\n}";
        String after = "{\n    \"mcpServers\" : {\n        \"b\": {\"x\":1e2},\n        \"meta\": {\n"
                + "            \"command\": \"h\"\n        }\n    },\n\n    \"z\":[1,  2]\n}";
        assertThat(json(before).withMember(List.of("mcpServers"), "meta", ENTRY).text())
                .isEqualTo(after);
    }

    @Test
    void withMember_ofAnEmptyObject_isIndented() {
        assertThat(json("{\n\t\"mcpServers\": {}\n}\n")
                        .withMember(List.of("mcpServers"), "meta", ENTRY)
                        .text())
                .isEqualTo("{\n\t\"mcpServers\": {\n\t\t\"meta\": {\n\t\t\t\"command\": \"h\"\n\t\t}\n\t}\n}\n");
    }

    @Test
    void withMember_ofOneLine_breaksBehindIt() {
        assertThat(json("{\"a\":1}").withMember(List.of(), "m", ENTRY).text())
                .isEqualTo("{\"a\":1,\n  \"m\": {\n    \"command\": \"h\"\n  }\n}");
    }

    @Test
    void withMember_ofWindowsLines_endsLinesAlike() {
        String after = json("{\r\n  \"a\": 1\r\n}\r\n")
                .withMember(List.of(), "m", ENTRY)
                .text();
        assertThat(after).isEqualTo("{\r\n  \"a\": 1,\r\n  \"m\": {\r\n    \"command\": \"h\"\r\n  }\r\n}\r\n");
    }

    @Test
    void withMember_behindTextWithBracesAndOtherScripts_goesToItsPlace() {
        String before = "{\"a\": \"}{ \\\" ü 😀\", \"s\": {\"x\": \"{\"}}";
        assertThat(json(before).withMember(List.of("s"), "m", ENTRY).text())
                .startsWith("{\"a\": \"}{ \\\" ü 😀\", \"s\": {\"x\": \"{\",\n    \"m\": {");
    }

    @Test
    void withElement_ofEachForm_isAddedAtTheEnd() {
        assertThat(json("{\"l\": []}")
                        .withElement(List.of("l"), TextNode.valueOf("meta"))
                        .text())
                .isEqualTo("{\"l\": [\"meta\"]}");
        assertThat(json("{\"l\": [\"a\"]}")
                        .withElement(List.of("l"), TextNode.valueOf("meta"))
                        .text())
                .isEqualTo("{\"l\": [\"a\", \"meta\"]}");
        assertThat(json("{\n  \"l\": [\n    \"a\"\n  ]\n}")
                        .withElement(List.of("l"), TextNode.valueOf("meta"))
                        .text())
                .isEqualTo("{\n  \"l\": [\n    \"a\",\n    \"meta\"\n  ]\n}");
    }

    @Test
    void withValue_ofAnObject_replacesItAlone() {
        assertThat(json("{\"s\": {\"m\": {\"old\": [1]}, \"n\": 2}}")
                        .withValue(List.of("s", "m"), ENTRY)
                        .text())
                .isEqualTo("{\"s\": {\"m\": {\n      \"command\": \"h\"\n    }, \"n\": 2}}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"a\": 1, \"b\": \"x, y\"} | b | {\"a\": 1}",
                "{\"a\": 1, \"b\": 2} | a | {\"b\": 2}",
                "{\"a\": {\"b\": 1}} | a/b | {\"a\": {}}",
                "{\"a\": [1, \"]\", 2]} | a/1 | {\"a\": [1, 2]}",
                "{\"a\": [{\"b\": 1}, 3]} | a/0/b | {\"a\": [{}, 3]}",
                "{\"a\": [ 7 ]} | a/0 | {\"a\": []}"
            })
    void without_oneOfThem_keepsEveryOtherCharacter(String before, String path, String after) {
        assertThat(json(before).without(List.of(path.split("/"))).text()).isEqualTo(after);
    }
}
