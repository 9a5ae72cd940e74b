package dev.holdfast.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.access.Door;
import dev.holdfast.proof.Reply;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Where a value comes from: made inside, or read by the server. */
final class ValueArgumentTest {

    private static final String PATH = "project/consilio/stripe_api_key";

    @TempDir
    private Path folder;

    private ToolSession session;

    @BeforeEach
    void open() throws Exception {
        session = new ToolSession(
                folder,
                Door::local,
                Set.of("LISTED", "EMPTY", "MISSING", "VAULT_TOKEN", "HOLDFAST_TOKEN", "BAO_TOKEN", "AWS_KEY"),
                Map.of(
                        "LISTED",
                        "listed value",
                        "OTHER",
                        "other value",
                        "EMPTY",
                        "",
                        "VAULT_TOKEN",
                        "canary",
                        "HOLDFAST_TOKEN",
                        "canary",
                        "BAO_TOKEN",
                        "canary",
                        "AWS_KEY",
                        "canary"));
        write("token.txt", "token of a file\n");
        write("crlf.txt", "token of a file\r\n");
        write("two.txt", "token of a file\n\n");
        write("bare.txt", "token of a file");
        write("empty.txt", "");
        write("newline.txt", "\n");
        write("sub/.env", "A=from the env file\nQUOTED='quoted # value'\nEMPTY=\n");
        write("home/key.txt", "canary");
        write("home/.env", "A=canary\n");
        Files.writeString(folder.resolve("outside.txt"), "canary");
        Files.writeString(folder.resolve(".env"), "A=canary\n");
        Files.createSymbolicLink(session.workspace.resolve("link.txt"), folder.resolve("outside.txt"));
        Files.createSymbolicLink(session.workspace.resolve("linked"), session.home);
        Files.createSymbolicLink(session.workspace.resolve("link.env"), session.home.resolve(".env"));
        Files.write(session.workspace.resolve("binary.txt"), new byte[] {(byte) 0xff, 1});
    }

    private void write(String name, String text) throws Exception {
        Path file = session.workspace.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    @AfterEach
    void close() {
        session.close();
    }

    private Reply set(String name, Object value) {
        return session.call("set_secret", "keyPath", PATH, "description", "Stripe key for the payments", name, value);
    }

    private String stored() {
        return session.call("get_secret", "keyPath", PATH)
                .structured()
                .path("value")
                .asText();
    }

    @ParameterizedTest
    @CsvSource({
        "file:token.txt, token of a file",
        "file:crlf.txt, token of a file",
        "file:two.txt, 'token of a file\n'",
        "file:bare.txt, token of a file",
        "file:sub/../token.txt, token of a file",
        "dotenv:sub/.env#A, from the env file",
        "dotenv:sub/.env#QUOTED, quoted # value",
        "env:LISTED, listed value",
    })
    void valueFrom_readable_isStoredAndNotShown(String source, String expected) {
        Reply reply = set("valueFrom", source);
        assertThat(reply.code()).isEmpty();
        assertThat(reply.message().toString().contains(expected.strip())).isFalse();
        assertThat(stored().equals(expected)).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "file:../outside.txt, ENV_REFUSED",
        "file:link.txt, ENV_REFUSED",
        "file:missing.txt, ENV_REFUSED",
        "file:sub, ENV_REFUSED",
        "file:home/key.txt, ENV_REFUSED",
        "file:linked/key.txt, ENV_REFUSED",
        "file:home/master.key, ENV_REFUSED",
        "file:home/holdfast.db, ENV_REFUSED",
        "file:empty.txt, INVALID_VALUE",
        "file:newline.txt, INVALID_VALUE",
        "file:binary.txt, INVALID_VALUE",
        "file:, INVALID_ARGUMENT",
        "dotenv:../.env#A, ENV_REFUSED",
        "dotenv:home/.env#A, ENV_REFUSED",
        "dotenv:linked/.env#A, ENV_REFUSED",
        "dotenv:link.env#A, ENV_REFUSED",
        "dotenv:token.txt#A, ENV_REFUSED",
        "dotenv:sub/.env#MISSING, INVALID_ARGUMENT",
        "dotenv:sub/.env#EMPTY, INVALID_ARGUMENT",
        "dotenv:sub/.env, INVALID_ARGUMENT",
        "dotenv:#A, INVALID_ARGUMENT",
        "env:OTHER, INVALID_ARGUMENT",
        "env:MISSING, INVALID_ARGUMENT",
        "env:EMPTY, INVALID_VALUE",
        "env:VAULT_TOKEN, INVALID_ARGUMENT",
        "env:HOLDFAST_TOKEN, INVALID_ARGUMENT",
        "env:BAO_TOKEN, INVALID_ARGUMENT",
        "env:AWS_KEY, INVALID_ARGUMENT",
        "env:, INVALID_ARGUMENT",
        "http://canary, INVALID_ARGUMENT",
        "'', INVALID_ARGUMENT",
    })
    void valueFrom_notReadable_isRefusedWithItsRow(String source, String code) {
        Reply reply = set("valueFrom", source);
        assertThat(reply.code()).isEqualTo(code);
        RefusalTest.assertForm(reply);
        assertThat(session.rows(reply)).singleElement().asString().contains(" " + code + " store ");
    }

    @ParameterizedTest
    @CsvSource({
        "base64, 48, 64, '[A-Za-z0-9+/]+={0,2}'",
        "base64, 16, 24, [A-Za-z0-9+/]{22}==",
        "base64, 17, 24, [A-Za-z0-9+/]{23}=",
        "base64, 1024, 1368, '[A-Za-z0-9+/]+={0,2}'",
        "hex, 48, 96, [0-9a-f]+",
        "hex, 16, 32, [0-9a-f]+",
        "alphanumeric, 48, 48, [A-Za-z0-9]+",
        "alphanumeric, 1024, 1024, [A-Za-z0-9]+",
        "uuid, 48, 36, '[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}'",
    })
    void generate_format_hasItsLengthAndAlphabet(String format, int bytes, int length, String pattern) {
        Reply reply = set("generate", Map.of("format", format, "bytes", bytes));
        String first = stored();
        assertThat(first).hasSize(length).matches(pattern);
        assertThat(reply.message().toString().contains(first)).isFalse();
        set("generate", Map.of("format", format, "bytes", bytes));
        assertThat(stored().equals(first)).isFalse();
    }

    @Test
    void generate_default_isBase64Of48Bytes() {
        set("generate", Map.of());
        assertThat(Base64.getDecoder().decode(stored())).hasSize(48);
    }
}
