package dev.holdfast.store.cached;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.holdfast.secret.Description;
import dev.holdfast.secret.KeyPath;
import dev.holdfast.secret.SecretInfo;
import dev.holdfast.secret.SecretValue;
import dev.holdfast.store.StoreException;
import dev.holdfast.store.TestClock;
import dev.holdfast.store.Write;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every change is told before it is made; that it has ended, unless its answer was lost. */
final class AnnouncingStoreTest {

    private static final KeyPath ONE = KeyPath.parse("service_keys/one/production");

    @TempDir
    private Path home;

    private final List<String> told = new ArrayList<>();
    private WatchedStore store;
    private AnnouncingStore announcing;

    @BeforeEach
    void open() throws Exception {
        store = WatchedStore.in(home, new TestClock());
        announcing = new AnnouncingStore(store, path -> {
            told.add("begins at version " + version());
            return () -> told.add("ended at version " + version());
        });
    }

    @AfterEach
    void close() {
        store.close();
    }

    private int version() {
        SecretInfo info = store.describe(ONE);
        return info == null ? 0 : info.version();
    }

    private static void put(AnnouncingStore into, @Nullable Description description) {
        try (SecretValue value = SecretValue.of("abc12345")) {
            into.put(ONE, value, new Write(description, null, Duration.ZERO, false));
        }
    }

    private static void put(AnnouncingStore into) {
        put(into, Description.stored("A key for the tests of services"));
    }

    @Test
    void changes_thatComeAbout_areToldBeforeAndAfter() {
        put(announcing);
        announcing.delete(ONE);
        announcing.undelete(ONE);

        assertThat(told)
                .containsExactly(
                        "begins at version 0",
                        "ended at version 1",
                        "begins at version 1",
                        "ended at version 0",
                        "begins at version 0",
                        "ended at version 1");
    }

    @Test
    void change_whoseAnswerIsLost_hasNotEnded() {
        put(announcing);
        told.clear();
        store.down(true);

        StoreException lost = catchThrowableOfType(StoreException.class, () -> announcing.delete(ONE));

        assertThat(lost.kind()).isEqualTo(StoreException.Kind.UNAVAILABLE);
        assertThat(told).containsExactly("begins at version 1");
    }

    @Test
    void change_thatTheStoreRefuses_hasEnded() {
        StoreException refused = catchThrowableOfType(StoreException.class, () -> put(announcing, null));

        assertThat(refused.kind()).isEqualTo(StoreException.Kind.NEEDS_DESCRIPTION);
        assertThat(told).containsExactly("begins at version 0", "ended at version 0");
    }

    @Test
    void change_thatCannotBeTold_isNotMade() {
        AnnouncingStore mute = new AnnouncingStore(store, path -> {
            throw StoreException.unavailable("The database does not answer.", "Call again.");
        });

        StoreException untold = catchThrowableOfType(StoreException.class, () -> put(mute));

        assertThat(untold.possiblyStored()).isNull();
        assertThat(version()).isZero();
    }
}
