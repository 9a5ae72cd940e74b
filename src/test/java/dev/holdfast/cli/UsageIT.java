package dev.holdfast.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.mcp.Finished;
import dev.holdfast.mcp.Session;
import dev.holdfast.proof.Holdfast;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How commands end that were not understood, or that found no store. */
@Tag("proof")
class UsageIT {

    private static final String SECRET = "sk_live_typed_in_the_wrong_place";

    @TempDir
    private Path folder;

    private Finished run(String... command) {
        return Finished.run(Session.holdfast(folder).java(List.of(), command));
    }

    @Test
    void arguments_thatDoNotFit_exitWithTwoAndAreNotRepeated() {
        for (String[] command : new String[][] {
            {SECRET},
            {"audit", SECRET},
            {"audit", "--days", SECRET},
            {"redeem", "--token=" + SECRET},
            {"redeem", SECRET},
            {"set", "project/usage/a_key", SECRET},
            {"get", "project/usage/a_key", SECRET},
            {"list", "project", SECRET},
            {"rotate", SECRET},
            {"request", "project/usage/a_key", "--ttl", "1h", SECRET},
            {"describe", "project/usage/a_key", SECRET},
            {"history", "project/usage/a_key", SECRET},
            {"verify", "project/usage/a_key", SECRET},
            {"delete", "project/usage/a_key", "--yes", SECRET},
            {"undelete", "project/usage/a_key", SECRET},
            {"completion", SECRET},
            {"env", SECRET},
            {"env", "check", ".env", SECRET},
            {"init", "--client", SECRET},
            {"backup", SECRET},
            {"restore", SECRET, SECRET},
            {"doctor", SECRET},
            {"guard", SECRET},
            {"run", SECRET},
            {"run", "--set", SECRET, "--", "true"},
            {"mcp", SECRET},
            {"mcp", "--" + SECRET}
        }) {
            Finished ended = run(command);
            assertThat(ended.exit()).as("%s", command[0]).isEqualTo(2);
            assertThat(ended.out()).as(command[0]).isEmpty();
            assertThat(ended.err()).as(command[0]).isNotBlank().doesNotContain(SECRET);
        }
        assertThat(Files.exists(folder.resolve("home"))).isFalse();
    }

    @Test
    void store_thatCannotBeReached_exitsWithThree() throws Exception {
        Holdfast holdfast = Session.holdfast(folder);
        Files.writeString(holdfast.home(), "a file where the folder should be");
        for (String[] command : new String[][] {{"audit"}, {"audit", "verify"}, {"env", "check", ".env"}}) {
            Finished ended = run(command);
            assertThat(ended.exit()).as(command[0]).isEqualTo(3);
            assertThat(ended.out()).as(command[0]).isEmpty();
            assertThat(ended.err()).as(command[0]).startsWith("AUDIT_UNAVAILABLE: ");
        }
    }

    @Test
    void store_whoseDatabaseIsDamaged_exitsWithThree() throws Exception {
        Holdfast holdfast = Session.holdfast(folder);
        Files.createDirectory(holdfast.home());
        Files.writeString(holdfast.home().resolve("holdfast.db"), "this is no database at all\n".repeat(200));
        Finished ended = run("audit", "verify");
        assertThat(ended.exit()).isEqualTo(3);
        assertThat(ended.err()).contains("damaged");
    }

    @Test
    void help_isNoError() {
        Finished help = run("--help");
        assertThat(help.exit()).isZero();
        assertThat(help.err()).isEmpty();
        assertThat(help.out()).contains("mcp", "demo", "init", "audit", "redeem", "env", "guard", "doctor");
    }
}
