package dev.holdfast.store.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.holdfast.key.MasterKey;
import dev.holdfast.sql.Database;
import dev.holdfast.sql.Sqlite;
import dev.holdfast.store.StoreException;
import dev.holdfast.store.StoreException.Kind;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.sql.SQLException;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The rule: a key is made once; one that is missing or another is told, and nothing is written or replaced. */
final class StoreKeyTest {

    private static final String ONE = Base64.getEncoder().encodeToString(new byte[32]);
    private static final String OTHER =
            Base64.getEncoder().encodeToString("another key of 32 bytes, I think".getBytes(StandardCharsets.US_ASCII));

    @TempDir
    private Path home;

    private Path keyFile;
    private Database database;

    @BeforeEach
    void open() throws SQLException {
        keyFile = home.resolve("master.key");
        database = Sqlite.open(home.resolve("holdfast.db"));
    }

    @AfterEach
    void close() {
        database.close();
    }

    private MasterKey key(String fromEnvironment) throws SQLException {
        return StoreKey.open(database, new MasterKeySource(keyFile, fromEnvironment, new SecureRandom()));
    }

    private void refused(String fromEnvironment) throws IOException {
        byte[] before = Files.exists(keyFile) ? Files.readAllBytes(keyFile) : new byte[0];
        StoreException refused = catchThrowableOfType(StoreException.class, () -> key(fromEnvironment));
        assertThat(refused.kind()).isEqualTo(Kind.UNAVAILABLE);
        assertThat(refused.problem() + refused.hint()).doesNotContain(ONE, OTHER, home.toString());
        assertThat(Files.exists(keyFile) ? Files.readAllBytes(keyFile) : new byte[0])
                .isEqualTo(before);
    }

    @Test
    void open_first_makesAFileOf32BytesThatItsOwnerAloneReads() throws Exception {
        key(null).close();
        assertThat(Base64.getDecoder().decode(Files.readString(keyFile).strip()))
                .hasSize(32);
        assertThat(Files.getPosixFilePermissions(keyFile)).isEqualTo(PosixFilePermissions.fromString("rw-------"));
        try (Stream<Path> files = Files.list(home)) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .filteredOn(name -> !name.startsWith("holdfast.db"))
                    .containsExactly("master.key");
        }
    }

    @Test
    void open_again_isTheSameKey() throws SQLException {
        byte[] first = key(null).derive("use");
        assertThat(key(null).derive("use")).isEqualTo(first);
        assertThat(key(null).derive("other use")).isNotEqualTo(first);
    }

    @Test
    void open_keyOfTheEnvironment_makesNoFile() throws SQLException {
        key(ONE).close();
        key(ONE).close();
        assertThat(keyFile).doesNotExist();
    }

    @Test
    void open_missingKeyFile_isToldAndNotMadeAnew() throws Exception {
        key(null).close();
        Files.delete(keyFile);
        refused(null);
        assertThat(keyFile).doesNotExist();
    }

    @Test
    void open_wrongKey_isTold() throws Exception {
        key(null).close();
        Files.writeString(keyFile, ONE);
        refused(null);
    }

    @Test
    void open_wrongKeyOfTheEnvironment_isTold() throws Exception {
        key(ONE).close();
        refused(OTHER);
        key(ONE).close();
    }

    @Test
    void open_otherSource_isToldBothWays() throws Exception {
        key(ONE).close();
        refused(null);
        assertThat(keyFile).doesNotExist();
        database.close();
        Files.delete(home.resolve("holdfast.db"));
        open();
        key(null).close();
        refused(ONE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "short", "AAAA", "!not base64 at all!"})
    void open_noKeyInTheEnvironment_isTold(String text) throws Exception {
        refused(text);
        assertThat(keyFile).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(strings = {"rw-r--r--", "rw-r-----", "rw--w----", "rw----r--"})
    void open_keyFileOpenToOthers_isRefused(String mode) throws Exception {
        key(null).close();
        Files.setPosixFilePermissions(keyFile, PosixFilePermissions.fromString(mode));
        refused(null);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "AAAA", "no key"})
    void open_damagedKeyFile_isRefused(String content) throws Exception {
        key(null).close();
        Files.writeString(keyFile, content);
        refused(null);
    }

    @Test
    void open_twoAtOnce_agreeOnOneKey() throws Exception {
        try (Database second = Sqlite.open(home.resolve("holdfast.db"))) {
            List<byte[]> keys = Stream.of(database, second)
                    .parallel()
                    .map(each -> derived(each))
                    .toList();
            assertThat(keys.get(0)).isEqualTo(keys.get(1));
        }
    }

    private byte[] derived(Database on) {
        try (MasterKey key = StoreKey.open(on, new MasterKeySource(keyFile, null, new SecureRandom()))) {
            return key.derive("use");
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void open_fileThatIsNoDatabase_isDamagedInOurWords() throws Exception {
        database.close();
        Files.writeString(home.resolve("holdfast.db"), "this is no database ".repeat(100));
        assertThatExceptionOfType(SQLException.class).isThrownBy(this::open);
        assertThat(keyFile).doesNotExist();
    }
}
