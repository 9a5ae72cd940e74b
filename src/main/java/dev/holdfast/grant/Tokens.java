package dev.holdfast.grant;

import dev.holdfast.access.Call;
import dev.holdfast.access.Reason;
import dev.holdfast.access.Refusal;
import dev.holdfast.access.SecretAccess;
import dev.holdfast.agent.Agent;
import dev.holdfast.agent.Role;
import dev.holdfast.agent.TokenIssuer;
import dev.holdfast.audit.AuditException;
import dev.holdfast.audit.AuditLog;
import dev.holdfast.audit.AuthEvent;
import dev.holdfast.audit.Status;
import dev.holdfast.policy.Action;
import dev.holdfast.secret.SecretValue;
import dev.holdfast.sql.Trouble;
import dev.holdfast.state.IssuedToken;
import dev.holdfast.state.TokenTable;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Issues tokens, lists them and takes them back, for whoever may administer; each with its row in the audit of logins.
 *
 * <p>A token is handed out once and kept nowhere: the table has its number alone. Thread-safe.
 */
public final class Tokens {

    /** The longest that a token may last. */
    public static final Duration LONGEST = Duration.ofDays(366);

    private final SecretAccess access;
    private final AuditLog audit;
    private final TokenIssuer issuer;
    private final TokenTable table;
    private final Map<String, Agent> agents;
    private final Clock clock;

    /** @param agents those that a token may be issued for, by name */
    public Tokens(
            SecretAccess access,
            AuditLog audit,
            TokenIssuer issuer,
            TokenTable table,
            Map<String, Agent> agents,
            Clock clock) {
        this.access = access;
        this.audit = audit;
        this.issuer = issuer;
        this.table = table;
        this.agents = Map.copyOf(agents);
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
        access.administer(call);
        Agent agent = agents.get(name);
        if (agent == null) {
            throw access.refuse(
                    call,
                    Action.ADMIN,
                    null,
                    new Refusal(
                            Reason.INVALID_ARGUMENT,
                            "There is no agent of that name.",
                            "Write it into agents of holdfast.yaml first, with its environment and its rules."));
        }
        IssuedToken facts = facts(
                call, name, "agent", List.of(), agent.scope().environment().word(), lasting);
        String token = issuer.forAgent(
                facts.jti(), name, agent.scope().environment(), List.of(), facts.issuedAt(), facts.expiresAt());
        keep(call, facts);
        return new Issued(facts, token);
    }

    /**
     * A token for a person.
     *
     * @throws Refusal when the name or the time cannot be, there is no role, or the caller may not
     */
    public Issued forPerson(Call call, String name, List<Role> roles, Duration lasting) {
        access.administer(call);
        if (!Agent.isName(name) || roles.isEmpty()) {
            throw access.refuse(
                    call,
                    Action.ADMIN,
                    null,
                    new Refusal(
                            Reason.INVALID_ARGUMENT,
                            "A person's token needs a name of 1 to 64 letters, digits, '.', '_' or '-', and a role.",
                            "Say --person NAME and --role with viewer, operator, approver or admin."));
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
            throw access.refuse(
                    call,
                    Action.ADMIN,
                    null,
                    new Refusal(
                            Reason.INVALID_ARGUMENT,
                            "A token lasts from a second to a year.",
                            "Say --expires-in with seconds, or with a time such as 1h, 90d or 1y."));
        }
        Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
        return new IssuedToken(TokenIssuer.newNumber(), name, kind, roles, environment, now, now.plus(lasting), null);
    }

    /** The row first: a token that nobody knows of must not be. */
    private void keep(Call call, IssuedToken facts) {
        row(call, facts.holder(), "token_issued", facts.jti());
        guarded(() -> {
            table.add(facts);
            return true;
        });
    }

    /** Those that have not ended, the newest first. */
    public List<IssuedToken> live(Call call) {
        access.administer(call);
        return guarded(() -> table.live(clock.instant()));
    }

    /** Takes a token back; whether there was one that counted. */
    public boolean revoke(Call call, String jti) {
        access.administer(call);
        row(call, null, "token_revoked", jti);
        return guarded(() -> table.revoke(jti, clock.instant()));
    }

    /** Takes all tokens of an {@code agent} or a {@code person} back; how many. */
    public int revokeAll(Call call, String kind, String holder) {
        access.administer(call);
        row(call, holder, "tokens_revoked", null);
        return guarded(() -> table.revokeAll(kind, holder, clock.instant()));
    }

    private void row(Call call, @Nullable String holder, String event, @Nullable String jti) {
        try {
            audit.append(new AuthEvent(
                    call.requestId(),
                    holder,
                    event,
                    Status.DONE,
                    null,
                    jti,
                    call.actor().origin().ipAddress(),
                    call.actor().origin().userAgent()));
        } catch (AuditException e) {
            throw new Refusal(
                    Reason.AUDIT_UNAVAILABLE,
                    "The audit row could not be written, so nothing may be done. " + e.problem(),
                    e.hint());
        }
    }

    /** Work with the table. */
    private interface Work<T> {
        T run() throws SQLException;
    }

    private static <T> T guarded(Work<T> work) {
        try {
            return work.run();
        } catch (SQLException e) {
            Trouble trouble = Trouble.of(e);
            throw new Refusal(Reason.STORE_UNAVAILABLE, trouble.problem(), trouble.hint());
        }
    }
}
