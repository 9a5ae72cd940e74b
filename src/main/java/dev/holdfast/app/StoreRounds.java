package dev.holdfast.app;

import dev.holdfast.secret.KeyPath;
import dev.holdfast.secret.SecretInfo;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Looks at the store from time to time, for the metrics alone: whether it answers although nobody calls, and how many
 * secrets are past their date of rotation.
 */
final class StoreRounds implements AutoCloseable {

    private static final KeyPath NOWHERE = KeyPath.parse("meta/holdfast/health");
    private static final long PROBE_SECONDS = 15;
    private static final long ROUND_SECONDS = 300;
    private static final int PAGE = 500;

    private final OpenedStore store;
    private final Consumer<@Nullable Integer> overdue;
    private final Clock clock;
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread daemon = new Thread(task, "store-rounds");
        daemon.setDaemon(true);
        return daemon;
    });

    /** @param overdue is told how many secrets are past their date, or null where the store does not say */
    StoreRounds(OpenedStore store, Consumer<@Nullable Integer> overdue, Clock clock) {
        this.store = store;
        this.overdue = overdue;
        this.clock = clock;
    }

    void start() {
        var unusedProbing = thread.scheduleWithFixedDelay(this::probe, PROBE_SECONDS, PROBE_SECONDS, TimeUnit.SECONDS);
        var unusedRounds = thread.scheduleWithFixedDelay(this::round, 0, ROUND_SECONDS, TimeUnit.SECONDS);
    }

    /** What becomes of it, the watched store tells. */
    private void probe() {
        try {
            var unused = store.store().describe(NOWHERE);
        } catch (RuntimeException e) {
            // Told by the watch.
        }
    }

    /** Goes through all secrets once. */
    void round() {
        try {
            overdue.accept(count());
        } catch (RuntimeException e) {
            overdue.accept(null);
        }
    }

    private int count() {
        Instant now = clock.instant();
        int count = 0;
        String after = "";
        List<SecretInfo> page;
        do {
            page = store.store().list("", after, PAGE);
            for (SecretInfo info : page) {
                count += info.rotationDueAt() != null && info.rotationDueAt().isBefore(now) ? 1 : 0;
                after = info.path().slashed();
            }
        } while (page.size() == PAGE);
        return count;
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
