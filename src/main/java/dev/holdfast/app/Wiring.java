package dev.holdfast.app;

import dev.holdfast.access.Call;
import dev.holdfast.access.Reason;
import dev.holdfast.access.Refusal;
import dev.holdfast.access.StoreMove;
import dev.holdfast.agent.Agent;
import dev.holdfast.audit.AuditException;
import dev.holdfast.audit.AuditLog;
import dev.holdfast.audit.Channel;
import dev.holdfast.audit.Retention;
import dev.holdfast.audit.Verification;
import dev.holdfast.audit.jdbc.AuditArchive;
import dev.holdfast.audit.jdbc.AuditSchema;
import dev.holdfast.audit.jdbc.PostgresCheck;
import dev.holdfast.audit.jdbc.PostgresRetention;
import dev.holdfast.cli.Backend;
import dev.holdfast.config.AuditConfig;
import dev.holdfast.config.Config;
import dev.holdfast.config.ConfigException;
import dev.holdfast.config.ConfigReader;
import dev.holdfast.config.Environment;
import dev.holdfast.fault.FaultPoints;
import dev.holdfast.grant.AgentRegistry;
import dev.holdfast.grant.Tokens;
import dev.holdfast.health.Finding;
import dev.holdfast.http.HttpSettings;
import dev.holdfast.http.Listener;
import dev.holdfast.mcp.Services;
import dev.holdfast.sql.Database;
import dev.holdfast.sql.Login;
import dev.holdfast.sql.Sqlite;
import dev.holdfast.sql.Trouble;
import dev.holdfast.store.vault.VaultCheck;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Puts the parts together by plain constructors. */
final class Wiring implements Backend {

