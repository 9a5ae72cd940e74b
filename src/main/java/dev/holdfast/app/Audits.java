package dev.holdfast.app;

import dev.holdfast.audit.AuditException;
import dev.holdfast.audit.AuditLog;
import dev.holdfast.audit.jdbc.PostgresAuditLog;
import dev.holdfast.audit.jdbc.SqliteAuditLog;
import dev.holdfast.config.AuditConfig;
import dev.holdfast.config.Config;
import dev.holdfast.sql.Database;
import dev.holdfast.sql.Login;
import dev.holdfast.sql.Postgres;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;

/** Opens the audit where it is kept: in the database of the home folder, or in the one that is configured. */
final class Audits {

    static final String WRITERS = "writers.lock";

    private final Config config;
    private final Clock clock;
    private final SecureRandom random;

    Audits(Config config, Clock clock, SecureRandom random) {
        this.config = config;
        this.clock = clock;
        this.random = random;
    }

    /** The database that all processes of an audit share; {@code local} itself where none is configured. */
    Database database(Database local, Closing closing) throws AuditException {
        Login login = config.audit().login();
        if (login == null) {
            return local;
        }
        try {
            return closing.later(Postgres.open(login));
        } catch (SQLException e) {
            throw Faults.unavailable(e);
        }
    }

    /**
     * The audit of one command that works on the database as a whole.
     *
     * @param local the database of the home folder, or a copy of it
     * @param liveness the file that tells which processes write it
     */
    AuditLog open(Database local, Path liveness, byte[] key, Closing closing) {
        return closing.later(
                config.audit().login() == null
                        ? SqliteAuditLog.open(local, liveness, key, clock, random)
                        : open(database(local, closing), key));
    }

    /** @param database of {@link #database} */
    AuditLog open(Database database, byte[] key) {
        AuditConfig audit = config.audit();
        Login login = audit.login();
        if (login == null) {
            return SqliteAuditLog.open(database, config.home().resolve(WRITERS), key, clock, random);
        }
        return PostgresAuditLog.open(
                database,
                login,
                key,
                new PostgresAuditLog.Settings(audit.checkpoint(), Duration.ofSeconds(30), audit.checkpointFile()),
                clock,
                random);
    }
}
