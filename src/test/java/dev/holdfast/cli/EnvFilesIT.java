package dev.holdfast.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.holdfast.Proof;
import dev.holdfast.mcp.Finished;
import dev.holdfast.mcp.Session;
import dev.holdfast.proof.Holdfast;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code env import}, {@code write}, {@code restore} and {@code example} as they are typed. */
@Tag("proof")
class EnvFilesIT {

    private static final String CANARY = "sk_live_cAnary7w9PzQ2mXb";
    private static final String PASSWORD = "swordfish";
    private static final String TEXT = "# top\nSTRIPE_API_KEY=" + CANARY + "\nexport DB_PASSWORD=" + PASSWORD
            + " # of the shop\n\nPORT=8080\n# " + CANARY + "\n";

    @TempDir
    private Path folder;

    private Holdfast holdfast;
    private Path env;

    @BeforeEach
    void write() throws Exception {
        holdfast = Session.holdfast(folder);
        env = Files.writeString(holdfast.workspace().resolve(".env"), TEXT);
    }

    private Finished run(int exit, String... command) {
        Finished finished = Finished.run(holdfast.java(List.of(), command));
        assertThat(finished.exit()).as(finished.err()).isEqualTo(exit);
        assertThat(finished.out()).doesNotContain(CANARY, PASSWORD);
        assertThat(finished.err()).doesNotContain(CANARY, PASSWORD);
        return finished;
    }

    @Test
    void import_withoutYes_showsThePlanAndStoresNothing() throws Exception {
        Finished shown = run(1, "env", "import", ".env", "--project", "shop");
        assertThat(shown.out())
                .contains("STRIPE_API_KEY", ".env:2", "project/shop/stripe_api_key", "new", "PORT", "skipped");
        assertThat(shown.err()).contains("--yes");
        run(0, "env", "import", ".env", "--dry-run");
        run(1, "env", "check", ".env");
    }

    @Test
    void import_thenRestore_bringsTheFileBack() throws Exception {
        JsonNode report = Session.json(run(0, "env", "import", ".env", "--project", "shop", "--yes", "--json")
                .out());
        assertThat(report.get("new").asInt()).isEqualTo(2);
        assertThat(report.get("ok").asBoolean()).isTrue();
        assertThat(Files.readString(env)).isEqualTo(TEXT);
        run(0, "env", "check", ".env");

        Files.delete(env);
        assertThat(run(0, "env", "restore", ".env").out()).contains("DB_PASSWORD", "STRIPE_API_KEY", "stays lost");
        assertThat(Files.readString(env)).isEqualTo("DB_PASSWORD=" + PASSWORD + "\nSTRIPE_API_KEY=" + CANARY + "\n");
    }

    @Test
    void import_replacing_isRefusedForATrackedFile() throws Exception {
        git("init", "-q");
        git("add", ".env");
        Finished refused = run(1, "env", "import", ".env", "--project=shop", "--yes", "--replace");
        assertThat(refused.err()).contains("ENV_REFUSED", "git rm --cached", ".gitignore");
        assertThat(Files.readString(env)).isEqualTo(TEXT);
        run(0, "env", "check", ".env");
    }

    private void git(String... command) throws Exception {
        String[] line = new String[command.length + 1];
        line[0] = "git";
        System.arraycopy(command, 0, line, 1, command.length);
        Process git = new ProcessBuilder(line)
                .directory(holdfast.workspace().toFile())
                .start();
        assertThat(git.waitFor()).isZero();
    }

    @Test
    void write_ofNamedKeys_andOfThoseOfTheProject() throws Exception {
        run(0, "env", "import", ".env", "--project=shop", "--yes");
        Finished named = run(0, "env", "write", "a.env", "KEY=project/shop/stripe_api_key", "--json");
        assertThat(Session.json(named.out())).isEqualTo(Session.json("""
                        {"file": "a.env", "written": [
                          {"name": "KEY", "keyPath": "project/shop/stripe_api_key", "version": 1}]}"""));
        assertThat(Files.readString(holdfast.workspace().resolve("a.env"))).isEqualTo("KEY=" + CANARY + "\n");

        run(1, "env", "write", "b.env");
        Files.writeString(
                holdfast.workspace().resolve(".holdfast.yaml"), "keys:\n  DB_PASSWORD: project/shop/db_password\n");
        run(0, "env", "write", "b.env");
        assertThat(Files.readString(holdfast.workspace().resolve("b.env"))).isEqualTo("DB_PASSWORD=" + PASSWORD + "\n");
        run(1, "env", "write", "b.env", "KEY=project/shop/missing");
        run(1, "env", "write", "b.env", "no-equals-sign");
    }

    @Test
    void example_hasEveryName_andNoSecret() throws Exception {
        run(0, "env", "import", ".env", "--project=shop", "--yes");
        run(0, "env", "example", ".env");
        Path made = holdfast.workspace().resolve(".env.example");
        String expected = "# top\n# holdfast: project/shop/stripe_api_key\nSTRIPE_API_KEY=\n# of the shop\n"
                + "# holdfast: project/shop/db_password\nexport DB_PASSWORD=\n\nPORT=8080\n"
                + "# (a comment was left out here, since it may hold a secret)\n";
        assertThat(Files.readString(made)).isEqualTo(expected);
        run(1, "env", "example", ".env");
        run(0, "env", "example", ".env", "--force", "--json");
        run(0, "env", "example", ".env", "--out", "settings.example");
        run(1, "env", "example", ".env", "--out", "../settings.example");
        run(1, "env", "example", ".env", "--out", ".env", "--force");
        assertThat(Files.readString(env)).isEqualTo(TEXT);
        Proof.line("env-example", "every name, no secret, also in comments");
    }

    @Test
    void usage_isToldWithoutRepeating() {
        run(2, "env", "import");
        run(2, "env", "import", CANARY, "--dir", ".");
        run(2, "env", "write");
        run(2, "env", "restore");
        run(1, "env", "import", ".env", "--project", "Not Valid");
    }
}