    static final String DATABASE = "holdfast.db";

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
        return opening(closing -> open(who, closing));
    }

    private Opened open(Who who, Closing closing) throws SQLException {
        return parts(closing).opened(who);
    }

    private Parts parts(Closing closing) throws SQLException {
        return new Parts(environment, config(), clock, random, steps, closing);
    }

    @Override
    public OpenedTokens openTokens(Who who) {
        return opening(closing -> {
            Parts parts = parts(closing);
            Identity identity = parts.identity();
            Tokens tokens = new Tokens(
                    parts.access(), parts.audit(), identity.issuer(), identity.tokens(), identity.standing(), clock);
            return new OpenedTokens(tokens, parts.calls(who), closing);
        });
    }

    @Override
    public OpenedAgents openAgents(Who who) {
        return opening(closing -> {
            Parts parts = parts(closing);
            Set<String> configured =
                    parts.config().agents().stream().map(Agent::name).collect(Collectors.toSet());
            AgentRegistry agents = new AgentRegistry(
                    parts.access(), parts.audit(), parts.identity().agents(), configured, clock);
            return new OpenedAgents(agents, parts.config().agents(), parts.calls(who), closing);
        });
    }

    @Override
    public Serving serve(Addresses addresses, Path workspace) {
        return opening(closing -> {
            Config config = config();
            Watching watching = Watching.of(config, addresses.metricsPort(), clock, closing);
            Parts parts = new Parts(environment, config, clock, random, steps, watching, closing);
            Who nobody = new Who(null, null, workspace, Channel.HTTP);
            Services services = parts.services(nobody, () -> Call.unrecognised(Channel.HTTP));
            HttpSettings settings = at(addresses, config.http());
            Identity identity = parts.identity();
            Exposure exposure = closing.later(parts.exposure(services, identity));
            Watching.Told told = watching.serve(settings, identity, exposure, parts.store(), closing, clock);
            Listener.Parts served =
                    Server.parts(settings, services, parts.audit(), identity, config, exposure, watching);
            return Server.start(settings, served, told, closing);
        });
    }

    private static HttpSettings at(Addresses addresses, HttpSettings configured) {
        String host = addresses.host();
        Integer port = addresses.port();
        return configured.at(host == null ? configured.host() : host, port == null ? configured.port() : port);
    }

    @Override
    public OpenedMove openMove(Who who, Config.Store from, Config.Store to) {
        return opening(closing -> {
            Config config = config();
            Database local = closing.later(Sqlite.open(config.home().resolve(DATABASE)));
            Stores stores = new Stores(environment, config, clock, random);
            OpenedStore source = closing.later(stores.open(from, local));
            OpenedStore target = closing.later(stores.open(to, local));
            OpenedStore configured = config.store() == from ? source : target;
            Audits audits = new Audits(config, clock, random);
            AuditLog audit =
                    closing.later(audits.open(audits.database(local, closing), stores.auditKey(configured, local)));
            return new OpenedMove(new StoreMove(source.store(), target.store(), audit), movers(who, config), closing);
        });
    }

    @Override
    public Backup backup(Who owner, Path out) {
        return opening(closing -> {
            Backup made = backups(owner).make(out, closing);
            closing.quietly();
            return made;
        });
    }

    @Override
    public OpenedRestore openRestore(Who owner, Path file, Steps progress) {
        return opening(closing -> backups(owner).check(file, progress, closing));
    }

    @Override
    public Rekeyed rekey(Who owner, Supplier<byte[]> given) {
        return opening(closing -> {
            Config config = config();
            Rekeyed done = new Rekeying(environment, config, clock, random, steps)
                    .change(movers(owner, config).get(), given, closing);
            closing.quietly();
            return done;
        });
    }

    private Backups backups(Who owner) {
        Config config = config();
        return new Backups(environment, config, clock, random, steps, movers(owner, config));
    }

    @Override
    public int migrateSchema() {
        AuditConfig audit = config().audit();
        if (audit.owner() == null || audit.login() == null) {
            throw new Refusal(
                    Reason.INVALID_ARGUMENT,
                    "The audit is in the home folder, whose tables need no migration.",
                    "Write audit.url into holdfast.yaml first, to keep it in PostgreSQL.");
        }
        try {
            return AuditSchema.migrate(audit.owner(), audit.login().user());
        } catch (IllegalArgumentException e) {
            throw new Refusal(
                    Reason.INVALID_ARGUMENT,
                    "The name of audit.user has characters that Holdfast grants no rights to.",
                    "Name a role of letters, digits, _, $ and -, 63 at most, and call again.");
        } catch (AuditException e) {
            throw e.problem().equals(Trouble.NO_RIGHT.problem())
                    ? new Refusal(
                            Reason.ACCESS_DENIED,
                            "This login may make no tables there.",
                            "Name the login that is to own them as audit.owner in holdfast.yaml, with its user and password_file.")
                    : Faults.refusal(e);
        }
    }

    @Override
    public Retention retention(@Nullable Integer days, @Nullable Path archive) {
        Config config = config();
        AuditConfig audit = config.audit();
        Login owner = audit.owner();
        if (owner == null) {
            throw new Refusal(
                    Reason.INVALID_ARGUMENT,
                    "The audit is in the home folder, which keeps all its rows.",
                    "Write audit.url into holdfast.yaml first, to keep it in PostgreSQL.");
        }
        PostgresRetention.Settings settings = new PostgresRetention.Settings(
                days == null ? (int) Math.max(1, audit.retention().toDays()) : days,
                archive == null ? audit.archive() : archive,
                audit.checkpointFile());
        byte[] key = auditKey(config);
        return opening(closing -> PostgresRetention.open(owner, key, settings, clock, steps));
    }

    @Override
    public Verification verifyArchives(List<Path> archives) {
        return AuditArchive.verify(archives, auditKey(config()));
    }

    private byte[] auditKey(Config config) {
        return opening(closing -> {
            Database local = closing.later(Sqlite.open(config.home().resolve(DATABASE)));
            Stores stores = new Stores(environment, config, clock, random);
            byte[] key = stores.auditKey(closing.later(stores.open(config.store(), local)), local)
                    .clone();
            closing.quietly();
            return key;
        });
    }

    @Override
    public List<Finding> examine() {
        Config config;
        try {
            config = ConfigReader.read(environment);
        } catch (ConfigException e) {
            return List.of(); // Its faults are told by themselves.
        }
        List<Finding> findings = new ArrayList<>();
        if (config.vault() != null) {
            findings.addAll(VaultCheck.run(config.vault(), clock));
        }
        if (config.audit().login() != null) {
            findings.addAll(PostgresCheck.run(config.audit().login(), clock));
        }
        return findings;
    }

    /** Work that opens things one after the other. */
    private interface Opens<T> {
        T with(Closing closing) throws SQLException;
    }

    /** Opens all or nothing; what cannot be opened becomes a refusal. */
    private <T> T opening(Opens<T> work) {
        makeHome(environment.home());
        Closing closing = new Closing();
        try {
            return work.with(closing);
        } catch (SQLException | RuntimeException e) {
            closing.quietly();
            throw Faults.refusal(e);
        }
    }

    private Config config() {
        try {
            return ConfigReader.read(environment);
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

    /** Work on all secrets is the owner's: a token cannot ask for it. */
    private Supplier<Call> movers(Who who, Config config) {
        return environment.token() == null ? Parts.calls(who, config) : () -> Call.unrecognised(who.channel());
    }
}
