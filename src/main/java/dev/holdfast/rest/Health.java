package dev.holdfast.rest;

import dev.holdfast.http.Reply;
import dev.holdfast.http.Request;
import dev.holdfast.http.Route;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;

/**
 * Whether the parts that answers need are there.
 *
 * <p>Without a needed one nothing is answered; without another, what is known already is. Thread-safe.
 */
public final class Health {

    private final Map<String, Part> parts;

    /**
     * A part.
     *
     * @param needed whether nothing can be answered without it
     * @param works asks it, and takes a second at the most
     */
    public record Part(boolean needed, BooleanSupplier works) {}

    /** @param parts by the names that answers show, in their order */
    public Health(Map<String, Part> parts) {
        this.parts = new LinkedHashMap<>(parts);
    }

    List<Route> routes() {
        return List.of(Route.open("GET", "/health", this::answer));
    }

    private Reply answer(Request request) {
        Map<String, Object> checks = new LinkedHashMap<>();
        boolean all = true;
        boolean needed = true;
        for (Map.Entry<String, Part> part : parts.entrySet()) {
            boolean works = part.getValue().works().getAsBoolean();
            checks.put(part.getKey(), works ? "healthy" : "unhealthy");
            all &= works;
            needed &= works || !part.getValue().needed();
        }
        Map<String, Object> reply = new LinkedHashMap<>();
        reply.put("status", all ? "healthy" : needed ? "degraded" : "unhealthy");
        reply.put("checks", checks);
        return Json.reply(needed ? 200 : 503, reply);
    }
}
