package dev.holdfast.metrics;

import dev.holdfast.agent.Unauthenticated;
import dev.holdfast.audit.AuditEvent;
import dev.holdfast.audit.AuthEvent;
import dev.holdfast.audit.Delivery;
import dev.holdfast.audit.Status;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What the rows of the audit tell: reads, denials, limits, failed logins. Thread-safe. */
final class Tally {

    private static final String UNAUTHENTICATED = "unauthenticated";

    private final Counts counts;
    private final ServiceNames names;
    private final Set<String> reasons = reasons();
    private final Timer writes;
    private final Counter failures;

    Tally(Counts counts, ServiceNames names) {
        this.counts = counts;
        this.names = names;
        this.writes = counts.timer(
                "holdfast.audit.write.duration", "From asking for rows of the audit until they are durable.");
        this.failures = counts.counter("holdfast.audit.failures", "Writes of the audit that failed: refused calls.");
        reasons.forEach(this::loginsFailed);
        Set.of("store", "cache", "stale").forEach(this::keyReads);
        known(ServiceNames.OTHER);
    }

    private static Set<String> reasons() {
        Set<String> reasons = new TreeSet<>(Set.of("no_token", UNAUTHENTICATED, ServiceNames.OTHER));
        for (Unauthenticated.Why why : Unauthenticated.Why.values()) {
            reasons.add(why.name().toLowerCase(Locale.ROOT));
        }
        return reasons;
    }

    /** Begins the counters of a service at zero, from where a first event can be told from none. */
    void known(String service) {
        denied(service);
        limited(service);
        serviceReads(service);
    }

    private Counter loginsFailed(String reason) {
        return counts.counter(
                "holdfast.logins.failed", "Tokens that were refused, and calls without one.", "reason", reason);
    }

    private Counter keyReads(String source) {
        return counts.counter(
                "holdfast.key.reads", "Keys handed out to services, by where they came from.", "source", source);
    }

    private Counter serviceReads(String service) {
        return counts.counter("holdfast.service.key.reads", "Keys handed out, by service.", "service", service);
    }

    private Counter denied(String service) {
        return counts.counter("holdfast.access.denied", "Acts that a rule did not allow.", "service", service);
    }

    private Counter limited(String service) {
        return counts.counter("holdfast.rate.limited", "Requests beyond a service's limit.", "service", service);
    }

    void written(Duration took) {
        writes.record(took);
    }

    void notWritten() {
        failures.increment();
    }

    void row(AuditEvent event) {
        String service = names.label(event.actor().name());
        Delivery delivery = event.delivery();
        if (event.status() == Status.RATE_LIMITED) {
            limited(service).increment();
        } else if (event.status() == Status.DENIED) {
            refused(service, event.reason());
        } else if (delivery != null && delivery.cached() != null) {
            keyReads(delivery.fallback() ? "stale" : delivery.cached() ? "cache" : "store")
                    .increment();
            serviceReads(service).increment();
        }
    }

    private void refused(String service, @Nullable String reason) {
        if ("ACCESS_DENIED".equals(reason)) {
            denied(service).increment();
        } else if ("UNAUTHENTICATED".equals(reason)) {
            loginsFailed(UNAUTHENTICATED).increment();
        }
    }

    void row(AuthEvent event) {
        if (event.status() == Status.DENIED) {
            String reason = String.valueOf(event.reason()).toLowerCase(Locale.ROOT);
            loginsFailed(reasons.contains(reason) ? reason : ServiceNames.OTHER).increment();
        }
    }
}
