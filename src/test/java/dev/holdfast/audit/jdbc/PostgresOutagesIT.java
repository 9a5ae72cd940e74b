package dev.holdfast.audit.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.holdfast.Proof;
import dev.holdfast.audit.AuditException;
import dev.holdfast.audit.AuditLog.Ticket;
import dev.holdfast.audit.Verification;
import dev.holdfast.services.Interference;
import dev.holdfast.services.Interference.Mode;
import dev.holdfast.services.PostgreSql;
import dev.holdfast.services.PostgreSqlServer;
import dev.holdfast.services.RequiresService;
import dev.holdfast.services.Service;
import dev.holdfast.store.TestClock;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What is said and what is written when the way to the server breaks, or the server itself. */
@Tag("proof")
@RequiresService(Service.POSTGRESQL)
final class PostgresOutagesIT {

    /** Stands in the text of each statement that writes rows. */
    private static final String INSERT = "INSERT INTO key_access_audit";

    private final TestClock clock = new TestClock();
    private Interference relay;
    private AuditDatabase database;
    private AuditDatabase.Opened opened;

    @BeforeEach
    void open() {
        database = AuditDatabase.migrated(PostgreSql.shared());
        relay = Interference.before(PostgreSql.shared().socket());
        opened = database.through(PostgreSql.shared().through(relay)).open(clock);
        opened.log().append(Events.read("first"));
    }

    @AfterEach
    void close() {
        relay.mode(Mode.PASS);
        opened.close();
        relay.close();
    }

    private List<String> ids() {
        return database.column(
                "SELECT request_id || ' ' || status FROM key_access_audit ORDER BY \"timestamp\", writer, seq");
    }

    @Test
    void append_answerLost_isFoundToBeWritten() {
        relay.next(1, Mode.CUT_ANSWER, INSERT);
        opened.log().append(Events.read("second"));
        assertThat(relay.outstanding()).isZero();
        assertThat(ids()).containsExactly("first GRANTED", "second GRANTED");
        opened.log().append(Events.read("third"));
        assertThat(opened.log().verify()).isEqualTo(new Verification(3, null));
        assertThat(database.column("SELECT count(*) FROM audit_chain")).containsExactly("1");
    }

    @Test
    void append_requestLost_isWrittenOnce() {
        relay.next(1, Mode.CUT_REQUEST, INSERT);
        opened.log().append(Events.read("second"));
        assertThat(relay.outstanding()).isZero();
        assertThat(ids()).containsExactly("first GRANTED", "second GRANTED");
        assertThat(opened.log().verify()).isEqualTo(new Verification(2, null));
    }

    @Test
    void append_firstRowsAnswerLost_beginsOneChain() {
        try (AuditDatabase.Opened other =
                database.through(PostgreSql.shared().through(relay)).open(clock)) {
            relay.next(1, Mode.CUT_ANSWER, INSERT);
            other.log().append(Events.read("second"));
            assertThat(relay.outstanding()).isZero();
            assertThat(database.column("SELECT count(*) FROM audit_chain")).containsExactly("2");
            assertThat(other.log().verify()).isEqualTo(new Verification(2, null));
        }
    }

    @Test
    void append_serverAway_isRefusedAndWorksAgain() {
        relay.mode(Mode.REFUSE);
        relay.cutAll();
        AuditException refused =
                catchThrowableOfType(AuditException.class, () -> opened.log().append(Events.read("second")));
        assertThat(refused.problem()).isEqualTo("The database server cannot be reached, or did not answer in time.");
        relay.mode(Mode.PASS);
        opened.log().append(Events.read("third"));
        assertThat(ids()).containsExactly("first GRANTED", "third GRANTED");
        assertThat(opened.log().verify()).isEqualTo(new Verification(2, null));
    }

