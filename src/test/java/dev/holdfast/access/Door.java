package dev.holdfast.access;

import dev.holdfast.agent.Agent;
import dev.holdfast.audit.AuditLog;
import dev.holdfast.audit.AuditQuery;
import dev.holdfast.audit.AuditRow;
import dev.holdfast.audit.Channel;
import dev.holdfast.audit.jdbc.SqliteAuditLog;
import dev.holdfast.fault.FaultPoints;
import dev.holdfast.key.MasterKey;
import dev.holdfast.policy.Action;
import dev.holdfast.policy.Environment;
import dev.holdfast.policy.KeyPattern;
import dev.holdfast.policy.Rule;
import dev.holdfast.policy.Scope;
import dev.holdfast.secret.Description;
import dev.holdfast.secret.KeyPath;
import dev.holdfast.secret.SecretValue;
import dev.holdfast.sql.Database;
import dev.holdfast.sql.Sqlite;
import dev.holdfast.store.SecretStore;
import dev.holdfast.store.TestClock;
import dev.holdfast.store.Write;
import dev.holdfast.store.Written;
import dev.holdfast.store.embedded.EmbeddedStore;
import dev.holdfast.store.embedded.MasterKeySource;
import dev.holdfast.store.embedded.StoreKey;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/** The door on a real store and a real audit in a folder, with a clock that is moved by hand. */
public final class Door implements AutoCloseable {

    public final TestClock clock = new TestClock();
    public final Database database;
    public final AuditLog audit;
    public final SecretStore store;
    public final SecretAccess access;

    public Door(Path home) throws SQLException {
        this(home, FaultPoints.NONE);
    }

    public Door(Path home, FaultPoints steps) throws SQLException {
        SecureRandom random = new SecureRandom();
        database = Sqlite.open(home.resolve("holdfast.db"));
        try (MasterKey key = StoreKey.open(database, new MasterKeySource(home.resolve("master.key"), null, random))) {
            audit = SqliteAuditLog.open(database, home.resolve("writers.lock"), key.derive("audit"), clock, random);
            store = EmbeddedStore.open(database, key, clock, random);
        }
        access = new SecretAccess(store, audit, clock, steps);
    }

    /** A call of an agent in development that has these rights on these paths. */
    public static Call call(String agent, Set<Action> actions, String... patterns) {
        List<KeyPattern> paths = Arrays.stream(patterns).map(KeyPattern::parse).toList();
        Scope scope = new Scope(Environment.DEVELOPMENT, List.of(new Rule(actions, paths)), List.of());
        return Call.of(new Agent(agent, scope), Channel.STDIO);
    }

    /** A call of agent {@code local}. */
    public static Call local() {
        return Call.of(Agent.LOCAL, Channel.STDIO);
    }

    public static Write describedWrite() {
        Description description = Description.of("Stripe API key for payments", SecretValue.of("0123456789"));
        return new Write(description, null, Duration.ofDays(7), false);
    }

    /** Stores a value as {@code local}. */
    public Written put(KeyPath path, String value) {
        return access.put(local(), path, SecretValue.of(value), describedWrite());
    }

    /** All rows of a call, in short: phase, status, reason, action, path and version. */
    public List<String> rows(Call call) {
        List<String> rows = new ArrayList<>();
        audit.read(AuditQuery.ALL, row -> {
            if (row.text("request_id").equals(call.requestId())) {
                rows.add(brief(row));
            }
        });
        return rows;
    }

    public static String brief(AuditRow row) {
        return String.join(
                " ",
                row.text("phase"),
                row.text("status"),
                row.text("reason").isEmpty() ? "-" : row.text("reason"),
                row.text("action"),
                row.text("key_path").isEmpty() ? "-" : row.text("key_path"),
                row.text("version").isEmpty() ? "-" : row.text("version"));
    }

    /** Runs a statement on the database behind the back of the door. */
    public void sql(String sql) throws SQLException {
        database.change(connection -> {
            try (Statement statement = connection.createStatement()) {
                statement.execute(sql);
            }
        });
    }

    /** From now on rows that fit cannot be written, until {@link #auditWorks}. */
    public void auditFails(String when) throws SQLException {
        sql("CREATE TRIGGER audit_fails BEFORE INSERT ON key_access_audit WHEN " + when
                + " BEGIN SELECT raise(ABORT, 'no'); END");
    }

    public void auditWorks() throws SQLException {
        sql("DROP TRIGGER audit_fails");
    }

    @Override
    public void close() {
        audit.close();
        store.close();
        database.close();
    }
}
