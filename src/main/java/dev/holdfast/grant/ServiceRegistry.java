package dev.holdfast.grant;

import dev.holdfast.access.Call;
import dev.holdfast.access.Reason;
import dev.holdfast.access.Refusal;
import dev.holdfast.access.SecretAccess;
import dev.holdfast.audit.AuditException;
import dev.holdfast.audit.AuditLog;
import dev.holdfast.audit.AuditQuery;
import dev.holdfast.policy.Action;
import dev.holdfast.state.ServiceRecord;
import dev.holdfast.state.ServiceTable;
import dev.holdfast.state.TokenTable;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * The services that fetch their keys at run time: registered, changed and decommissioned by whoever may administer, each
 * with its row in the audit of logins. What is changed holds in every process within a second. Thread-safe.
 */
public final class ServiceRegistry {

    /** How far back a decommissioned service's reads are looked for. */
    private static final Duration LOOKED_BACK = Duration.ofDays(90);

    private final SecretAccess access;
    private final Desk desk;
    private final AuditLog audit;
    private final ServiceTable table;
    private final TokenTable tokens;
    private final Runnable changed;
    private final Clock clock;

    /** @param changed is told of each change, so that this process need not wait to find it out */
    public ServiceRegistry(
            SecretAccess access, AuditLog audit, ServiceTable table, TokenTable tokens, Runnable changed, Clock clock) {
        this.access = access;
        this.desk = new Desk(access, audit);
        this.audit = audit;
        this.table = table;
        this.tokens = tokens;
        this.changed = changed;
        this.clock = clock;
    }

    /**
     * Adds a service.
     *
     * @throws Refusal {@code VERSION_CONFLICT} when the name is taken, also by one that was decommissioned: the audit tells
     *     callers apart by it
     */
    public ServiceRecord register(Call call, ServiceRecord service) {
        desk.administer(call);
        // Looked up before the row: none may say that a service was registered which was not.
        if (desk.with(() -> table.find(service.name())).isPresent()) {
            throw taken(call);
        }
        desk.row(call, service.name(), "service_registered", null);
        if (!desk.with(() -> table.add(service))) {
            throw taken(call);
        }
        changed.run();
        return service;
    }

    private Refusal taken(Call call) {
        return access.refuse(
                call,
                Action.ADMIN,
                null,
                new Refusal(
                        Reason.VERSION_CONFLICT,
                        "A service of this name is registered already.",
                        "Change it by PATCH /services and its name, or take another name."));
    }

    /** All services, the decommissioned ones too, by name. */
    public List<ServiceRecord> all(Call call) {
        desk.administer(call);
        return desk.with(table::all);
    }

    /**
     * The service of that name.
     *
     * @throws Refusal {@code NOT_FOUND} when there is none
     */
    public ServiceRecord find(Call call, String name) {
        desk.administer(call);
        return found(call, name);
    }

    private ServiceRecord found(Call call, String name) {
        Optional<ServiceRecord> found = desk.with(() -> table.find(name));
        return found.orElseThrow(() -> access.refuse(call, Action.ADMIN, null, unknown()));
    }

    private static Refusal unknown() {
        return new Refusal(
                Reason.NOT_FOUND,
                "There is no service of that name.",
                "GET /services lists those that are registered.");
    }

    /** Changes what is said of a service. */
    public ServiceRecord change(Call call, String name, UnaryOperator<ServiceRecord> change) {
        desk.administer(call);
        ServiceRecord service = change.apply(found(call, name));
        if (service.active() && service.endedAt() != null) {
            throw desk.invalid(
                    call, "This service was decommissioned, and stays so.", "Register a new one, under another name.");
        }
        desk.row(call, name, "service_changed", null);
        if (!desk.with(() -> table.change(service))) {
            throw access.refuse(call, Action.ADMIN, null, unknown());
        }
        changed.run();
        return service;
    }

    /**
     * What has ended with a service.
     *
     * @param tokens how many tokens of it counted until now
     * @param aloneRead the key paths that nobody else has read lately, in order
     */
    public record Ended(int tokens, List<String> aloneRead) {}

    /** Ends a service for good: it is not active any more, and its tokens are taken back. */
    public Ended decommission(Call call, String name) {
        desk.administer(call);
        ServiceRecord service = found(call, name);
        desk.row(call, name, "service_decommissioned", null);
        int revoked = desk.with(() -> {
            table.change(ended(service));
            return tokens.revokeAll(Tokens.SERVICE, name, clock.instant());
        });
        changed.run();
        return new Ended(revoked, aloneRead(name));
    }

    private ServiceRecord ended(ServiceRecord service) {
        return new ServiceRecord(
                service.id(),
                service.name(),
                service.description(),
                service.environment(),
                service.permissions(),
                service.requests(),
                service.window(),
                service.notifyUrl(),
                false,
                service.registeredAt(),
                service.endedAt() == null ? clock.instant() : service.endedAt());
    }

    private List<String> aloneRead(String name) {
        Map<String, Set<String>> readers = new HashMap<>();
        AuditQuery lately = new AuditQuery(clock.instant().minus(LOOKED_BACK), null, null, null, AuditQuery.Page.ALL);
        try {
            audit.read(lately, row -> {
                boolean answered = row.text("status").equals("GRANTED")
                        || row.text("status").equals("FALLBACK_CACHE");
                if (row.text("action").equals("GET") && answered) {
                    readers.computeIfAbsent(row.text("key_path"), path -> new HashSet<>())
                            .add(row.text("service_name"));
                }
            });
        } catch (AuditException e) {
            throw new Refusal(
                    Reason.AUDIT_UNAVAILABLE,
                    "The service has ended, but the audit cannot be read to tell what it alone has read.",
                    e.hint());
        }
        return readers.entrySet().stream()
                .filter(entry -> entry.getValue().equals(Set.of(name)))
                .map(Map.Entry::getKey)
                .sorted()
                .toList();
    }
}
