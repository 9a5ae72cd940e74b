package dev.holdfast.metrics;

import dev.holdfast.http.Watch;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Timer;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/** Counts requests by service, route and status. Thread-safe. */
final class Requests implements Watch {

    private final Counts counts;
    private final ServiceNames names;

    Requests(Counts counts, ServiceNames names) {
        this.counts = counts;
        this.names = names;
        begin(ServiceNames.OTHER);
    }

    /** Begins the counters of these routes at zero. */
    void routes(Collection<String> routes) {
        routes.forEach(this::begin);
    }

    private void begin(String route) {
        var unusedCounter = counter(ServiceNames.OTHER, route, "200");
        var unusedTimer = timer(route);
    }

    private Counter counter(String service, String route, String status) {
        return counts.counter(
                "holdfast.requests",
                "Requests that were answered.",
                "service",
                service,
                "route",
                route,
                "status",
                status);
    }

    private Timer timer(String route) {
        return counts.timer("holdfast.request.duration", "From a request's headers to its answer.", "route", route);
    }

    @Override
    public void answered(Answered answered) {
        String route = route(answered.route());
        counter(names.label(answered.service()), route, status(answered.status()))
                .increment();
        if (answered.took() != null) {
            timer(route).record(answered.took());
        }
    }

    private static String route(@Nullable String template) {
        return template == null ? ServiceNames.OTHER : template;
    }

    private static String status(int status) {
        return status >= 100 && status <= 599 ? Integer.toString(status) : ServiceNames.OTHER;
    }
}
