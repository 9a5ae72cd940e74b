package dev.holdfast.rest;

import dev.holdfast.access.Call;
import dev.holdfast.agent.Agent;
import dev.holdfast.grant.ServiceRegistry.Ended;
import dev.holdfast.http.Reply;
import dev.holdfast.http.Request;
import dev.holdfast.http.Route;
import dev.holdfast.input.Arguments;
import dev.holdfast.policy.Action;
import dev.holdfast.secret.InvalidInput;
import dev.holdfast.state.ServiceRecord;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** The registered services, for whoever may administer. */
final class ServiceRoutes {

    /** What stands behind {@code /services/} and is no service. */
    private static final Set<String> RESERVED = Set.of("register", "notify-key-change");

    private final Doors doors;

    ServiceRoutes(Doors doors) {
        this.doors = doors;
    }

    List<Route> routes() {
        return List.of(
                guarded("POST", "/services/register", this::register),
                guarded("GET", "/services", this::list),
                guarded("PATCH", "/services/{name}", this::change),
                guarded("DELETE", "/services/{name}", this::decommission));
    }

    private Route guarded(String method, String path, Route.Handler handler) {
        return Route.guarded(method, path, Handling.of(doors.access(), Action.ADMIN, request -> {
            // Before anything of it is read: who may not administer learns no more than that.
            doors.access().administer(request.call());
            Handling.allow(request);
            return handler.answer(request);
        }));
    }

    private Reply register(Request request) {
        Arguments body = Json.body("POST /services/register", request.body(), ServiceFields.REGISTERED);
        String name = body.text("name");
        if (!Agent.isName(name)) {
            throw InvalidInput.argument(
                    "name is no name of a service.", "It has 1 to 64 letters, digits, '.', '_' or '-'.");
        }
        if (RESERVED.contains(name)) {
            throw InvalidInput.argument(
                    "name is an address of this server under /services.", "Take another one, such as jules-mcp.");
        }
        ServiceRecord service = ServiceFields.read(
                body, UUID.randomUUID().toString(), name, doors.clock().instant());
        doors.services().register(request.call(), service);
        Map<String, Object> reply = new LinkedHashMap<>();
        reply.put("service_id", service.id());
        reply.put("name", service.name());
        reply.put("status", "registered");
        reply.put("permissions_count", service.permissions().size());
        reply.put("message", "Service registered. Issue a token for it by POST /auth/service-token.");
        return Json.reply(200, reply);
    }

    private Reply list(Request request) {
        List<Map<String, Object>> services = doors.services().all(request.call()).stream()
                .map(ServiceFields::told)
                .toList();
        doors.access().noted(request.call(), Action.ADMIN, null);
        return Json.reply(200, Map.of("services", services));
    }

    private Reply change(Request request) {
        Arguments body = Json.body("PATCH /services/{name}", request.body(), ServiceFields.CHANGED);
        ServiceRecord changed = doors.services()
                .change(request.call(), request.segment("name"), service -> ServiceFields.changed(service, body));
        return Json.reply(200, ServiceFields.told(changed));
    }

    private Reply decommission(Request request) {
        Call call = request.call();
        String name = request.segment("name");
        Ended ended = doors.services().decommission(call, name);
        Map<String, Object> reply = new LinkedHashMap<>();
        reply.put("name", name);
        reply.put("status", "decommissioned");
        reply.put("tokens_revoked", ended.tokens());
        reply.put("alone_read", ended.aloneRead());
        return Json.reply(200, reply);
    }
}
