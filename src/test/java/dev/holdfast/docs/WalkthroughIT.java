package dev.holdfast.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.Proof;
import dev.holdfast.services.OpenBaoServer;
import dev.holdfast.services.PostgreSql;
import dev.holdfast.services.RedisServer;
import dev.holdfast.services.RequiresService;
import dev.holdfast.services.Service;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code docs/exposure-walkthrough.sh}, from an empty OpenBao to a service that gets its keys, as a reader would run it. */
@Tag("proof")
@RequiresService({Service.OPENBAO, Service.POSTGRESQL, Service.REDIS})
final class WalkthroughIT {

    private static final int LONGEST_MINUTES = 5;
    private static final Pattern END = Pattern.compile("all as it should be: (\\d+) checks\n$");

    @TempDir
    private Path folder;

    @Test
    void walkthrough_onRealServers_holdsAtEachStep() throws Exception {
        Path output = folder.resolve("output.txt");
        Path errors = folder.resolve("errors.txt");
        ProcessBuilder builder = new ProcessBuilder(
                        "bash",
                        Proof.project().resolve("docs/exposure-walkthrough.sh").toString())
                .redirectInput(Path.of("/dev/null").toFile())
                .redirectOutput(output.toFile())
                .redirectError(errors.toFile());
        builder.environment().keySet().removeIf(name -> name.matches("(HOLDFAST|VAULT|BAO|PG).*"));
        builder.environment().putAll(database());
        builder.environment().put("BAO", OpenBaoServer.program().toString());
        try (RedisServer redis = RedisServer.ready()) {
            builder.environment()
                    .put(
                            "HOLDFAST_REDIS_URL",
                            "redis://127.0.0.1:" + redis.socket().getPort());
            builder.environment().put("HOLDFAST_REDIS_PASSWORD", redis.password());
            walk(builder, output, errors);
        }
    }

    private static void walk(ProcessBuilder builder, Path output, Path errors) throws Exception {
        Process process = builder.start();
        boolean ended = process.waitFor(LONGEST_MINUTES, TimeUnit.MINUTES);
        end(process);

        assertThat(ended)
                .as("it ended by itself, after:\n%s", Files.readString(output))
                .isTrue();
        assertThat(process.exitValue()).as(Files.readString(errors)).isZero();
        proof(Files.readString(output));
        assertThat(Files.readString(output) + Files.readString(errors))
                .as("tokens of ours and of OpenBao")
                .doesNotContainPattern("eyJ[A-Za-z0-9_-]+\\.|s\\.[A-Za-z0-9]{20}");
    }

    private static void end(Process process) {
        List<ProcessHandle> started = process.descendants().toList();
        if (process.isAlive()) {
            started.forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }

    /** An empty database, with a login that owns it and one that does not. */
    private Map<String, String> database() throws IOException {
        PostgreSql postgres = PostgreSql.shared();
        String database = postgres.freshDatabase();
        String owner = PostgreSql.freshName("owner");
        String user = PostgreSql.freshName("holdfast");
        Path ownerPassword = password("owner");
        Path userPassword = password("user");
        postgres.role(owner, Files.readString(ownerPassword));
        postgres.role(user, Files.readString(userPassword));
        postgres.execute(database, "GRANT CREATE, USAGE ON SCHEMA public TO " + owner);
        return Map.of(
                "AUDIT_URL", postgres.url(database),
                "AUDIT_USER", user,
                "AUDIT_PASSWORD_FILE", userPassword.toString(),
                "AUDIT_OWNER", owner,
                "AUDIT_OWNER_PASSWORD_FILE", ownerPassword.toString());
    }

    private Path password(String name) throws IOException {
        return Files.writeString(
                folder.resolve(name + "-password"), UUID.randomUUID().toString());
    }

    private static void proof(String said) {
        Matcher end = END.matcher(said);
        assertThat(end.find()).as("its last line").isTrue();
        long steps = said.lines().filter(line -> line.startsWith("== ")).count();
        Proof.line(
                "exposure-walkthrough",
                steps + " steps on OpenBao, PostgreSQL and Redis, " + end.group(1)
                        + " checks, no secret and no token printed");
    }
}
