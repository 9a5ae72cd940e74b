package dev.holdfast.app;

import dev.holdfast.access.Call;
import dev.holdfast.access.Reason;
import dev.holdfast.access.Refusal;
import dev.holdfast.access.SecretAccess;
import dev.holdfast.agent.Agents;
import dev.holdfast.audit.AuditException;
import dev.holdfast.audit.AuditLog;
import dev.holdfast.audit.Channel;
import dev.holdfast.audit.jdbc.JdbcAuditLog;
import dev.holdfast.cli.Backend;
import dev.holdfast.config.Config;
import dev.holdfast.config.ConfigException;
import dev.holdfast.config.ConfigReader;
import dev.holdfast.config.Environment;
import dev.holdfast.dotenv.EnvAccess;
import dev.holdfast.dotenv.EnvFiles;
import dev.holdfast.dotenv.EnvWriter;
import dev.holdfast.dotenv.Workspace;
import dev.holdfast.fault.FaultPoints;
import dev.holdfast.grant.Grants;
import dev.holdfast.key.MasterKey;
import dev.holdfast.mcp.Services;
import dev.holdfast.mcp.ValueSources;
import dev.holdfast.sql.Database;
import dev.holdfast.sql.Sqlite;
import dev.holdfast.sql.Trouble;
import dev.holdfast.state.GrantTable;
import dev.holdfast.state.PlacementTable;
import dev.holdfast.store.StoreException;
import dev.holdfast.store.embedded.EmbeddedStore;
import dev.holdfast.store.embedded.MasterKeySource;
import dev.holdfast.store.embedded.StoreKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.sql.SQLException;
import java.time.Clock;
import java.util.function.Supplier;

/** Puts the parts together by plain constructors. */
final class Wiring implements Backend {

    static final String DATABASE = "holdfast.db";
    static final String MASTER_KEY = "master.key";
    private static final String WRITERS = "writers.lock";

    private final Environment environment;
    private final Clock clock;
    private final SecureRandom random;
    private final FaultPoints steps;

    Wiring(Environment environment, Clock clock, SecureRandom random, FaultPoints steps) {
        this.environment = environment;
        this.clock = clock;
        this.random = random;
        this.steps = steps;
    }

    @Override
    public boolean present() {
        return Files.exists(environment.home().resolve(DATABASE));
    }

    @Override
    public Opened open(Who who) {
        Path home = environment.home();
        try {
            makeHome(home);
            Config config = config();
            Database database = Sqlite.open(home.resolve(DATABASE));
            try {
                return open(who, config, database);
            } catch (SQLException | RuntimeException e) {
                database.close();
                throw e;
            }
        } catch (SQLException e) {
            Trouble trouble = Trouble.of(e);
            throw new Refusal(Reason.AUDIT_UNAVAILABLE, trouble.problem(), trouble.hint());
        } catch (AuditException e) {
            throw new Refusal(Reason.AUDIT_UNAVAILABLE, e.problem(), e.hint());
        } catch (StoreException e) {
            throw new Refusal(Reason.STORE_UNAVAILABLE, e.problem(), e.hint());
        }
    }

    private Opened open(Who who, Config config, Database database) throws SQLException {
        Path home = config.home();
        MasterKeySource source = new MasterKeySource(home.resolve(MASTER_KEY), environment.masterKey(), random);
        try (MasterKey key = StoreKey.open(database, source)) {
            AuditLog audit =
                    JdbcAuditLog.open(database, home.resolve(WRITERS), key.derive("holdfast/audit/v1"), clock, random);
            try {
                return open(who, config, database, key, audit);
            } catch (SQLException | RuntimeException e) {
                audit.close();
                throw e;
            }
        }
    }

    private Opened open(Who who, Config config, Database database, MasterKey key, AuditLog audit) throws SQLException {
        EmbeddedStore store = EmbeddedStore.open(database, key, clock, random);
        SecretAccess access = new SecretAccess(store, audit, clock, steps);
        Workspace workspace = new Workspace(who.workspace());
        if (who.channel() == Channel.STDIO) {
            removeLeftovers(workspace);
        }
        EnvAccess env = new EnvAccess(access, new EnvWriter(workspace, steps), PlacementTable.open(database), clock);
        Grants grants = new Grants(access, GrantTable.open(database), clock, random);
        ValueSources values =
                new ValueSources(new EnvFiles(workspace, config.home()), config.readableVariables(), environment.all());
        Services services = new Services(access, env, grants, values, calls(who, config));
        return new Opened(services, audit, () -> {
            audit.close();
            store.close();
            database.close();
        });
    }

    /** The folder itself at once; those below take their time, for which no call waits. */
    private static void removeLeftovers(Workspace workspace) {
        workspace.removeOwnLeftovers();
        Thread below = new Thread(workspace::removeLeftovers, "leftovers");
        below.setDaemon(true);
        below.start();
    }

    private Config config() {
        try {
            return ConfigReader.read(environment.home());
        } catch (ConfigException e) {
            throw new Refusal(
                    Reason.STORE_UNAVAILABLE,
                    "The configuration holdfast.yaml has faults: " + String.join(" ", e.faults()),
                    "Correct these places in holdfast.yaml; until then every call is refused.");
        }
    }

    private static void makeHome(Path home) {
        try {
            Files.createDirectories(
                    home, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        } catch (IOException e) {
            throw new Refusal(
                    Reason.AUDIT_UNAVAILABLE,
                    "The home folder of Holdfast cannot be made.",
                    "Check that its parent exists and is writable, or set HOLDFAST_HOME to another folder.");
        }
    }

    /** Who calls: asked once, since a process on this machine runs for one. */
    private Supplier<Call> calls(Who who, Config config) {
        String person = who.person();
        if (person != null && who.agent() == null && environment.token() == null) {
            return () -> Call.ofPerson(person, who.channel());
        }
        return new Agents(config.agents())
                .recognise(environment.token(), who.agent())
                .<Supplier<Call>>map(agent -> () -> Call.of(agent, who.channel()))
                .orElse(() -> Call.unrecognised(who.channel()));
    }
}
