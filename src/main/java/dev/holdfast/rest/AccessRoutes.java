package dev.holdfast.rest;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.holdfast.access.Listing;
import dev.holdfast.access.Reason;
import dev.holdfast.access.Refusal;
import dev.holdfast.grant.Grant;
import dev.holdfast.http.Reply;
import dev.holdfast.http.Request;
import dev.holdfast.http.Route;
import dev.holdfast.input.Arguments;
import dev.holdfast.policy.Action;
import dev.holdfast.secret.InvalidInput;
import dev.holdfast.secret.KeyPath;
import dev.holdfast.secret.Remark;
import dev.holdfast.secret.SecretInfo;
import dev.holdfast.secret.SecretValue;
import dev.holdfast.store.ReadSecret;
import dev.holdfast.store.Write;
import dev.holdfast.store.Written;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Access that ends, instead of the key itself; and what keys there are. In camelCase, unlike the other routes. */
final class AccessRoutes {

    private static final Duration HOUR = Duration.ofHours(1);
    private static final Duration LONGEST_TTL = Duration.ofDays(1);
    private static final Duration WEEK = Duration.ofDays(7);
    private static final Duration LONGEST_GRACE = Duration.ofDays(365);
    private static final int PAGE = 1000;
    private static final String REQUEST = "/api/v1/keys/request";

    private final Doors doors;

    AccessRoutes(Doors doors) {
        this.doors = doors;
    }

    List<Route> routes() {
        return List.of(
                new Route(
                        "POST",
                        REQUEST,
                        Route.Guard.TOKEN_OR_OWN,
                        Handling.of(doors.access(), Action.REQUEST, this::requestByBody)),
                Route.guarded("GET", REQUEST, Handling.of(doors.access(), Action.REQUEST, this::requestByAddress)),
                Route.guarded("POST", "/api/v1/keys/redeem", Handling.of(doors.access(), Action.READ, this::redeem)),
                Route.guarded("POST", "/api/v1/keys/rotate", Handling.of(doors.access(), Action.ROTATE, this::rotate)),
                Route.guarded(
                        "GET", "/api/v1/keys/inventory", Handling.of(doors.access(), Action.LIST, this::inventory)));
    }

    /** Of whoever the header names, else of whoever the body's own token does. */
    private Reply requestByBody(Request request) {
        Handling.allow(request);
        Arguments asked =
                Json.body("POST " + REQUEST, request.body(), "serviceId", "keyType", "chittyId", "authToken", "ttl");
        return requested(request.caller() == null ? request.as(token(asked)) : request, asked);
    }

    private Reply requestByAddress(Request request) {
        Map<String, Object> values = new LinkedHashMap<>();
        request.queries().forEach(name -> values.put(name, String.valueOf(request.query(name))));
        return requested(
                request, Arguments.of("GET " + REQUEST, values, List.of("serviceId", "keyType", "chittyId", "ttl")));
    }

    private Reply requested(Request known, Arguments asked) {
        String service = asked.text("serviceId");
        if (!service.equals(known.call().caller())) {
            throw doors.access()
                    .refuse(
                            known.call(),
                            Action.REQUEST,
                            null,
                            new Refusal(
                                    Reason.ACCESS_DENIED,
                                    "serviceId is not the holder of this token.",
                                    "Send the name that the token was issued for."));
        }
        KeyPath path = path(asked.text("keyType"));
        Reply limited = known.call().authority().permits(Action.REQUEST, path)
                ? doors.limits().spend(known, path)
                : null;
        if (limited != null) {
            return limited;
        }
        Duration ttl = span(asked, "ttl", HOUR, Duration.ofSeconds(1), LONGEST_TTL);
        Remark purpose = Remark.stored("requested by " + service);
        Grant grant = doors.grants().request(known.call(), path, purpose, ttl, Integer.MAX_VALUE);
        return Json.reply(200, granted(grant));
    }

    private static String token(Arguments body) {
        String own = body.optionalText("authToken");
        if (own == null) {
            throw new Refusal(
                    Reason.UNAUTHENTICATED,
                    "The request has no token.",
                    "Send it as Authorization: Bearer, or as authToken in the body.");
        }
        return own;
    }

    private KeyPath path(String keyType) {
        KeyPath alias = doors.aliases().get(keyType);
        return alias == null ? KeyPath.parse(keyType) : alias;
    }

    private static Duration span(Arguments body, String name, Duration otherwise, Duration least, Duration most) {
        Duration span = body.optionalSpan(name);
        if (span == null) {
            return otherwise;
        }
        if (span.compareTo(least) < 0 || span.compareTo(most) > 0) {
            throw InvalidInput.argument(
                    name + " is too short or too long.",
                    "It is " + least.toSeconds() + " to " + most.toSeconds() + " seconds.");
        }
        return span;
    }