    /** The row is there although the caller was told that it is not: the decision must not stay open. */
    @Test
    void open_answerLostAndNoWayBack_isClosedByTheNextCommit() {
        database.sql("ALTER ROLE " + database.role() + " NOLOGIN");
        relay.next(1, Mode.CUT_ANSWER, INSERT);
        AuditException refused =
                catchThrowableOfType(AuditException.class, () -> opened.log().open(Events.decision("second")));
        assertThat(refused.problem()).isEqualTo("The database server refused the login.");
        assertThat(ids()).containsExactly("first GRANTED", "second ALLOWED");
        database.sql("ALTER ROLE " + database.role() + " LOGIN");
        opened.log().append(Events.read("third"));
        assertThat(ids()).containsExactly("first GRANTED", "second ALLOWED", "second INTERRUPTED", "third GRANTED");
        assertThat(opened.log().verify()).isEqualTo(new Verification(4, null));
    }

    /** The old connection may still be at work in the server: until it is ended, nothing may be written. */
    @Test
    void append_answerWithheld_endsTheOldConnectionFirst() {
        relay.next(1, Mode.WITHHOLD_ANSWER, INSERT);
        opened.log().append(Events.read("second"));
        assertThat(relay.outstanding()).isZero();
        assertThat(ids()).containsExactly("first GRANTED", "second GRANTED");
        assertThat(opened.log().verify()).isEqualTo(new Verification(2, null));
    }

    /** Others took us for dead while we were away: what was open is closed, and we go on in a new chain. */
    @Test
    void append_chainClosedMeanwhile_goesOnInAnother() {
        List<Ticket> tickets = opened.log().open(Events.decision("second"));
        try (AuditDatabase.Opened other = database.open(clock)) {
            relay.mode(Mode.REFUSE);
            relay.cutAll();
            database.cutOff();
            other.log().append(Events.read("other"));
            other.log().checkpoint();
            relay.mode(Mode.PASS);
            opened.log().settle(tickets, Events.outcome("second"));
            assertThat(database.column("SELECT count(*) FROM audit_chain")).containsExactly("3");
            assertThat(database.column(
                            "SELECT status FROM key_access_audit WHERE request_id = 'second' ORDER BY status"))
                    .containsExactly("ALLOWED", "DONE", "INTERRUPTED");
            assertThat(other.log().verify()).isEqualTo(new Verification(5, null));
        }
    }

    @Test
    void append_serverStoppedAndStartedUnderEightWriters_losesNothing() throws Exception {
        try (PostgreSqlServer server = PostgreSqlServer.ready()) {
            AuditDatabase own = AuditDatabase.migrated(server.superuser());
            try (AuditDatabase.Opened log = own.open(clock)) {
                Set<String> acknowledged = ConcurrentHashMap.newKeySet();
                AtomicBoolean enough = new AtomicBoolean();
                ExecutorService threads = Executors.newFixedThreadPool(8);
                List<Future<?>> writers = new ArrayList<>();
                for (int i = 0; i < 8; i++) {
                    int writer = i;
                    writers.add(threads.submit(() -> write(log, "w" + writer, acknowledged, enough)));
                }
                outages(server, acknowledged);
                enough.set(true);
                for (Future<?> writer : writers) {
                    writer.get();
                }
                threads.shutdown();
                List<String> there = own.column("SELECT request_id FROM key_access_audit");
                assertThat(there).doesNotHaveDuplicates().containsAll(acknowledged);
                Verification verification = log.log().verify();
                assertThat(verification).isEqualTo(new Verification(there.size(), null));
                Proof.line(
                        "audit-postgresql-restarts",
                        "2 stops and 1 kill under 8 writers: " + acknowledged.size() + " acknowledged rows, 0 lost");
            }
        }
    }

    private static void write(AuditDatabase.Opened log, String name, Set<String> acknowledged, AtomicBoolean enough) {
        for (int i = 0; !enough.get(); i++) {
            try {
                log.log().append(Events.read(name + " " + i));
                acknowledged.add(name + " " + i);
            } catch (AuditException e) {
                // Refused: nothing was promised.
            }
        }
    }

    private static void outages(PostgreSqlServer server, Set<String> acknowledged) {
        for (int outage = 0; outage < 3; outage++) {
            more(acknowledged);
            if (outage == 1) {
                server.kill();
            } else {
                server.stop();
            }
            server.start();
        }
        more(acknowledged);
    }

    private static void more(Set<String> acknowledged) {
        int wanted = acknowledged.size() + 100;
        while (acknowledged.size() < wanted) {
            Thread.onSpinWait();
        }
    }
}
