package dev.holdfast.metrics;

import dev.holdfast.agent.Standing;
import dev.holdfast.agent.Unauthenticated;
import dev.holdfast.audit.AuditLog;
import dev.holdfast.http.Watch;
import dev.holdfast.store.StoreWatch;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What a server tells of itself, for Prometheus: every name begins with {@code holdfast_} and is there from the start.
 *
 * <p>A label has words of ours and the names of registered services, so that there are only so many series; never a value, a
 * path, a token, an address or anything else that a caller wrote. Thread-safe.
 */
public final class Metrics implements AutoCloseable {

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final ServiceNames names = new ServiceNames();
    private final Machine machine;
    private final Tally tally;
    private final StoreMeters store;
    private final Requests requests;
    private volatile @Nullable Standing standing;
    private volatile @Nullable Supplier<Duration> feed;
    private volatile double overdue = Double.NaN;

    /** @param version of the program */
    public Metrics(String version, Clock clock) {
        registry.config().meterFilter(new Prefix());
        machine = new Machine(registry);
        Counts counts = new Counts(registry);
        tally = new Tally(counts, names);
        store = new StoreMeters(counts, new StoreOutage(clock));
        requests = new Requests(counts, names);
        names.registered(this::registered);
        counts.gauge("holdfast.version", "Which version runs; always 1.", () -> 1, "version", version);
        counts.gauge("holdfast.services.active", "Registered services whose tokens count.", () -> active(standing));
        counts.gauge(
                "holdfast.secrets.rotation.overdue",
                "Secrets whose date of rotation is past, as of the last look at all of them.",
                () -> overdue);
        counts.gauge(
                "holdfast.change.feed.age.seconds",
                "How long ago it was last found out what other processes have changed.",
                () -> age(feed));
    }

    private Set<String> registered() {
        try {
            return standing == null ? Set.of() : standing.now().services().keySet();
        } catch (Unauthenticated e) {
            return Set.of();
        }
    }

    /** Not a number while it is not known. */
    private static double active(@Nullable Standing standing) {
        try {
            if (standing == null) {
                return Double.NaN;
            }
            Standing.Snapshot now = standing.now();
            Set<String> active = new HashSet<>(now.services().keySet());
            active.removeAll(now.inactive());
            return active.size();
        } catch (Unauthenticated e) {
            return Double.NaN;
        }
    }

    private static double age(@Nullable Supplier<Duration> feed) {
        return feed == null ? Double.NaN : feed.get().toMillis() / 1000.0;
    }

    /** Takes the templates of the routes that are served. */
    public void routes(Collection<String> routes) {
        requests.routes(routes);
    }

    /** Takes what tells which services are registered. */
    public void services(Standing known) {
        standing = known;
    }

    /** Takes what tells how long ago the changes of other processes were asked for. */
    public void changeFeed(Supplier<Duration> age) {
        feed = age;
    }

    /** Takes the number of secrets whose date of rotation is past; null where it cannot be found out. */
    public void rotationOverdue(@Nullable Integer secrets) {
        overdue = secrets == null ? Double.NaN : secrets;
    }

    /** Is to be told of each request. */
    public Watch requests() {
        return requests;
    }

    /** Is to be told of what the store is asked. */
    public StoreWatch store() {
        return store;
    }

    /** The same log, which is counted from now on. Closing it closes the log. */
    public AuditLog counted(AuditLog log) {
        return new CountedAudit(log, tally);
    }

    /** All of it, in the text format of Prometheus 0.0.4. */
    public String page() {
        names.all().forEach(tally::known);
        return registry.scrape();
    }

    @Override
    public void close() {
        machine.close();
        registry.close();
    }
}
