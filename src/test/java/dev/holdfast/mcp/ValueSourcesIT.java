package dev.holdfast.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.proof.Reply;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Values that are made inside or read from where they lie. */
class ValueSourcesIT {

    private static final String KEY = "project/sources/made_key";

    private static final String CONFIGURATION = """
            value_from:
              env: [LISTED_SECRET, LISTED_UNSET]
            """;

    private static final Map<String, String> VARIABLES = Map.of(
            "LISTED_SECRET", "from the environment",
            "UNLISTED_SECRET", "an unread value",
            "HOLDFAST_LISTED", "an unread value",
            "VAULT_LISTED", "an unread value",
            "BAO_LISTED", "an unread value",
            "AWS_LISTED", "an unread value");

    @TempDir
    private static Path folder;

    private static Session session;

    @BeforeAll
    static void open() throws Exception {
        // One test has the whole folder as its workspace: then the rule for the home alone keeps these two.
        Path home = Files.createDirectories(folder.resolve("home"));
        Files.writeString(home.resolve("holdfast.yaml"), CONFIGURATION);
        Files.writeString(home.resolve("own.env"), "OWN=abc123\n");
        Files.writeString(home.resolve("own.txt"), "abc123\n");
        Files.writeString(folder.resolve("outside.txt"), "abc123\n");
        session = Session.in(folder, VARIABLES);
        Files.writeString(session.file("plain.txt"), "of a file\n");
        Files.writeString(session.file("windows.txt"), "of a file\r\n");
        Files.writeString(session.file("two.txt"), "line\n\n");
        Files.writeString(session.file("bare.txt"), "no newline");
        Files.writeString(session.file("empty.txt"), "\n");
        Files.writeString(session.file("some.env"), "A=first\nQUOTED=\"of a file\"\nA=last\n");
        Files.createSymbolicLink(session.file("link.txt"), folder.resolve("outside.txt"));
    }

    @AfterAll
    static void close() {
        session.close();
    }

    private static Reply set(String name, Object source) {
        return session.call("set_secret", "keyPath", KEY, "description", Session.DESCRIPTION, name, source);
    }

    static Stream<Arguments> formats() {
        return Stream.of(
                Arguments.of(Map.of(), "[A-Za-z0-9+/]{64}"),
                Arguments.of(Map.of("format", "base64", "bytes", 16), "[A-Za-z0-9+/]{22}=="),
                Arguments.of(Map.of("format", "base64", "bytes", 1024), "[A-Za-z0-9+/]{1366}=="),
                Arguments.of(Map.of("format", "hex"), "[0-9a-f]{96}"),
                Arguments.of(Map.of("format", "hex", "bytes", 32), "[0-9a-f]{64}"),
                Arguments.of(Map.of("format", "alphanumeric", "bytes", 40), "[A-Za-z0-9]{40}"),
                Arguments.of(
                        Map.of("format", "uuid"),
                        "[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}"));
    }

    @ParameterizedTest
    @MethodSource("formats")
    void generate_makesTheFormatAndNeverShowsIt(Map<String, Object> generate, String pattern) {
        Reply first = set("generate", generate);
        String made = session.stored(KEY);
        assertThat(first.refused()).isFalse();
        assertThat(made.matches(pattern)).as("the form of %s", generate).isTrue();
        assertThat(first.message().toString().contains(made)).as("shown").isFalse();
        set("generate", generate);
        assertThat(session.stored(KEY).equals(made)).as("made twice").isFalse();
    }

    static Stream<Arguments> read() {
        return Stream.of(
                Arguments.of("file:plain.txt", "of a file"),
                Arguments.of("file:./plain.txt", "of a file"),
                Arguments.of("file:two.txt", "line\n"),
                Arguments.of("file:bare.txt", "no newline"),
                Arguments.of("dotenv:some.env#QUOTED", "of a file"),
                Arguments.of("dotenv:some.env#A", "last"),
                Arguments.of("env:LISTED_SECRET", "from the environment"));
    }

    @ParameterizedTest
    @MethodSource("read")
    void valueFrom_readsItAndNeverShowsIt(String source, String value) {
        Reply reply = set("valueFrom", source);
        assertThat(reply.code()).isEmpty();
        assertThat(session.stored(KEY).equals(value)).as(source).isTrue();
        assertThat(reply.message().toString().contains(value)).as("shown").isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "file:../outside.txt, ENV_REFUSED",
        "file:link.txt, ENV_REFUSED",
        "file:missing.txt, ENV_REFUSED",
        "file:empty.txt, INVALID_VALUE",
        "dotenv:../outside.txt#A, ENV_REFUSED",
        "dotenv:some.env#MISSING, INVALID_ARGUMENT",
        "env:UNLISTED_SECRET, INVALID_ARGUMENT",
        "env:LISTED_UNSET, INVALID_ARGUMENT",
        "env:HOLDFAST_LISTED, INVALID_ARGUMENT",
        "env:VAULT_LISTED, INVALID_ARGUMENT",
        "env:BAO_LISTED, INVALID_ARGUMENT",
        "env:AWS_LISTED, INVALID_ARGUMENT",
        "env:HOLDFAST_HOME, INVALID_ARGUMENT",
        "env:PATH, INVALID_ARGUMENT"
    })
    void valueFrom_ofWhatMayNotBeRead_isRefused(String source, String code) {
        Reply reply = set("valueFrom", source);
        assertThat(reply.code()).as(source).isEqualTo(code);
        assertThat(reply.message().toString().contains("an unread value")).isFalse();
    }

    @Test
    void valueFrom_neverReadsTheHomeFolder() {
        try (Session within = Session.in(folder, "--workspace", folder.toString())) {
            for (String source : List.of("file:home/own.txt", "file:home/master.key", "dotenv:home/own.env#OWN")) {
                Reply reply = within.call(
                        "set_secret",
                        "keyPath",
                        "project/sources/of_the_home",
                        "description",
                        Session.DESCRIPTION,
                        "valueFrom",
                        source);
                assertThat(reply.code()).as(source).isEqualTo("ENV_REFUSED");
            }
        }
    }

    @Test
    void valueFrom_dropsAFinalLineEndOfWindowsWhole() {
        set("valueFrom", "file:windows.txt");
        assertThat(session.stored(KEY).equals("of a file")).isTrue();
    }
}
