package dev.holdfast.app;

import dev.holdfast.access.Call;
import dev.holdfast.access.SecretAccess;
import dev.holdfast.agent.Agents;
import dev.holdfast.agent.Authenticator;
import dev.holdfast.agent.Unauthenticated;
import dev.holdfast.audit.AuditLog;
import dev.holdfast.audit.Channel;
import dev.holdfast.audit.Origin;
import dev.holdfast.cli.Backend;
import dev.holdfast.config.Config;
import dev.holdfast.config.Environment;
import dev.holdfast.dotenv.EnvAccess;
import dev.holdfast.dotenv.EnvFiles;
import dev.holdfast.dotenv.EnvWriter;
import dev.holdfast.dotenv.Workspace;
import dev.holdfast.fault.FaultPoints;
import dev.holdfast.grant.Grants;
import dev.holdfast.mcp.Services;
import dev.holdfast.mcp.ValueSources;
import dev.holdfast.redis.Redis;
import dev.holdfast.redis.RedisSettings;
import dev.holdfast.sql.Database;
import dev.holdfast.sql.Sqlite;
import dev.holdfast.state.GrantTable;
import dev.holdfast.state.KeyChangeTable;
import dev.holdfast.state.PlacementTable;
import dev.holdfast.store.cached.AnnouncingStore;
import dev.holdfast.store.cached.CachedReads;
import dev.holdfast.store.embedded.EmbeddedStore.Changed;
import java.security.SecureRandom;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What every way in is made of: configuration, databases, store, audit and the door, opened one after the other. */
final class Parts {

    private final Environment environment;
    private final Config config;
    private final Clock clock;
    private final SecureRandom random;
    private final FaultPoints steps;
    private final Closing closing;
    private final Database local;
    private final Database shared;
    private final OpenedStore store;
    private final AuditLog audit;
    private final KeyChangeTable changes;
    private final Announcer announcer;
    private final SecretAccess access;

    /** Of a process that serves no port. */
    Parts(Environment environment, Config config, Clock clock, SecureRandom random, FaultPoints steps, Closing closing)
            throws SQLException {
        this(environment, config, clock, random, steps, Watching.NONE, closing);
    }

    /**
     * @param watching sees what is done
     * @param closing closes what is opened here
     */
    Parts(
            Environment environment,
            Config config,
            Clock clock,
            SecureRandom random,
            FaultPoints steps,
            Watching watching,
            Closing closing)
            throws SQLException {
        this.environment = environment;
        this.config = config;
        this.clock = clock;
        this.random = random;
        this.steps = steps;
        this.closing = closing;
        local = closing.later(Sqlite.open(config.home().resolve(Wiring.DATABASE)));
        Audits audits = new Audits(config, clock, random);
        shared = audits.database(local, closing);
        changes = new KeyChangeTable(shared, config.services().cache().longest(), clock);
        boolean together = config.store() == Config.Store.EMBEDDED && shared == local;
        Stores stores = new Stores(environment, config, clock, random);
        store = watching.store(
                closing.later(stores.open(config.store(), local, together ? changes::made : Changed.UNTOLD)));
        audit = watching.audit(closing.later(audits.open(shared, stores.auditKey(store, local))));
        changes.make();
        announcer = closing.later(new Announcer(changes, together, steps));
        access = new SecretAccess(new AnnouncingStore(store.store(), announcer), audit, clock, steps);
    }

    Config config() {
        return config;
    }

    OpenedStore store() {
        return store;
    }

    AuditLog audit() {
        return audit;
    }

    SecretAccess access() {
        return access;
    }

    Backend.Opened opened(Backend.Who who) throws SQLException {
        return new Backend.Opened(services(who, calls(who)), audit, closing);
    }

    Exposure exposure(Services services, Identity identity) {
        return exposure(services, identity, audit);
    }

    /** @param rows takes those of services' reads */
    Exposure exposure(Services services, Identity identity, AuditLog rows) {
        CachedReads made = cache();
        return new Exposure(
                environment,
                config,
                services,
                identity,
                made,
                redis(made),
                store,
                shared,
                rows,
                changes,
                announcer::changed,
                clock,
                random);
    }

    /** Of a server alone: no other process keeps values. */
    private CachedReads cache() {
        CachedReads made =
                closing.later(new CachedReads(store.store(), config.services().cache(), clock, random));
        announcer.tell(made);
        return made;
    }

    /** Connected to by a server alone: no command waits for it. */
    private @Nullable Redis redis(CachedReads cache) {
        RedisSettings settings = config.redis();
        if (settings == null) {
            return null;
        }
        Duration longest = config.services().cache().longest();
        Redis redis = closing.later(Redis.open(settings, store.cacheSeal(), store.cacheNames(), longest, random));
        cache.share(redis.cache());
        return redis;
    }

    Services services(Backend.Who who, Supplier<Call> calls) throws SQLException {
        Workspace workspace = new Workspace(who.workspace());
        if (who.channel() == Channel.STDIO) {
            removeLeftovers(workspace);
        }
        EnvAccess env = new EnvAccess(
                access,
                new EnvWriter(workspace, steps),
                PlacementTable.open(local),
                new Gate(store, shared, clock),
                clock);
        Grants grants = new Grants(access, GrantTable.open(shared), clock, random);
        ValueSources values =
                new ValueSources(new EnvFiles(workspace, config.home()), config.readableVariables(), environment.all());
        return new Services(access, env, grants, values, calls);
    }

    /** The folder itself at once; those below take their time, for which no call waits. */
    private static void removeLeftovers(Workspace workspace) {
        workspace.removeOwnLeftovers();
        Thread below = new Thread(workspace::removeLeftovers, "leftovers");
        below.setDaemon(true);
        below.start();
    }

    /** Who is calling, where that is told by tokens. */
    Identity identity() throws SQLException {
        return closing.later(Identity.open(environment, config.issuers(), shared, store.signingSeal(), clock, random));
    }

    /** Who calls: asked once, since a process on this machine runs for one; a token is held to what it says at each call. */
    Supplier<Call> calls(Backend.Who who) throws SQLException {
        String token = environment.token();
        if (token != null) {
            Authenticator authenticator = identity().authenticator();
            return () -> call(authenticator, token, who.channel());
        }
        return calls(who, config);
    }

    /** A bad token never falls back to a name. */
    private static Call call(Authenticator authenticator, String token, Channel channel) {
        try {
            return Call.of(authenticator.caller(token), Origin.of(channel));
        } catch (Unauthenticated e) {
            return Call.unrecognised(channel);
        }
    }

    static Supplier<Call> calls(Backend.Who who, Config config) {
        String person = who.person();
        if (person != null && who.agent() == null) {
            return () -> Call.ofPerson(person, who.channel());
        }
        return new Agents(config.agents())
                .recognise(who.agent())
                .<Supplier<Call>>map(agent -> () -> Call.of(agent, who.channel()))
                .orElse(() -> Call.unrecognised(who.channel()));
    }
}
