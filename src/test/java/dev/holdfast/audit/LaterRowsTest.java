package dev.holdfast.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.policy.Action;
import dev.holdfast.store.TestClock;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** Rows that are written a moment later: all of them, in their order, or refused. */
final class LaterRowsTest {

    private final TestClock clock = new TestClock();
    private final Queue<String> written = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean down = new AtomicBoolean();

    private static List<AuditEvent> row(String id) {
        Actor actor = new Actor("jules", null, null, Channel.REST);
        return List.of(new AuditEvent(id, Phase.OUTCOME, actor, Action.READ, null, null, Status.GRANTED, null, null));
    }

    /** Keeps the ids of what is appended, as long as it is not down. */
    private AuditLog log() {
        return (AuditLog) Proxy.newProxyInstance(
                AuditLog.class.getClassLoader(), new Class<?>[] {AuditLog.class}, (proxy, method, arguments) -> {
                    if (!method.getName().equals("append")) {
                        throw new IllegalStateException(method.getName());
                    }
                    if (down.get()) {
                        throw new AuditException("down", "wait");
                    }
                    ((List<?>) arguments[0]).forEach(event -> written.add(((AuditEvent) event).requestId()));
                    return null;
                });
    }

    @Test
    void append_ofManyRows_writesAllInTheirOrderUntilItIsClosed() {
        try (LaterRows rows = new LaterRows(log(), clock)) {
            for (int i = 0; i < 5000; i++) {
                rows.append(row(Integer.toString(i)));
            }
        }

        assertThat(written).hasSize(5000);
        assertThat(written.stream().map(Integer::valueOf)).isSorted();
    }

    @Test
    void append_whileTheLogIsDown_isTakenForTwoSecondsAndThenRefused() {
        down.set(true);
        try (LaterRows rows = new LaterRows(log(), clock)) {
            rows.append(row("1"));
            clock.advance(LaterRows.LONGEST);
            rows.append(row("2"));
            clock.advance(java.time.Duration.ofMillis(1));

            assertThatThrownBy(() -> rows.append(row("3"))).isInstanceOf(AuditException.class);
            down.set(false);
        }

        assertThat(written).containsExactly("1", "2");
    }

    @Test
    void append_ofMoreThanMayBeLost_isRefused() {
        down.set(true);
        try (LaterRows rows = new LaterRows(log(), clock)) {
            for (int i = 0; i < LaterRows.MOST; i++) {
                rows.append(row(Integer.toString(i)));
            }

            assertThatThrownBy(() -> rows.append(row("more"))).isInstanceOf(AuditException.class);
            down.set(false);
        }

        assertThat(written).hasSize(LaterRows.MOST);
    }

    @Test
    void awaitWritten_afterRowsWereTaken_findsThemWritten() {
        try (LaterRows rows = new LaterRows(log(), clock)) {
            for (int i = 0; i < 100; i++) {
                rows.append(row(Integer.toString(i)));
                rows.awaitWritten();

                assertThat(written).hasSize(i + 1);
            }
        }
    }

    @Test
    void awaitWritten_whileTheLogIsDown_fails() {
        down.set(true);
        try (LaterRows rows = new LaterRows(log(), clock)) {
            rows.append(row("1"));

            assertThatThrownBy(rows::awaitWritten).isInstanceOf(AuditException.class);
            down.set(false);
        }
    }
}
