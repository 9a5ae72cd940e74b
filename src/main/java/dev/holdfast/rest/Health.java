package dev.holdfast.rest;

import dev.holdfast.http.Reply;
import dev.holdfast.http.Request;
import dev.holdfast.http.Route;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Whether the parts that answers need are there.
 *
 * <p>Without a needed one nothing is answered; without another, what is known already is. Thread-safe.
 */
public final class Health {

    private static final Duration REMEMBERED = Duration.ofSeconds(1);

    private final Map<String, Part> parts;
    private final Clock clock;
    private final ReentrantLock asking = new ReentrantLock();
    private volatile @Nullable State known;

    /**
     * A part.
     *
     * @param needed whether nothing can be answered without it
     * @param works asks it
     */
    public record Part(boolean needed, BooleanSupplier works) {}

    /** @param parts by the names that answers show, in their order */
    public Health(Map<String, Part> parts, Clock clock) {
        this.parts = new LinkedHashMap<>(parts);
        this.clock = clock;
    }

    /** What was found out, and when it was asked. */
    record State(String words, Map<String, String> checks, int status, Instant at) {

        boolean young(Instant now) {
            return Duration.between(at, now).compareTo(REMEMBERED) < 0;
        }
    }

    List<Route> routes() {
        return List.of(Route.open("GET", "/health", this::answer));
    }

    private Reply answer(Request request) {
        State now = state();
        Map<String, Object> reply = new LinkedHashMap<>();
        reply.put("status", now.words());
        reply.put("checks", now.checks());
        return Json.reply(now.status(), reply);
    }

    /** How things stand: anybody may ask, so the parts are asked once a second at the most, by one at a time. */
    State state() {
        State last = known;
        if (last != null && last.young(clock.instant())) {
            return last;
        }
        if (last != null && !asking.tryLock()) {
            return last;
        }
        if (last == null) {
            asking.lock();
        }
        try {
            State meanwhile = known;
            if (meanwhile == null || !meanwhile.young(clock.instant())) {
                known = asked();
            }
            return Objects.requireNonNull(known);
        } finally {
            asking.unlock();
        }
    }

    private State asked() {
        Instant at = clock.instant();
        Map<String, String> checks = new LinkedHashMap<>();
        boolean all = true;
        boolean needed = true;
        for (Map.Entry<String, Part> part : parts.entrySet()) {
            boolean works = part.getValue().works().getAsBoolean();
            checks.put(part.getKey(), works ? "healthy" : "unhealthy");
            all &= works;
            needed &= works || !part.getValue().needed();
        }
        return new State(all ? "healthy" : needed ? "degraded" : "unhealthy", checks, needed ? 200 : 503, at);
    }
}
