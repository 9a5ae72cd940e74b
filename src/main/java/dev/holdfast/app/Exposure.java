package dev.holdfast.app;

import dev.holdfast.access.KeyReads;
import dev.holdfast.agent.Agent;
import dev.holdfast.agent.Service;
import dev.holdfast.agent.Standing;
import dev.holdfast.agent.Unauthenticated;
import dev.holdfast.audit.AuditLog;
import dev.holdfast.audit.LaterRows;
import dev.holdfast.config.Config;
import dev.holdfast.config.Environment;
import dev.holdfast.grant.Bootstrap;
import dev.holdfast.grant.ServiceRegistry;
import dev.holdfast.grant.Tokens;
import dev.holdfast.http.Route;
import dev.holdfast.mcp.Services;
import dev.holdfast.policy.Action;
import dev.holdfast.policy.KeyPattern;
import dev.holdfast.redis.Redis;
import dev.holdfast.rest.Doors;
import dev.holdfast.rest.Health;
import dev.holdfast.rest.Routes;
import dev.holdfast.rest.ServiceLimits;
import dev.holdfast.secret.Generator;
import dev.holdfast.secret.KeyPath;
import dev.holdfast.sql.Database;
import dev.holdfast.state.KeyChangeTable;
import dev.holdfast.store.StoreException;
import dev.holdfast.store.cached.CachedReads;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The exposure service, put together. */
final class Exposure implements AutoCloseable {

    /** Where nothing lies: asked for, so that the store answers. */
    private static final KeyPath NOWHERE = KeyPath.parse("meta/holdfast/health");

    private final Config config;
    private final Identity identity;
    private final OpenedStore store;
    private final ChangeFeed feed;
    private final @Nullable LaterRows later;
    private final List<Route> routes;

    Exposure(
            Environment environment,
            Config config,
            Services services,
            Identity identity,
            CachedReads cache,
            @Nullable Redis redis,
            OpenedStore store,
            Database shared,
            AuditLog audit,
            KeyChangeTable changes,
            Consumer<KeyPath> changed,
            Clock clock,
            SecureRandom random) {
        this.config = config;
        this.identity = identity;
        this.store = store;
        this.feed = new ChangeFeed(changes, cache, clock).start();
        this.later = config.audit().groupedReads() ? new LaterRows(audit, clock) : null;
        KeyReads reads = new KeyReads(cache, audit, later, this::mayBeStale, clock);
        Tokens tokens =
                new Tokens(services.access(), audit, identity.issuer(), identity.tokens(), identity.standing(), clock);
        this.routes = Routes.of(new Doors(
                services.access(),
                reads,
                services.grants(),
                new ServiceRegistry(
                        services.access(), audit, identity.services(), identity.tokens(), identity::refresh, clock),
                tokens,
                new Bootstrap(environment.bootstrapToken(), tokens),
                audit,
                changed,
                this::entitled,
                (format, bytes) -> Generator.generate(format, bytes, random),
                config.services().aliases(),
                new ServiceLimits(reads, redis == null ? null : redis.counter()),
                health(shared, redis, clock),
                clock));
    }

    private boolean mayBeStale(KeyPath path) {
        List<KeyPattern> never = config.services().neverStale();
        return never.stream().noneMatch(pattern -> pattern.matches(path));
    }

    private Health health(Database shared, @Nullable Redis redis, Clock clock) {
        boolean vault = config.store() == Config.Store.VAULT;
        boolean postgres = config.audit().login() != null;
        Map<String, Health.Part> parts = new LinkedHashMap<>();
        parts.put(vault ? "vault" : "store", new Health.Part(false, this::storeWorks));
        parts.put(postgres ? "postgres" : "database", new Health.Part(true, shared::answers));
        if (redis != null) {
            parts.put("redis", new Health.Part(false, redis::answers));
        }
        parts.put("jwt_signing", new Health.Part(true, this::tokensAreKnown));
        return new Health(parts, clock);
    }

    private boolean storeWorks() {
        try {
            store.store().describe(NOWHERE);
            return true;
        } catch (StoreException e) {
            // A policy that opens only some paths does not open this one; it answered.
            return e.kind() != StoreException.Kind.UNAVAILABLE;
        }
    }

    /** As long as that is not known, it is not. */
    private boolean entitled(String holder, KeyPath path) {
        try {
            Standing.Snapshot now = identity.standing().now();
            Service service = now.services().get(holder);
            Agent agent = service == null ? now.agents().get(holder) : service.agent();
            return agent != null
                    && !now.inactive().contains(holder)
                    && agent.scope().permits(Action.REQUEST, path);
        } catch (Unauthenticated e) {
            return false;
        }
    }

    private boolean tokensAreKnown() {
        try {
            identity.standing().now();
            return true;
        } catch (Unauthenticated e) {
            return false;
        }
    }

    List<Route> routes() {
        return routes;
    }

    /** How long ago it was found out what other processes have changed. */
    Duration feedAge() {
        return feed.age();
    }

    @Override
    public void close() {
        feed.close();
        if (later != null) {
            later.close();
        }
    }
}
