package dev.holdfast.audit.jdbc;

import static dev.holdfast.audit.jdbc.Guard.guarded;

import dev.holdfast.audit.jdbc.ChainWriter.Addition;
import dev.holdfast.audit.jdbc.Checkpoint.Mark;
import dev.holdfast.audit.jdbc.DeadChains.Dead;
import dev.holdfast.sql.Database;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Writes checkpoints: where all chains stand, signed. With each, the chains of dead processes are closed, and the decisions
 * that they left open end as {@code INTERRUPTED} in our own chain. Thread-safe, and safe for several processes.
 */
final class Checkpoints {

    private final Database database;
    private final WriterLock lock;
    private final ChainWriter accesses;
    private final ChainWriter logins;
    private final DeadChains deadChains;
    private final CheckpointExport export;
    private final Chain key;
    private final Clock clock;

    Checkpoints(
            Database database,
            WriterLock lock,
            ChainWriter accesses,
            ChainWriter logins,
            DeadChains deadChains,
            CheckpointExport export,
            Chain key,
            Clock clock) {
        this.database = database;
        this.lock = lock;
        this.accesses = accesses;
        this.logins = logins;
        this.deadChains = deadChains;
        this.export = export;
        this.key = key;
        this.clock = clock;
    }

    /** Writes one, if anything changed since the last. */
    void write() {
        write(guarded(() -> database.read(deadChains::find)), Set.of());
    }

    /** As {@link #write}, if somebody died. */
    void writeForDead() {
        List<Dead> dead = guarded(() -> database.read(deadChains::find));
        if (!dead.isEmpty()) {
            write(dead, Set.of());
        }
    }

    /** As {@link #write}, unless the last one is younger than that, whoever wrote it. */
    void writeWhenDue(Duration age) {
        if (due(age)) {
            write();
        }
    }

    private boolean due(Duration age) {
        Optional<Checkpoint> last = guarded(() -> database.read(CheckpointRows::last));
        return last.isEmpty() || !Instant.parse(last.get().at()).plus(age).isAfter(clock.instant());
    }

    /** Writes the last one of this process, which closes its own chains. */
    void writeLast() {
        Set<ChainId> own = new HashSet<>();
        accesses.closable().ifPresent(own::add);
        logins.closable().ifPresent(own::add);
        if (!own.isEmpty()) {
            write(List.of(), own);
        }
    }

    private void write(List<Dead> dead, Set<ChainId> ending) {
        Optional<Checkpoint> written =
                accesses.transact((connection, addition) -> write(connection, addition, dead, ending));
        written.ifPresent(export::append);
    }

    private Optional<Checkpoint> write(Connection connection, Addition addition, List<Dead> dead, Set<ChainId> ending)
            throws SQLException {
        CheckpointRows.lock(connection);
        Set<ChainId> closed = new HashSet<>(ending);
        Map<ChainId, Head> heads = closing(connection, addition, dead, closed);
        List<Mark> marks = heads.entrySet().stream()
                .map(head -> Mark.of(head.getKey(), head.getValue(), closed.contains(head.getKey())))
                .toList();
        Optional<Checkpoint> last = CheckpointRows.last(connection);
        boolean unchanged = closed.isEmpty() && last.isPresent() && same(last.get(), marks);
        if (marks.isEmpty() || unchanged) {
            return Optional.empty();
        }
        Head before = last.map(each -> new Head(each.number(), each.hash())).orElse(Head.START);
        Checkpoint checkpoint = Checkpoint.of(key, before, AuditTable.TIME.format(clock.instant()), marks);
        CheckpointRows.insert(connection, checkpoint);
        CheckpointRows.end(connection, checkpoint.number(), marks);
        if (!ending.isEmpty()) {
            lock.renew(connection); // Should anybody still write, it begins a new chain.
        }
        return Optional.of(checkpoint);
    }

    /** Where all chains stand, once the decisions of the dead are closed; adds the chains of the dead to {@code closed}. */
    private Map<ChainId, Head> closing(Connection connection, Addition addition, List<Dead> dead, Set<ChainId> closed)
            throws SQLException {
        // Our own chain seems dead while we are on our way back; and we would be given the lock that we hold.
        Set<Long> writers = dead.stream()
                .map(each -> each.id().writer())
                .filter(writer -> writer != lock.number())
                .collect(Collectors.toSet());
        Set<Long> held = writers.isEmpty() ? Set.of() : CheckpointRows.held(connection, writers);
        Map<ChainId, Head> heads = CheckpointRows.heads(connection);
        List<@Nullable Object[]> interrupted = new ArrayList<>();
        for (Dead each : dead) {
            // Who came back in between, or was closed by another process, is left alone.
            if (held.contains(each.id().writer()) && each.end().equals(heads.get(each.id()))) {
                closed.add(each.id());
                each.open().forEach(decision -> interrupted.add(SqliteRows.interrupted(decision)));
            }
        }
        if (!interrupted.isEmpty()) {
            heads.put(addition.id(), addition.add(interrupted));
        }
        return heads;
    }

    private static boolean same(Checkpoint last, List<Mark> marks) {
        return last.marks().stream()
                .filter(mark -> !mark.closed())
                .collect(Collectors.toSet())
                .equals(Set.copyOf(marks));
    }
}
