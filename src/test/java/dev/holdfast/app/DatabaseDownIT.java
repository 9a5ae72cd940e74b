package dev.holdfast.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.Proof;
import dev.holdfast.app.RestServer.Answer;
import dev.holdfast.services.Interference;
import dev.holdfast.services.Interference.Mode;
import dev.holdfast.services.PostgreSql;
import dev.holdfast.services.RequiresService;
import dev.holdfast.services.Service;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The database of audit, services and tokens fails under the exposure service: nothing is answered that has no row. */
@Tag("proof")
@RequiresService(Service.POSTGRESQL)
final class DatabaseDownIT {

    private static final String KEY = "service_keys.jules_api.production";
    private static final int AT_ONCE = 8;

    /** What the database may take for an answer and a call to wait for a connection, and as much again. */
    private static final long LONGEST_MILLIS = 2 * 8_000;

    @TempDir
    private Path folder;

    private final PostgreSql postgres = PostgreSql.shared();
    private final String database = postgres.freshDatabase();
    private final Set<String> answered = new HashSet<>();
    private int sent;
    private int refused;
    private long slowest;

    private RestServer server(Interference network, String reads) throws IOException {
        Path home = Files.createDirectories(folder.resolve(reads));
        Files.writeString(home.resolve("password"), postgres.password());
        String configuration = "audit: {url: '" + postgres.through(network).url(database) + "', user: "
                + postgres.user() + ", password_file: password, reads: " + reads + "}\n";
        return RestServer.on(home, configuration, Clock.systemUTC(), Map.of());
    }

    /** Asks as many times at once; how many were answered with the value. */
    private int ask(RestServer server, String token) throws InterruptedException, ExecutionException {
        ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE);
        List<Future<Answer>> answers = new ArrayList<>();
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < AT_ONCE; i++) {
            String id = "asked-" + sent++;
            ids.add(id);
            answers.add(threads.submit(() -> timed(server, token, id)));
        }
        int values = 0;
        for (int i = 0; i < AT_ONCE; i++) {
            Answer answer = answers.get(i).get();
            if (answer.status() == 200) {
                assertThat(answer.text("value")).isEqualTo("value-of-the-key");
                answered.add(ids.get(i));
                values++;
            } else {
                // Whoever cannot be recognised counts as a stranger, who is not heard without end.
                assertThat(answer.status()).isIn(401, 429, 503);
                refused++;
            }
        }
        threads.shutdown();
        return values;
    }

    private Answer timed(RestServer server, String token, String id) {
        long begun = System.nanoTime();
        Answer answer = server.send("GET", "/keys/get?path=" + KEY, token, null, Map.of("X-Request-Id", id));
        synchronized (this) {
            slowest = Math.max(slowest, TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begun));
        }
        return answer;
    }

    private void untilAnswered(RestServer server, String token) throws Exception {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(120);
        while (ask(server, token) < AT_ONCE) {
            assertThat(System.nanoTime()).isLessThan(end);
            LockSupport.parkNanos(TimeUnit.SECONDS.toNanos(1));
        }
    }

    /** The ids that callers gave their requests, of all rows of answered reads. */
    private Set<String> rows() throws SQLException {
        Set<String> ids = new HashSet<>();
        try (Connection connection = postgres.connect(database);
                Statement select = connection.createStatement();
                ResultSet row = select.executeQuery(
                        "SELECT split_part(request_id, '/', 2) FROM key_access_audit WHERE status = 'GRANTED' AND action = 'GET'")) {
            while (row.next()) {
                ids.add(row.getString(1));
            }
        }
        return ids;
    }

    @Test
    void get_whileTheDatabaseIsDown_isRefusedInTime_andNoRowIsMissing() throws Exception {
        try (Interference network = Interference.before(postgres.socket());
                RestServer server = server(network, "durable")) {
            server.store(KEY, "value-of-the-key");
            String token = server.service("jules-mcp", "production", KEY);
            for (Mode mode : List.of(Mode.REFUSE, Mode.SILENT, Mode.DELAY)) {
                untilAnswered(server, token);
                network.mode(mode);
                network.cutAll();
                // One that is under way may still have its row; from then on there is none.
                ask(server, token);
                assertThat(ask(server, token)).as(mode.name()).isZero();
                network.mode(Mode.PASS);
            }
            untilAnswered(server, token);
        }

        assertThat(slowest).isLessThanOrEqualTo(LONGEST_MILLIS);
        assertThat(rows()).containsAll(answered);
        Proof.line(
                "database-down",
                refused + " reads refused, the slowest after " + slowest + " ms; " + answered.size()
                        + " answered, each with its row");
    }

    @Test
    void get_withGroupedRows_goesOnForAMomentAndLosesNoRow() throws Exception {
        int during;
        try (Interference network = Interference.before(postgres.socket());
                RestServer server = server(network, "grouped")) {
            server.store(KEY, "value-of-the-key");
            String token = server.service("jules-mcp", "production", KEY);
            untilAnswered(server, token);

            network.mode(Mode.REFUSE);
            network.cutAll();
            during = ask(server, token);
            LockSupport.parkNanos(TimeUnit.SECONDS.toNanos(4));
            assertThat(ask(server, token)).as("after the bound").isZero();
            network.mode(Mode.PASS);
            untilAnswered(server, token);
        }

        assertThat(during).isPositive();
        assertThat(rows()).containsAll(answered);
        Proof.line(
                "database-down grouped",
                during + " of " + AT_ONCE + " reads answered at once after the database was lost, 0 after 4 s; "
                        + answered.size() + " answered in all, each with its row");
    }
}
