package dev.holdfast.rest;

import dev.holdfast.access.Reason;
import dev.holdfast.access.Refusal;
import dev.holdfast.audit.AuditException;
import dev.holdfast.audit.AuditQuery;
import dev.holdfast.audit.AuditRow;
import dev.holdfast.http.Reply;
import dev.holdfast.http.Request;
import dev.holdfast.http.Route;
import dev.holdfast.input.Arguments;
import dev.holdfast.policy.Action;
import dev.holdfast.policy.Environment;
import dev.holdfast.policy.Permissions;
import dev.holdfast.secret.Generator;
import dev.holdfast.secret.InvalidInput;
import dev.holdfast.secret.KeyPath;
import dev.holdfast.secret.Remark;
import dev.holdfast.secret.SecretValue;
import dev.holdfast.state.ServiceRecord;
import dev.holdfast.store.Write;
import dev.holdfast.store.Written;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;

/** What is done when a key has changed or must change: services are told, a version is archived, a leaked value is replaced. */
final class ChangeRoutes {

    private static final String WORD = "[a-zA-Z][a-zA-Z0-9_-]{0,63}";
    private static final int MOST_SERVICES = 1000;
    private static final List<String> GENERATE = List.of("format", "bytes");

    private final Doors doors;
    private final Notices notices = new Notices();

    ChangeRoutes(Doors doors) {
        this.doors = doors;
    }

    List<Route> routes() {
        return List.of(
                guarded("/services/notify-key-change", this::tell),
                guarded("/audit/archive", new Archive(doors)::answer),
                guarded("/keys/compromise", this::compromise));
    }

    private Route guarded(String path, Route.Handler handler) {
        return Route.guarded("POST", path, Handling.of(doors.access(), Action.ADMIN, request -> {
            doors.access().administer(request.call());
            Handling.allow(request);
            return handler.answer(request);
        }));
    }

    private Reply tell(Request request) {
        Arguments body = Json.body(
                "POST /services/notify-key-change",
                request.body(),
                "key_path",
                "action",
                "urgency",
                "affected_services");
        KeyPath path = KeyPath.parse(body.text("key_path"));
        Map<String, Object> notice = new LinkedHashMap<>();
        notice.put("key_path", path.toString());
        notice.put("action", word(body, "action"));
        notice.put("urgency", word(body, "urgency"));
        notice.put("at", doors.clock().instant().toString());
        notice.put("request_id", request.call().requestId());
        List<ServiceRecord> services = doors.services().all(request.call());
        List<String> names = body.has("affected_services")
                ? body.texts("affected_services", MOST_SERVICES)
                : readers(services, path);
        doors.access().noted(request.call(), Action.ADMIN, path);
        // Whoever is told asks again, and must not be given what was kept.
        doors.changed().accept(path);
        return Json.reply(200, told(services, names, Json.bytes(notice)));
    }

    private static String word(Arguments body, String name) {
        String word = body.text(name);
        if (!word.matches(WORD)) {
            throw InvalidInput.argument(
                    name + " is no word.",
                    "Send one of letters, digits, '_' and '-', such as key_rotated or critical.");
        }
        return word;
    }

    private static List<String> readers(List<ServiceRecord> services, KeyPath path) {
        return services.stream()
                .filter(ServiceRecord::active)
                .filter(service -> Permissions.of(service.permissions())
                        .scope(Objects.requireNonNull(Environment.of(service.environment())), null)
                        .permits(Action.READ, path))
                .map(ServiceRecord::name)
                .toList();
    }

    /** A service that cannot be told, since nobody knows it or its address, counts as one that was not reached. */
    private Map<String, Object> told(List<ServiceRecord> services, List<String> names, byte[] notice) {
        Map<String, String> addresses = new LinkedHashMap<>();
        for (ServiceRecord service : services) {
            String address = service.notifyUrl();
            if (address != null && service.active() && names.contains(service.name())) {
                addresses.put(service.name(), address);
            }
        }
        Map<String, Boolean> taken = notices.send(addresses, notice);
        Map<String, Object> reply = new LinkedHashMap<>();
        reply.put(
                "notified",
                names.stream().filter(name -> taken.getOrDefault(name, false)).toList());
        reply.put(
                "failed",
                names.stream().filter(name -> !taken.getOrDefault(name, false)).toList());
        return reply;
    }

    private Reply compromise(Request request) {
        Arguments body =
                Json.body("POST /keys/compromise", request.body(), "key_path", "since", "new_value", "generate");
        String written = body.text("key_path");
        KeyPath path = KeyPath.parse(written);
        Instant since = since(body.text("since"));
        try (SecretValue value = replacement(body)) {
            Write write = new Write(null, null, Duration.ZERO, true, Remark.stored("SECURITY_COMPROMISE"));
            Written stored = doors.access().put(request.call(), path, value, write);
            Map<String, Object> report = new LinkedHashMap<>();
            report.put("key_path", written);
            report.putAll(accesses(path, since, stored));
            return Json.reply(200, report);
        }
    }

    private static Instant since(String text) {
        try {
            return Instant.parse(text);
        } catch (DateTimeParseException e) {
            throw InvalidInput.argument("since is no time.", "Send it like 2026-03-01T10:00:00Z.");
        }
    }

    private SecretValue replacement(Arguments body) {
        boolean formed = body.isObject("generate");
        boolean generate = formed || Boolean.TRUE.equals(body.optionalFlag("generate"));
        if (body.has("new_value") == generate) {
            throw InvalidInput.argument(
                    "The value that replaces the leaked one is missing, or is given twice.",
                    "Send new_value, or generate: true for a random one.");
        }
        if (!generate) {
            return body.value("new_value");
        }
        Arguments form = formed ? body.object("generate", GENERATE) : null;
        String format = form != null && form.has("format") ? form.text("format") : Generator.DEFAULT_FORMAT;
        int bytes = form == null
                ? Generator.DEFAULT_BYTES
                : form.integer("bytes", Generator.LEAST_BYTES, Generator.MOST_BYTES, Generator.DEFAULT_BYTES);
        return doors.generator().make(format, bytes);
    }

    private Map<String, Object> accesses(KeyPath path, Instant since, Written written) {
        List<Map<String, Object>> accesses = new ArrayList<>();
        TreeSet<String> services = new TreeSet<>();
        AuditQuery query = new AuditQuery(since, path, null, null, AuditQuery.Page.ALL);
        try {
            doors.reads().awaitRows();
            doors.audit().read(query, row -> {
                accesses.add(access(row));
                if (!row.text("service_name").isEmpty()) {
                    services.add(row.text("service_name"));
                }
            });
        } catch (AuditException e) {
            throw new Refusal(
                    Reason.AUDIT_UNAVAILABLE,
                    "The leaked value was replaced, but the audit cannot be read to tell who had it.",
                    "Do not replace it again; GET /audit/logs with this key_path tells as soon as it can be read.");
        }
        Map<String, Object> report = new LinkedHashMap<>();
        report.put("since", since.toString());
        report.put("version", written.info().version());
        report.put("services", services);
        report.put("accesses", accesses);
        return report;
    }

    private static Map<String, Object> access(AuditRow row) {
        Map<String, Object> access = new LinkedHashMap<>();
        for (String field : List.of(
                "timestamp", "service_name", "person", "action", "version", "status", "ip_address", "request_id")) {
            access.put(field, row.fields().get(field));
        }
        return access;
    }
}
