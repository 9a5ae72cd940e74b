package dev.holdfast.rest;

import dev.holdfast.access.KeyReads;
import dev.holdfast.access.Reason;
import dev.holdfast.access.Refusal;
import dev.holdfast.agent.Caller;
import dev.holdfast.agent.Service;
import dev.holdfast.http.Reply;
import dev.holdfast.http.Request;
import dev.holdfast.policy.RateLimit;
import dev.holdfast.policy.RequestCounter;
import dev.holdfast.policy.RequestCounter.Spent;
import dev.holdfast.secret.KeyPath;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Holds services to the number of requests that they were registered for: counts them, for all processes together where they share a place for it. Thread-safe. */
public final class ServiceLimits {

    private final KeyReads reads;
    private final @Nullable RequestCounter shared;
    private final LocalCounter here = new LocalCounter();

    /** @param shared counts for all processes together; null where each counts for itself */
    public ServiceLimits(KeyReads reads, @Nullable RequestCounter shared) {
        this.reads = reads;
        this.shared = shared;
    }

    /**
     * Counts a request of a service; anyone else's is not counted here.
     *
     * @param path what it asks for, for the row of a refusal
     * @return null while there are requests left, else the answer, whose row is written
     */
    @Nullable
    Reply spend(Request request, @Nullable KeyPath path) {
        if (!(request.caller() instanceof Caller.OfService caller)) {
            return null;
        }
        Service service = caller.service();
        Spent spent = spent(service.name(), service.limit());
        if (spent.allowed()) {
            return null;
        }
        int usage = spent.limit() + 1;
        Refusal refusal = new Refusal(
                Reason.RATE_LIMITED,
                "Rate limit exceeded.",
                "Wait as long as retry_after says, and keep values as long as expires_at says.");
        Refusal told = reads.limited(request.call(), path, usage, spent.limit(), refusal);
        long seconds = Math.max(1, spent.pause().plusMillis(999).toSeconds());
        return Json.reply(429, body(service, spent.limit(), seconds, String.valueOf(told.requestId())))
                .with("Retry-After", Long.toString(seconds));
    }

    /**
     * Where all processes count, and while that place is lost in this one, against half of the limit. What is counted there
     * is counted here too: a process that has spent its half before has nothing left then.
     */
    private Spent spent(String name, RateLimit limit) {
        if (shared == null) {
            return here.spend(name, limit);
        }
        Spent there = shared.spend(name, limit);
        Spent alone = here.spend(name, new RateLimit(Math.max(1, limit.requests() / 2), limit.window()));
        return there == null ? alone : there;
    }

    private static Map<String, Object> body(Service service, int limit, long seconds, String requestId) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("error", "Rate limit exceeded");
        body.put("code", Reason.RATE_LIMITED.name());
        body.put("service", service.name());
        body.put("limit", limit);
        body.put("window_seconds", service.limit().window().toSeconds());
        body.put("retry_after", seconds);
        body.put("current_usage", limit + 1);
        body.put("request_id", requestId);
        return body;
    }
}
