package dev.holdfast.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.access.Door;
import dev.holdfast.audit.Retention;
import dev.holdfast.audit.Verification;
import dev.holdfast.config.Config;
import dev.holdfast.config.Environment;
import dev.holdfast.health.Finding;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An audit that fails after it was opened is an audit that cannot be reached: exit 3. */
final class CliFaultTest {

    @TempDir
    private Path home;

    private Door door;

    @BeforeEach
    void open() throws Exception {
        door = new Door(home);
    }

    @AfterEach
    void close() {
        door.close();
    }

    private int run(String... arguments) {
        Backend backend = new Backend() {
            @Override
            public Opened open(Who who) {
                return new Opened(null, door.audit, () -> {});
            }

            @Override
            public boolean present() {
                return true;
            }

            @Override
            public OpenedMove openMove(Who who, Config.Store from, Config.Store to) {
                throw new UnsupportedOperationException();
            }

            @Override
            public int migrateSchema() {
                throw new UnsupportedOperationException();
            }

            @Override
            public Retention retention(Integer days, Path archive) {
                throw new UnsupportedOperationException();
            }

            @Override
            public Verification verifyArchives(List<Path> archives) {
                throw new UnsupportedOperationException();
            }

            @Override
            public OpenedAgents openAgents(Who who) {
                throw new UnsupportedOperationException();
            }

            @Override
            public OpenedTokens openTokens(Who who) {
                throw new UnsupportedOperationException();
            }

            @Override
            public Serving serve(Addresses addresses, Path workspace) {
                throw new UnsupportedOperationException();
            }

            @Override
            public Rekeyed rekey(Who owner, java.util.function.Supplier<byte[]> given) {
                throw new UnsupportedOperationException();
            }

            @Override
            public Backup backup(Who owner, Path out) {
                throw new UnsupportedOperationException();
            }

            @Override
            public OpenedRestore openRestore(Who owner, Path file, Steps progress) {
                throw new UnsupportedOperationException();
            }

            @Override
            public List<Finding> examine() {
                return List.of();
            }
        };
        return new Cli(backend, new Environment(Map.of()), "test").run(arguments);
    }

    @Test
    void audit_works_isDone() {
        assertThat(run("audit")).isZero();
        assertThat(run("audit", "verify")).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"audit", "audit --json", "audit verify", "audit --days 1"})
    void audit_tableGone_isUnreachable(String line) throws Exception {
        door.sql("ALTER TABLE key_access_audit RENAME TO away");
        assertThat(run(line.split(" "))).isEqualTo(3);
    }
}
