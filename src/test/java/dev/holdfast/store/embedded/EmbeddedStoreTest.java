package dev.holdfast.store.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.holdfast.secret.KeyPath;
import dev.holdfast.secret.Labels;
import dev.holdfast.sql.Database;
import dev.holdfast.sql.Sqlite;
import dev.holdfast.store.ReadSecret;
import dev.holdfast.store.SecretStore;
import dev.holdfast.store.SecretStoreContract;
import dev.holdfast.store.StoreException;
import dev.holdfast.store.StoreException.Kind;
import dev.holdfast.store.Write;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class EmbeddedStoreTest extends SecretStoreContract {

    @TempDir
    private Path home;

    private Database database;
    private SecretStore store;

    @BeforeEach
    void open() throws SQLException {
        database = Sqlite.open(home.resolve("holdfast.db"));
        store = open(database);
    }

    private SecretStore open(Database on) throws SQLException {
        SecureRandom random = new SecureRandom();
        MasterKeySource source = new MasterKeySource(home.resolve("master.key"), null, random);
        return EmbeddedStore.open(on, StoreKey.open(on, source), clock, random);
    }

    @AfterEach
    void close() {
        store.close();
        database.close();
    }

    @Override
    protected SecretStore store() {
        return store;
    }

    private void sql(String... statements) throws SQLException {
        database.change(connection -> {
            try (Statement statement = connection.createStatement()) {
                for (String sql : statements) {
                    assertThat(statement.executeUpdate(sql)).as(sql).isGreaterThan(0);
                }
            }
        });
    }

    private long number(String sql) throws SQLException {
        return database.read(connection -> {
            try (Statement statement = connection.createStatement()) {
                return statement.executeQuery(sql).getLong(1);
            }
        });
    }

    /** Each moves something that a value was sealed for: whoever can write the file can still not put it elsewhere. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "UPDATE secret SET path = 'project/consilio/moved_key' WHERE path LIKE '%stripe%'",
                "UPDATE secret SET key_id = 'key_00' WHERE path LIKE '%stripe%'",
                "UPDATE secret SET data_key = (SELECT data_key FROM secret WHERE path LIKE '%other%')",
                "UPDATE secret_version SET sealed = (SELECT sealed FROM secret_version WHERE secret_id = 2)",
                "UPDATE secret_version SET sealed = (SELECT v.sealed FROM secret_version v"
                        + " WHERE v.secret_id = 1 AND v.version = 1) WHERE secret_id = 1 AND version = 2",
                "UPDATE secret_version SET version = 7 WHERE secret_id = 1 AND version = 2",
                "UPDATE secret_version SET sealed = zeroblob(40) WHERE secret_id = 1 AND version = 2",
                "UPDATE secret_version SET sealed = x'00' WHERE secret_id = 1 AND version = 2",
            })
    void read_rowThatWasChangedOrMoved_doesNotOpen(String change) throws SQLException {
        put(STRIPE, "first value", first());
        put(OTHER, "other value", first());
        put(STRIPE, "second value", again(WEEK));
        sql(change);
        if (change.contains("version = 7")) {
            sql("UPDATE secret SET current_version = 7 WHERE id = 1");
        }
        KeyPath path = change.contains("moved_key") ? KeyPath.parse("project/consilio/moved_key") : STRIPE;
        StoreException refused = catchThrowableOfType(StoreException.class, () -> store.read(path, null));
        assertThat(refused.kind()).isEqualTo(Kind.UNAVAILABLE);
        assertThat(refused.getCause()).isNull();
    }

    @Test
    void put_afterTheGrace_destroysTheValueAndKeepsTheRow() throws SQLException {
        put(STRIPE, "first value", first());
        put(STRIPE, "second value", again(Duration.ofMinutes(1)));
        assertThat(number("SELECT count(*) FROM secret_version WHERE sealed IS NULL"))
                .isZero();
        clock.advance(Duration.ofMinutes(1));
        put(STRIPE, "third value", again(WEEK));
        assertThat(number("SELECT count(*) FROM secret_version WHERE version = 1 AND sealed IS NULL"))
                .isEqualTo(1);
        assertThat(number("SELECT count(*) FROM secret_version")).isEqualTo(3);
        assertThat(store.read(STRIPE, 1)).isNull();
        assertThat(holds(STRIPE, 2, "second value")).isTrue();
    }

    @Test
    void put_graceZero_destroysTheValueInTheSameWrite() throws SQLException {
        put(STRIPE, "first value", first());
        put(STRIPE, "second value", again(Duration.ZERO));
        assertThat(number("SELECT count(*) FROM secret_version WHERE version = 1 AND sealed IS NULL"))
                .isEqualTo(1);
    }

    @Test
    void files_afterWrites_holdNoPlainTextAndNoOtherMode() throws IOException {
        for (int i = 0; i < 20; i++) {
            put(STRIPE, "plain-text-to-look-for", i == 0 ? first() : again(WEEK));
        }
        assertThat(home.resolve("holdfast.db-wal")).exists();
        try (Stream<Path> files = Files.list(home)) {
            for (Path file : files.toList()) {
                String content = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
                assertThat(content.contains("plain-text"))
                        .as(file.getFileName().toString())
                        .isFalse();
                assertThat(Files.getPosixFilePermissions(file))
                        .as(file.getFileName().toString())
                        .isEqualTo(PosixFilePermissions.fromString("rw-------"));
            }
        }
    }

    @Test
    void put_twoDatabasesOnOneFile_looseNoWriteAndGiveNoVersionTwice() throws Exception {
        put(STRIPE, "first value", first());
        ExecutorService threads = Executors.newFixedThreadPool(8);
        List<Integer> versions = new ArrayList<>();
        try (Database second = Sqlite.open(home.resolve("holdfast.db"));
                SecretStore other = open(second)) {
            List<Callable<Integer>> writes = new ArrayList<>();
            for (int i = 0; i < 100; i++) {
                SecretStore mine = i % 2 == 0 ? store : other;
                writes.add(() -> mine.put(STRIPE, value("another value"), again(WEEK))
                        .info()
                        .version());
            }
            for (Future<Integer> done : threads.invokeAll(writes)) {
                versions.add(done.get());
            }
            assertThat(other.describe(STRIPE).version()).isEqualTo(101);
        } finally {
            threads.shutdown();
        }
        assertThat(versions).doesNotHaveDuplicates().hasSize(100).allMatch(version -> version >= 2 && version <= 101);
    }

    @Test
    void put_checkAndSetFromTwoDatabases_letsOneOfEachRoundThrough() throws Exception {
        put(STRIPE, "first value", first());
        ExecutorService threads = Executors.newFixedThreadPool(2);
        try (Database second = Sqlite.open(home.resolve("holdfast.db"));
                SecretStore other = open(second)) {
            for (int round = 1; round <= 20; round++) {
                Write write = new Write(null, round, WEEK, false);
                List<Future<Boolean>> both = threads.invokeAll(List.of(wins(store, write), wins(other, write)));
                assertThat(both.get(0).get()).isNotEqualTo(both.get(1).get());
            }
        } finally {
            threads.shutdown();
        }
    }

    private static Callable<Boolean> wins(SecretStore store, Write write) {
        return () -> {
            try {
                store.put(STRIPE, value("another value"), write);
                return true;
            } catch (StoreException e) {
                assertThat(e.kind()).isEqualTo(Kind.CONFLICT);
                return false;
            }
        };
    }

    @ParameterizedTest
    @ValueSource(strings = {"tags", "owner,tags", "deleted_at,owner,tags"})
    void open_fileOfAnEarlierProgram_getsTheColumnsThatItLacks(String lacking) throws SQLException {
        put(STRIPE, "first value", first());
        for (String column : lacking.split(",", -1)) {
            database.change(connection -> {
                try (Statement statement = connection.createStatement()) {
                    statement.execute("ALTER TABLE secret DROP COLUMN " + column);
                }
            });
        }
        close();
        open();
        assertThat(holds(STRIPE, null, "first value")).isTrue();
        assertThat(store.describe(STRIPE).labels()).isEqualTo(Labels.NONE);
        put(STRIPE, "second value", new Write(null, 1, WEEK, false, null, labels("Payments team", "pci")));
        assertThat(store.describe(STRIPE).labels()).isEqualTo(labels("Payments team", "pci"));
    }

    @Test
    void read_reopened_isWhatWasStored() throws SQLException {
        put(STRIPE, "first value", first());
        String fingerprint = store.describe(STRIPE).fingerprint().text();
        close();
        open();
        assertThat(holds(STRIPE, null, "first value")).isTrue();
        assertThat(store.fingerprint(STRIPE, value("first value")).text()).isEqualTo(fingerprint);
        try (ReadSecret secret = store.read(STRIPE, null)) {
            assertThat(secret.info().description().text()).isEqualTo("Stripe API key for payments");
        }
    }
}
