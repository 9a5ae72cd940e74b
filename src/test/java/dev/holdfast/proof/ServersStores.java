package dev.holdfast.proof;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.key.MasterKey;
import dev.holdfast.secret.Description;
import dev.holdfast.secret.KeyPath;
import dev.holdfast.secret.Remark;
import dev.holdfast.secret.SecretInfo;
import dev.holdfast.secret.SecretValue;
import dev.holdfast.sql.Database;
import dev.holdfast.sql.Sqlite;
import dev.holdfast.store.SecretHistory;
import dev.holdfast.store.SecretHistory.Version;
import dev.holdfast.store.SecretStore;
import dev.holdfast.store.Write;
import dev.holdfast.store.embedded.EmbeddedStore;
import dev.holdfast.store.embedded.MasterKeySource;
import dev.holdfast.store.embedded.StoreKey;
import dev.holdfast.store.vault.VaultBackend;
import dev.holdfast.store.vault.VaultLogin;
import dev.holdfast.store.vault.VaultSettings;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The two stores, opened without a door, to fill one of them and to hold them against each other. */
final class ServersStores {

    private static final SecureRandom RANDOM = new SecureRandom();

    private ServersStores() {}

    /** Work with a store, which is closed after it. */
    interface Use {
        void with(SecretStore store) throws Exception;
    }

    static void embedded(Path home, Use use) throws Exception {
        MasterKeySource source = new MasterKeySource(home.resolve("master.key"), null, RANDOM);
        try (Database database = Sqlite.open(home.resolve("holdfast.db"));
                MasterKey key = StoreKey.open(database, source);
                SecretStore store = EmbeddedStore.open(database, key, Clock.systemUTC(), RANDOM)) {
            use.with(store);
        }
    }

    static void vault(ServersWorld world, Use use) throws Exception {
        VaultLogin root = new VaultLogin.Token(null, () -> world.bao().token());
        VaultSettings settings = new VaultSettings(
                world.bao().address(),
                null,
                world.mount(),
                "",
                Map.of(),
                root,
                null,
                VaultSettings.CONNECT_TIMEOUT,
                VaultSettings.TIME_LIMIT);
        try (VaultBackend backend = VaultBackend.open(settings, Clock.systemUTC(), RANDOM);
                SecretStore store = backend.store()) {
            use.with(store);
        }
    }

    /** Stores so many versions, some of which end at once, with a reason for each second one. */
    static void fill(SecretStore store, String path, int versions) {
        for (int version = 1; version <= versions; version++) {
            try (SecretValue value = SecretValue.of(Values.next())) {
                Description description = Description.of("What " + path.hashCode() + " is for now, " + version, value);
                boolean rotation = version % 2 == 0;
                store.put(
                        KeyPath.parse(path),
                        value,
                        new Write(
                                description,
                                version - 1,
                                version == 3 ? Duration.ZERO : Duration.ofHours(version),
                                rotation,
                                rotation ? Remark.stored("turn " + version) : null));
            }
        }
    }

    /** What has to be the same in every store, without the values, and that values and fingerprints prove each other. */
    static List<String> facts(SecretStore store, KeyPath path) {
        List<String> facts = new ArrayList<>();
        try (SecretHistory history = store.history(path)) {
            assertThat(history).as(path.toString()).isNotNull();
            for (Version version : history.versions()) {
                SecretInfo info = version.secret().info();
                assertThat(info.fingerprint())
                        .isEqualTo(store.fingerprint(path, version.secret().value()));
                facts.add(String.join(
                        " | ",
                        info.keyId(),
                        "" + version.number(),
                        info.description().text(),
                        millis(info.createdAt()),
                        millis(info.updatedAt()),
                        millis(info.validUntil()),
                        "" + version.reason()));
            }
        }
        return facts;
    }

    private static String millis(@Nullable Instant instant) {
        return instant == null
                ? "no end"
                : instant.truncatedTo(ChronoUnit.MILLIS).toString();
    }

    /** That every version of a path has the same value in both. */
    static int requireSameValues(SecretStore one, SecretStore other, KeyPath path) {
        try (SecretHistory first = one.history(path);
                SecretHistory second = other.history(path)) {
            assertThat(first).isNotNull();
            assertThat(second).isNotNull();
            List<Version> versions = first.versions();
            assertThat(second.versions()).hasSameSizeAs(versions);
            for (int i = 0; i < versions.size(); i++) {
                assertThat(versions.get(i)
                                .secret()
                                .value()
                                .sameAs(second.versions().get(i).secret().value()))
                        .as("the same value")
                        .isTrue();
            }
            return versions.size();
        }
    }
}
