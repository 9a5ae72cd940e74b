package dev.holdfast.agent;

import dev.holdfast.policy.Action;
import dev.holdfast.policy.Environment;
import dev.holdfast.policy.KeyPattern;
import dev.holdfast.policy.Rule;
import dev.holdfast.policy.Scope;
import dev.holdfast.store.TestClock;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A signing key, a clock that is moved by hand, and what tokens are held against, changed by hand. */
final class Keys implements Standing {

    /** Made once: an RSA key takes its time. */
    static final SigningKey OURS = SigningKey.make(new SecureRandom());

    static final SigningKey OTHERS = SigningKey.make(new SecureRandom());

    final TestClock clock = new TestClock();
    final Map<String, Agent> agents = new HashMap<>();
    final Map<String, Service> services = new HashMap<>();
    final Set<String> inactive = new HashSet<>();
    final Set<String> revoked = new HashSet<>();
    final TokenVerifier verifier = new TokenVerifier(Signatures.of(List.of(OURS), List.of(), clock), this, clock);
    private final TokenIssuer issuer = new TokenIssuer(OURS);

    Keys() {
        agents.put("jules", agent("jules", Environment.DEVELOPMENT, "project/**"));
    }

    static Agent agent(String name, Environment environment, String pattern) {
        Rule rule = new Rule(Set.of(Action.READ, Action.LIST), List.of(KeyPattern.parse(pattern)));
        return new Agent(name, new Scope(environment, List.of(rule), List.of()));
    }

    @Override
    public Snapshot now() {
        return new Snapshot(agents, services, inactive, revoked);
    }

    String token(String jti, List<String> permissions) {
        return issuer.forAgent(
                jti,
                "jules",
                Environment.DEVELOPMENT,
                permissions,
                clock.instant(),
                clock.instant().plus(Duration.ofHours(1)));
    }

    String token() {
        return token("1", List.of());
    }

    String person(Role... roles) {
        return issuer.forPerson(
                "2", "ada", List.of(roles), clock.instant(), clock.instant().plus(Duration.ofHours(1)));
    }
}
