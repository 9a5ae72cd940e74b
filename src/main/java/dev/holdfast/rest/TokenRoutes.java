package dev.holdfast.rest;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.holdfast.access.Reason;
import dev.holdfast.access.Refusal;
import dev.holdfast.agent.Caller;
import dev.holdfast.grant.Tokens;
import dev.holdfast.http.Reply;
import dev.holdfast.http.Request;
import dev.holdfast.http.Route;
import dev.holdfast.input.Arguments;
import dev.holdfast.policy.Action;
import dev.holdfast.wire.Fields;
import dev.holdfast.wire.Routes;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The tokens of the administrator and of services, and what a token is worth. */
final class TokenRoutes {

    private static final Duration HOUR = Duration.ofHours(1);
    private static final String EXPIRES_IN = "expires_in";

    private final Doors doors;

    TokenRoutes(Doors doors) {
        this.doors = doors;
    }

    List<Route> routes() {
        Route.Handler service = Handling.of(doors.access(), Action.ADMIN, this::service);
        return List.of(
                Route.open("POST", "/auth/admin-token", Handling.of(doors.access(), Action.ADMIN, this::admin)),
                Route.guarded("POST", "/auth/service-token", service),
                Route.guarded("POST", "/tokens", service),
                Route.guarded("GET", Routes.VALIDATE, Handling.of(doors.access(), Action.LIST, this::validate)));
    }

    private Reply admin(Request request) {
        Handling.allow(request);
        String given = request.bearer();
        if (given == null || !doors.bootstrap().accepts(given)) {
            throw new Refusal(
                    Reason.UNAUTHENTICATED,
                    "This is not the bootstrap token of this server.",
                    "Send it as Authorization: Bearer; the server has it in HOLDFAST_BOOTSTRAP_TOKEN, of 16 characters or more.");
        }
        Arguments body = Json.body("POST /auth/admin-token", request.body(), EXPIRES_IN);
        Duration lasting = body.optionalSpan(EXPIRES_IN);
        return reply(doors.bootstrap().issue(request.origin(), lasting == null ? HOUR : lasting));
    }

    private Reply service(Request request) {
        // Before anything of it is read: who may not administer learns no more than that.
        doors.access().administer(request.call());
        Handling.allow(request);
        Arguments body = Json.body("POST /auth/service-token", request.body(), "service_name", EXPIRES_IN);
        Duration lasting = body.optionalSpan(EXPIRES_IN);
        var service = doors.services().find(request.call(), body.text("service_name"));
        return reply(doors.tokens().forService(request.call(), service, lasting == null ? HOUR : lasting));
    }

    /** The token goes out as bytes, and is wiped behind. */
    private static Reply reply(Tokens.Issued issued) {
        return Reply.json(200, new Reply.Body() {
            @Override
            public void writeTo(OutputStream out) throws IOException {
                try (JsonGenerator json = Json.generator(out)) {
                    json.writeStartObject();
                    Json.value(json, "token", issued.value());
                    json.writeStringField(
                            Fields.EXPIRES_AT, issued.facts().expiresAt().toString());
                    json.writeEndObject();
                }
            }

            @Override
            public void close() {
                issued.close();
            }
        });
    }

    private Reply validate(Request request) {
        Handling.allow(request);
        Caller caller = request.caller();
        if (caller == null) {
            throw new IllegalStateException("a guarded route has a caller");
        }
        doors.access().noted(request.call(), Action.LIST, null);
        Map<String, Object> reply = new LinkedHashMap<>();
        reply.put(Fields.VALID, true);
        reply.put(Fields.SERVICE_NAME, caller.name());
        var environment = request.call().actor().environment();
        reply.put(Fields.ENVIRONMENT, environment == null ? null : environment.word());
        Instant end = caller.expiresAt();
        reply.put(Fields.EXPIRES_AT, end == null ? null : end.toString());
        return Json.reply(200, reply);
    }
}
