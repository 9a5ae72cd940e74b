package dev.holdfast.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.Proof;
import dev.holdfast.mcp.Finished;
import dev.holdfast.mcp.Session;
import dev.holdfast.proof.Holdfast;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EnvCheckIT {

    private static final String KEY = "project/check/stripe_api_key";
    private static final String VALUE = "sk_live_abc123xyz";
    private static final String UNSTORED = "sk_live_unstored9";

    @TempDir
    private static Path folder;

    private static Holdfast holdfast;

    @BeforeAll
    static void store() throws Exception {
        holdfast = Session.holdfast(folder);
        try (Session session = Session.in(folder)) {
            assertThat(session.store(KEY, VALUE).refused()).isFalse();
            Files.writeString(session.file("good.env"), "STRIPE_API_KEY=" + VALUE + "\nPORT=8080\n");
            Files.writeString(session.file("bad.env"), "STRIPE_API_KEY=" + VALUE + "\nOTHER_KEY=" + UNSTORED + "\n");
        }
    }

    private static Finished check(String... more) {
        String[] command = new String[more.length + 2];
        command[0] = "env";
        command[1] = "check";
        System.arraycopy(more, 0, command, 2, more.length);
        return Finished.run(holdfast.java(List.of(), command));
    }

    @Test
    void check_exitsWithOneWhenSomethingSecretIsNotStored() {
        Finished good = check("good.env");
        Finished bad = check("bad.env");
        assertThat(good.exit()).isZero();
        assertThat(good.out()).contains("STRIPE_API_KEY", KEY, "not_secret");
        assertThat(bad.exit()).isEqualTo(1);
        assertThat(bad.out()).contains("OTHER_KEY", "not_stored").doesNotContain(UNSTORED, VALUE);
        assertThat(bad.err()).doesNotContain(UNSTORED, VALUE);
        Proof.line("env-check-exit", good.exit() + " when all is stored, " + bad.exit() + " when not");
    }

    @Test
    void json_hasEachVariable() {
        Finished bad = check("--json", "bad.env");
        assertThat(bad.exit()).isEqualTo(1);
        assertThat(Session.json(bad.out())).isEqualTo(Session.json("""
                                {"file": "bad.env", "entries": [
                                  {"name": "STRIPE_API_KEY", "status": "stored", "keyPath": "project/check/stripe_api_key"},
                                  {"name": "OTHER_KEY", "status": "not_stored"}], "ok": false}"""));
    }

    @Test
    void check_ofAnAllowComment_passesAndTellsIt() throws Exception {
        Files.writeString(
                holdfast.workspace().resolve("marked.env"), "OTHER_KEY=" + UNSTORED + " # holdfast:allow\nPORT=1\n");
        Finished table = check("marked.env");
        assertThat(table.exit()).as(table.err()).isZero();
        assertThat(table.out())
                .contains("Let through by # holdfast:allow: OTHER_KEY.")
                .doesNotContain(UNSTORED);
        assertThat(Session.json(check("--json", "marked.env").out()).path("allowed"))
                .isEqualTo(Session.json("[\"OTHER_KEY\"]"));
    }

    @Test
    void check_ofNoFile_isRefused() {
        Finished missing = check("missing.env");
        assertThat(missing.exit()).isEqualTo(1);
        assertThat(missing.out()).isEmpty();
        assertThat(missing.err()).startsWith("ENV_REFUSED: ").doesNotContain("missing.env");
        assertThat(check().exit()).isEqualTo(2);
    }

    private static Finished person(String... command) {
        return Finished.run(holdfast.java(List.of("-Dholdfast.terminal=true"), command));
    }

    @Test
    void ownToken_isStored_aForgedOneIsNot() throws Exception {
        Path work = folder.resolve("work");
        Finished issued = person(
                "token", "issue", "--person", "ann", "--role", "viewer", "--expires-in", "1h", "--reveal", "--json");
        String token = Session.json(issued.out()).path("token").asText();
        assertThat(token).as(issued.err()).startsWith("eyJ");
        Files.writeString(work.resolve("token.env"), "SERVICE_TOKEN=" + token + "\n");
        String forged = token.substring(0, token.length() - 8) + "AAAAAAAA";
        Files.writeString(work.resolve("forged.env"), "SERVICE_TOKEN=" + forged + "\n");
        Finished own = check("token.env");
        assertThat(own.out()).contains("SERVICE_TOKEN", "stored").doesNotContain("not_stored", token);
        assertThat(own.exit()).isZero();
        assertThat(check("forged.env").exit()).isEqualTo(1);
    }

    @Test
    void project_ofTheNearestFile_countsAlone() throws Exception {
        Path other = Files.createDirectories(folder.resolve("work").resolve("other"));
        Files.writeString(other.resolve(".holdfast.yaml"), "project: other\n");
        Files.writeString(other.resolve(".env"), "STRIPE_API_KEY=" + VALUE + "\n");
        Finished foreign = check("other/.env");
        assertThat(foreign.exit()).isEqualTo(1);
        assertThat(foreign.out()).contains("not_stored").doesNotContain(VALUE);
        Files.writeString(other.resolve(".holdfast.yaml"), "project: check\n");
        assertThat(check("other/.env").exit()).isZero();
        Files.writeString(other.resolve(".holdfast.yaml"), "project: [\n");
        Finished broken = check("other/.env");
        assertThat(broken.exit()).isEqualTo(1);
        assertThat(broken.err()).startsWith("ENV_REFUSED: ");
    }

    @Test
    void baseline_isMadeByAPersonAlone() throws Exception {
        Path place = Files.createDirectories(folder.resolve("work").resolve("accepted"));
        Files.writeString(place.resolve(".env"), "OTHER_KEY=" + UNSTORED + "\n");
        Finished agent = Finished.run(holdfast.java(List.of(), "env", "baseline", "accepted/.env"));
        assertThat(agent.exit()).isEqualTo(1);
        assertThat(agent.err()).startsWith("ACCESS_DENIED: ");
        assertThat(check("accepted/.env").exit()).isEqualTo(1);
        Finished person = person("env", "baseline", "--json", "accepted/.env");
        assertThat(person.exit()).as(person.err()).isZero();
        assertThat(Session.json(person.out())).isEqualTo(Session.json("{\"accepted\": [\"OTHER_KEY\"]}"));
        assertThat(Files.readString(place.resolve(".holdfast-baseline"))).doesNotContain(UNSTORED);
        assertThat(check("accepted/.env").exit()).isZero();
    }
}
