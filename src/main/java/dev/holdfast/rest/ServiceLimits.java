package dev.holdfast.rest;

import dev.holdfast.access.KeyReads;
import dev.holdfast.access.Reason;
import dev.holdfast.access.Refusal;
import dev.holdfast.agent.Caller;
import dev.holdfast.agent.Service;
import dev.holdfast.http.Reply;
import dev.holdfast.http.Request;
import dev.holdfast.policy.RateLimit;
import dev.holdfast.secret.KeyPath;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.ConsumptionProbe;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Counts the requests of services in this process. Thread-safe. */
public final class ServiceLimits implements Limits {

    private final KeyReads reads;
    private final Map<String, Counted> services = new ConcurrentHashMap<>();

    private record Counted(RateLimit limit, Bucket bucket) {}

    public ServiceLimits(KeyReads reads) {
        this.reads = reads;
    }

    @Override
    public @Nullable Reply spend(Request request, @Nullable KeyPath path) {
        if (!(request.caller() instanceof Caller.OfService caller)) {
            return null;
        }
        Service service = caller.service();
        RateLimit limit = service.limit();
        ConsumptionProbe probe = bucket(service).tryConsumeAndReturnRemaining(1);
        if (probe.isConsumed()) {
            return null;
        }
        int usage = limit.requests() + 1;
        Refusal refusal = new Refusal(
                Reason.RATE_LIMITED,
                "Rate limit exceeded.",
                "Wait as long as retry_after says, and keep values as long as expires_at says.");
        Refusal told = reads.limited(request.call(), path, usage, limit.requests(), refusal);
        long seconds = Math.max(
                1,
                Duration.ofNanos(probe.getNanosToWaitForRefill())
                        .plusMillis(999)
                        .toSeconds());
        return Json.reply(429, body(service, usage, seconds, String.valueOf(told.requestId())))
                .with("Retry-After", Long.toString(seconds));
    }

    private static Map<String, Object> body(Service service, int usage, long seconds, String requestId) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("error", "Rate limit exceeded");
        body.put("code", Reason.RATE_LIMITED.name());
        body.put("service", service.name());
        body.put("limit", service.limit().requests());
        body.put("window_seconds", service.limit().window().toSeconds());
        body.put("retry_after", seconds);
        body.put("current_usage", usage);
        body.put("request_id", requestId);
        return body;
    }

    /** A new one when the limit was changed. */
    private Bucket bucket(Service service) {
        return services.compute(
                        service.name(),
                        (name, known) -> known != null && known.limit().equals(service.limit())
                                ? known
                                : new Counted(service.limit(), bucket(service.limit())))
                .bucket();
    }

    private static Bucket bucket(RateLimit limit) {
        return Bucket.builder()
                .addLimit(to -> to.capacity(limit.requests()).refillIntervally(limit.requests(), limit.window()))
                .build();
    }
}