    private static Map<String, Object> granted(Grant grant) {
        Map<String, Object> reply = new LinkedHashMap<>();
        reply.put("accessToken", grant.accessToken());
        reply.put("expiresAt", grant.expiresAt().toString());
        reply.put("keyId", grant.keyId());
        Map<String, Object> usage = new LinkedHashMap<>();
        usage.put("uses", grant.uses());
        usage.put("maxUses", grant.maxUses() == Integer.MAX_VALUE ? null : grant.maxUses());
        reply.put("usage", usage);
        return reply;
    }

    private Reply redeem(Request request) {
        Handling.allow(request);
        Reply limited = doors.limits().spend(request, null);
        if (limited != null) {
            return limited;
        }
        Arguments body = Json.body("POST /api/v1/keys/redeem", request.body(), "accessToken");
        ReadSecret secret = doors.grants().redeem(request.call(), body.text("accessToken"), doors.entitled());
        return Reply.json(200, new Reply.Body() {
            @Override
            public void writeTo(OutputStream out) throws IOException {
                try (JsonGenerator json = Json.generator(out)) {
                    json.writeStartObject();
                    json.writeStringField("keyPath", secret.info().path().toString());
                    Json.value(json, "value", secret.value());
                    json.writeNumberField("version", secret.info().version());
                    json.writeEndObject();
                }
            }

            @Override
            public void close() {
                secret.close();
            }
        });
    }

    private Reply rotate(Request request) {
        Handling.allow(request);
        Reply limited = doors.limits().spend(request, null);
        if (limited != null) {
            return limited;
        }
        Arguments body = Json.body("POST /api/v1/keys/rotate", request.body(), "keyId", "newValue", "gracePeriod");
        KeyPath path = found(request, body.text("keyId"));
        Duration grace = span(body, "gracePeriod", WEEK, Duration.ZERO, LONGEST_GRACE);
        try (SecretValue value = body.value("newValue")) {
            Write write = new Write(null, null, grace, true, Remark.stored("rotated by REST"));
            Written written = doors.access().put(request.call(), path, value, write);
            Map<String, Object> reply = new LinkedHashMap<>();
            reply.put("keyId", written.info().keyId());
            reply.put("version", written.info().version());
            Instant until = written.previousValidUntil();
            reply.put("previousValidUntil", until == null ? null : until.toString());
            return Json.reply(200, reply);
        }
    }

    /** A key by its id, or by its path or a word for it, where whoever may not rotate it is told so by the door. */
    private KeyPath found(Request request, String key) {
        boolean path = key.indexOf('/') >= 0
                || key.indexOf('.') >= 0
                || doors.aliases().containsKey(key);
        if (path) {
            return path(key);
        }
        if (!request.call().authority().permitsSomewhere(Action.ROTATE)) {
            throw refused(
                    request,
                    Reason.ACCESS_DENIED,
                    "Your rules do not allow 'rotate'.",
                    "Ask whoever administers this server to rotate the key.");
        }
        for (SecretInfo info : all(request)) {
            if (info.keyId().equals(key)) {
                return info.path();
            }
        }
        throw refused(
                request,
                Reason.NOT_FOUND,
                "There is no key of this id that you may see.",
                "GET /api/v1/keys/inventory lists them.");
    }

    private Refusal refused(Request request, Reason reason, String problem, String hint) {
        return doors.access().refuse(request.call(), Action.ROTATE, null, new Refusal(reason, problem, hint));
    }

    private List<SecretInfo> all(Request request) {
        List<SecretInfo> all = new ArrayList<>();
        String next = "";
        while (next != null) {
            Listing listing = doors.access().list(request.call(), "", next, PAGE);
            all.addAll(listing.secrets());
            next = listing.next();
        }
        return all;
    }

    private Reply inventory(Request request) {
        Handling.allow(request);
        Reply limited = doors.limits().spend(request, null);
        if (limited != null) {
            return limited;
        }
        return Json.reply(
                200,
                Map.of("keys", all(request).stream().map(AccessRoutes::told).toList()));
    }

    private static Map<String, Object> told(SecretInfo info) {
        Map<String, Object> told = new LinkedHashMap<>();
        told.put("keyId", info.keyId());
        told.put("keyPath", info.path().toString());
        told.put("description", info.description().text());
        told.put("version", info.version());
        told.put("updatedAt", info.updatedAt().toString());
        put(told, "rotatedAt", info.rotatedAt());
        put(told, "rotationDueAt", info.rotationDueAt());
        told.put("managed", info.managed());
        return told;
    }

    private static void put(Map<String, Object> told, String name, @Nullable Instant time) {
        if (time != null) {
            told.put(name, time.toString());
        }
    }
}
