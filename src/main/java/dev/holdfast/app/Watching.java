package dev.holdfast.app;

import dev.holdfast.access.Reason;
import dev.holdfast.access.Refusal;
import dev.holdfast.audit.AuditLog;
import dev.holdfast.config.Config;
import dev.holdfast.http.HttpSettings;
import dev.holdfast.http.MetricsListener;
import dev.holdfast.http.Route;
import dev.holdfast.http.Watch;
import dev.holdfast.metrics.Metrics;
import dev.holdfast.metrics.MetricsSettings;
import java.time.Clock;
import org.jspecify.annotations.Nullable;

/** What is measured while a server runs, and where it is told. A process that serves no port measures nothing. */
final class Watching {

    /** Measures nothing, and loads nothing for it. */
    static final Watching NONE = new Watching(null, MetricsSettings.DEFAULT);

    private final @Nullable Metrics metrics;
    private final MetricsSettings settings;

    private Watching(@Nullable Metrics metrics, MetricsSettings settings) {
        this.metrics = metrics;
        this.settings = settings;
    }

    /** @param port for the configured one, or null */
    static Watching of(Config config, @Nullable Integer port, Clock clock, Closing closing) {
        MetricsSettings settings =
                port == null ? config.metrics() : config.metrics().at(port);
        return settings.enabled()
                ? new Watching(closing.later(new Metrics(Version.NUMBER, clock)), settings)
                : new Watching(null, settings);
    }

    OpenedStore store(OpenedStore store) {
        return metrics == null ? store : store.watched(metrics.store());
    }

    AuditLog audit(AuditLog log) {
        return metrics == null ? log : metrics.counted(log);
    }

    Watch requests() {
        return metrics == null ? Watch.NONE : metrics.requests();
    }

    /**
     * Begins to serve what is measured.
     *
     * @param http whose names of this server count here, too
     */
    Told serve(
            HttpSettings http, Identity identity, Exposure exposure, OpenedStore store, Closing closing, Clock clock) {
        if (metrics == null) {
            return new Told("", "");
        }
        metrics.routes(exposure.routes().stream().map(Route::path).toList());
        metrics.services(identity.standing());
        metrics.changeFeed(exposure::feedAge);
        closing.later(new StoreRounds(store, metrics::rotationOverdue, clock)).start();
        String host = settings.host().contains(":") ? "[" + settings.host() + "]" : settings.host();
        try {
            MetricsListener listener =
                    closing.later(MetricsListener.start(http.at(settings.host(), settings.port()), metrics::page));
            return new Told("http://" + host + ":" + listener.port() + MetricsListener.PATH, "");
        } catch (IllegalStateException e) {
            return notBound(host);
        }
    }

    /** Whoever named the port wants the metrics there; whoever did not may well run two servers on a machine. */
    private Told notBound(String host) {
        if (settings.chosen()) {
            throw new Refusal(
                    Reason.STORE_UNAVAILABLE,
                    "The address of the metrics cannot be bound: another program listens there, or it is none of this"
                            + " machine's.",
                    "Say another --metrics-port or metrics.port, end the other program, or set metrics.enabled to false.");
        }
        return new Told(
                "",
                "Note: no metrics, since " + host + ":" + settings.port()
                        + " is taken. Say --metrics-port with a free port to have them.");
    }

    /**
     * Where the metrics are.
     *
     * @param address empty where they are not served
     * @param note what the owner should know, or an empty text
     */
    record Told(String address, String note) {}
}
