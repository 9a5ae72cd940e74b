package dev.holdfast.store.cached;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.holdfast.secret.Description;
import dev.holdfast.secret.KeyPath;
import dev.holdfast.secret.SecretValue;
import dev.holdfast.store.StoreException;
import dev.holdfast.store.TestClock;
import dev.holdfast.store.Write;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every change is told, whether its answer came or not. */
final class AnnouncingStoreTest {

    private static final KeyPath ONE = KeyPath.parse("service_keys/one/production");

    @TempDir
    private Path home;

    private final List<KeyPath> told = new ArrayList<>();
    private WatchedStore store;
    private AnnouncingStore announcing;

    @BeforeEach
    void open() throws Exception {
        store = WatchedStore.in(home, new TestClock());
        announcing = new AnnouncingStore(store, told::add);
    }

    @AfterEach
    void close() {
        store.close();
    }

    private static void put(AnnouncingStore into) {
        try (SecretValue value = SecretValue.of("abc12345")) {
            Description description = Description.of("A key for the tests of services", value);
            into.put(ONE, value, new Write(description, null, Duration.ZERO, false));
        }
    }

    @Test
    void changes_thatCameAbout_areTold() {
        put(announcing);
        announcing.delete(ONE);
        announcing.undelete(ONE);

        assertThat(told).containsExactly(ONE, ONE, ONE);
    }

    @Test
    void change_whoseAnswerIsLost_isTold() {
        put(announcing);
        told.clear();
        store.down(true);

        StoreException lost = catchThrowableOfType(StoreException.class, () -> announcing.delete(ONE));

        assertThat(lost.kind()).isEqualTo(StoreException.Kind.UNAVAILABLE);
        assertThat(told).containsExactly(ONE);
    }

    @Test
    void change_thatCannotBeTold_namesTheVersionThatItMayHaveBecome() {
        AnnouncingStore mute = new AnnouncingStore(store, path -> {
            throw StoreException.unavailable("The database does not answer.", "Call again.");
        });

        StoreException untold = catchThrowableOfType(StoreException.class, () -> put(mute));

        assertThat(untold.possiblyStored()).isEqualTo(1);
    }
}
