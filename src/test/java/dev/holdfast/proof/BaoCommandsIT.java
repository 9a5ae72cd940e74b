package dev.holdfast.proof;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.holdfast.Proof;
import dev.holdfast.mcp.Finished;
import dev.holdfast.mcp.Session;
import dev.holdfast.services.RequiresService;
import dev.holdfast.services.Service;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands on secrets, as a script calls them, with the secrets in a real OpenBao. */
@Tag("proof")
@RequiresService(Service.OPENBAO)
final class BaoCommandsIT {

    private static final String VALUE = "value-of-the-shell-8462";
    private static final String OTHER = "other-value-of-it-1935";
    private static final String TEXT = "Signing secret for the shell tests";

    @TempDir
    private static Path folder;

    private static BaoHome home;

    @BeforeAll
    static void open() throws Exception {
        home = new BaoHome(folder, "work");
    }

    @AfterAll
    static void close() {
        home.close();
    }

    private static Finished run(int exit, String input, String... command) {
        return home.ending(exit, input, List.of(VALUE, OTHER), command);
    }

    private static JsonNode json(String input, String... command) {
        String[] all = java.util.Arrays.copyOf(command, command.length + 1);
        all[command.length] = "--json";
        return Session.json(run(0, input, all).out());
    }

    private static void refused(String code, String input, String... command) {
        assertThat(run(1, input, command).err()).startsWith(code + ": ");
    }

    /** A command that may show a value. */
    private static String shown(String input, String... command) {
        return home.ending(0, input, List.of(), command).out();
    }

    private static void store(String key) {
        assertThat(run(0, VALUE + "\n", "set", key, "--description", TEXT).out())
                .contains(key, "version 1", "hf1:");
        assertThat(home.holds(key, VALUE)).as("it lies in OpenBao").isTrue();
    }

    @Test
    void script_storesGetsComparesAndRotates() {
        String key = "project/shell/stored_key";
        store(key);
        assertThat(shown("", "get", key, "--reveal").equals(VALUE + "\n")).isTrue();
        run(0, VALUE, "verify", key);
        run(1, OTHER, "verify", key);
        JsonNode rotated = json(OTHER, "rotate", key, "--reason", "test of the shell", "--grace", "1h");
        assertThat(rotated.path("previousVersion").asInt()).isEqualTo(1);
        assertThat(home.holds(key, OTHER)).isTrue();
        JsonNode before = Session.json(shown("", "get", key, "--version", "1", "--reveal", "--json"));
        assertThat(before.path("value").asText().equals(VALUE)).isTrue();
        assertThat(before.path("deprecated").asBoolean()).isTrue();
        JsonNode listed = json("", "list", "--project", "shell").path("secrets");
        assertThat(listed).hasSize(1);
        assertThat(listed.path(0).path("version").asInt()).isEqualTo(2);
        JsonNode versions = json("", "history", key).path("versions");
        assertThat(versions).hasSize(2);
        assertThat(versions.findValuesAsText("reason")).contains("test of the shell");
        Proof.line("servers-commands", "set, get, verify, rotate, list and history on OpenBao");
    }

    @Test
    void facts_areShownAndTheDescriptionChanges() {
        String key = "project/facts/stored_key";
        store(key);
        assertThat(json("", "describe", key).path("fingerprint").asText()).startsWith("hf1:");
        String changed = "Signing secret of another shell";
        assertThat(json("", "describe", key, "--description", changed)
                        .path("description")
                        .asText())
                .isEqualTo(changed);
        assertThat(json("", "describe", key).path("description").asText()).isEqualTo(changed);
        assertThat(json("", "list", "--project", "facts")
                        .at("/secrets/0/description")
                        .asText())
                .isEqualTo(changed);
        run(0, VALUE, "verify", key);
        refused("INVALID_DESCRIPTION", "", "describe", key, "--description", "it says " + VALUE + " aloud");
        refused("VERSION_CONFLICT", "", "describe", key, "--description", TEXT, "--expected-version", "1");
    }

    @Test
    void deleted_isGoneUntilItIsBroughtBack() {
        String key = "project/gone/stored_key";
        store(key);
        run(0, "", "delete", key, "--yes");
        refused("NOT_FOUND", "", "get", key, "--reveal");
        assertThat(json("", "list", "--project", "gone").path("secrets")).isEmpty();
        run(0, "", "undelete", key);
        run(0, VALUE, "verify", key);
        refused("NOT_FOUND", "", "undelete", key);
        refused("NOT_FOUND", "", "delete", "project/gone/never_there", "--yes");
    }

    @Test
    void request_handsATokenToAFile_thatIsRedeemedOnce() throws Exception {
        String key = "project/lent/stored_key";
        store(key);
        JsonNode granted =
                json("", "request", key, "--purpose", "needed for the test", "--ttl", "30m", "--out", "token.txt");
        String token = Files.readString(home.file("token.txt"));
        assertThat(shown(token, "redeem", "--reveal").equals(VALUE + "\n")).isTrue();
        refused("UNAUTHENTICATED", token, "redeem", "--reveal");
        assertThat(json("", "request", "--id", granted.path("grantId").asText())
                        .path("status")
                        .asText())
                .isEqualTo("expired");
    }
}
