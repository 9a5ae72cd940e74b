package dev.holdfast.grant;

import dev.holdfast.access.Call;
import dev.holdfast.access.Reason;
import dev.holdfast.access.Refusal;
import dev.holdfast.access.SecretAccess;
import dev.holdfast.agent.Agent;
import dev.holdfast.agent.Role;
import dev.holdfast.agent.Standing;
import dev.holdfast.agent.TokenIssuer;
import dev.holdfast.agent.Unauthenticated;
import dev.holdfast.audit.AuditLog;
import dev.holdfast.policy.Environment;
import dev.holdfast.secret.SecretValue;
import dev.holdfast.state.IssuedToken;
import dev.holdfast.state.ServiceRecord;
import dev.holdfast.state.TokenTable;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Issues tokens, lists them and takes them back, for whoever may administer; each with its row in the audit of logins.
 *
 * <p>A token is handed out once and kept nowhere: the table has its number alone. Thread-safe.
 */
public final class Tokens {

    /** The longest that a token may last. */
    public static final Duration LONGEST = Duration.ofDays(366);

    /** What the table calls the holder of a service's token. */
    static final String SERVICE = "service";

    private final Desk desk;
    private final TokenIssuer issuer;
    private final TokenTable table;
    private final Standing standing;
    private final Clock clock;

    /** @param standing knows the agents that a token may be issued for */
    public Tokens(
            SecretAccess access, AuditLog audit, TokenIssuer issuer, TokenTable table, Standing standing, Clock clock) {
        this.desk = new Desk(access, audit);
        this.issuer = issuer;
        this.table = table;
        this.standing = standing;
        this.clock = clock;
    }

    /** A token that was just issued. A class and not a record: it is in no {@code toString}. */
    public static final class Issued implements AutoCloseable {

        private final IssuedToken facts;
        private final SecretValue value;

        Issued(IssuedToken facts, String text) {
            this.facts = facts;
            this.value = SecretValue.of(text);
        }

        public IssuedToken facts() {
            return facts;
        }

        /** Wiped with this. */
        public SecretValue value() {
            return value;
        }

        @Override
        public void close() {
            value.close();
        }
    }

    /**
     * A token for an agent.
     *
     * @throws Refusal when there is no such agent, the time is not 1 s to 366 days, or the caller may not
     */
    public Issued forAgent(Call call, String name, Duration lasting) {
        desk.administer(call);
        Agent agent = agent(call, name);
        IssuedToken facts = facts(
                call, name, "agent", List.of(), agent.scope().environment().word(), lasting);
        String token = issuer.forAgent(
                facts.jti(), name, agent.scope().environment(), List.of(), facts.issuedAt(), facts.expiresAt());
        keep(call, facts);
        return new Issued(facts, token);
    }

    /**
     * A token for a registered service, which says what the service is registered for now.
     *
     * @throws Refusal when the time is not 1 s to 366 days, the service is not active, or the caller may not
     */
    public Issued forService(Call call, ServiceRecord service, Duration lasting) {
        desk.administer(call);
        if (!service.active()) {
            throw desk.invalid(
                    call,
                    "This service is not active, so no token of it would count.",
                    service.endedAt() == null
                            ? "Make it active first, by PATCH /services and its name."
                            : "It was decommissioned, and stays so: register a new one, under another name.");
        }
        IssuedToken facts = facts(call, service.name(), SERVICE, List.of(), service.environment(), lasting);
        Environment environment = Objects.requireNonNull(Environment.of(service.environment()));
        String token = issuer.forAgent(
                facts.jti(), service.name(), environment, service.permissions(), facts.issuedAt(), facts.expiresAt());
        keep(call, facts);
        return new Issued(facts, token);
    }

    private Standing.Snapshot standing() {
        try {
            return standing.now();
        } catch (Unauthenticated e) {
            throw new Refusal(
                    Reason.STORE_UNAVAILABLE,
                    "Which agents there are cannot be found out at the moment.",
                    "Look at holdfast.yaml and at the database with 'holdfast doctor', then call again.");
        }
    }

    private Agent agent(Call call, String name) {
        Standing.Snapshot now = standing();
        Agent agent = now.agents().get(name);
        if (agent == null) {
            throw desk.invalid(
                    call,
                    "There is no agent of that name.",
                    "Write it into agents of holdfast.yaml first, or put it into the database with 'holdfast agent put'.");
        }
        if (now.inactive().contains(name)) {
            throw desk.invalid(
                    call,
                    "This agent is not active, so no token of it would count.",
                    "Run 'holdfast agent activate' first.");
        }
        return agent;
    }

    /**
     * A token for a person.
     *
     * @throws Refusal when the name or the time cannot be, there is no role, or the caller may not
     */
    public Issued forPerson(Call call, String name, List<Role> roles, Duration lasting) {
        desk.administer(call);
        if (!Agent.isName(name) || roles.isEmpty()) {
            throw desk.invalid(
                    call,
                    "A person's token needs a name of 1 to 64 letters, digits, '.', '_' or '-', and a role.",
                    "Say --person NAME and --role with viewer, operator, approver or admin.");
        }
        List<String> words = roles.stream().map(Role::word).toList();
        IssuedToken facts = facts(call, name, "person", words, null, lasting);
        String token = issuer.forPerson(facts.jti(), name, roles, facts.issuedAt(), facts.expiresAt());
        keep(call, facts);
        return new Issued(facts, token);
    }

    private IssuedToken facts(
            Call call, String name, String kind, List<String> roles, @Nullable String environment, Duration lasting) {
        if (lasting.compareTo(Duration.ofSeconds(1)) < 0 || lasting.compareTo(LONGEST) > 0) {
            throw desk.invalid(
                    call,
                    "A token lasts from a second to a year.",
                    "Say how long in seconds, or as a time such as 1h, 90d or 1y.");
        }
        Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
        return new IssuedToken(TokenIssuer.newNumber(), name, kind, roles, environment, now, now.plus(lasting), null);
    }

    /** The row first: a token that nobody knows of must not be. */
    private void keep(Call call, IssuedToken facts) {
        desk.row(call, facts.holder(), "token_issued", facts.jti());
        desk.with(() -> {
            table.add(facts);
            return true;
        });
    }

    /** Those that have not ended, the newest first. */
    public List<IssuedToken> live(Call call) {
        desk.administer(call);
        return desk.with(() -> table.live(clock.instant()));
    }

    /** Takes a token back; whether there was one that counted. */
    public boolean revoke(Call call, String jti) {
        desk.administer(call);
        desk.row(call, null, "token_revoked", jti);
        return desk.with(() -> table.revoke(jti, clock.instant()));
    }

    /** Takes all tokens of an {@code agent}, a {@code service} or a {@code person} back; how many. */
    public int revokeAll(Call call, String kind, String holder) {
        desk.administer(call);
        desk.row(call, holder, "tokens_revoked", null);
        return desk.with(() -> table.revokeAll(kind, holder, clock.instant()));
    }
}
