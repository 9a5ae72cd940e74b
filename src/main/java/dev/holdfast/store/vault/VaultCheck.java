package dev.holdfast.store.vault;

import com.fasterxml.jackson.databind.JsonNode;
import dev.holdfast.health.Finding;
import dev.holdfast.key.MasterKey;
import dev.holdfast.store.StoreException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What can go wrong with a Vault or OpenBao server, tried one by one: encryption, seal, login, clock, mount, keyset, policy.
 *
 * <p>Reads only. Each fault becomes a {@link Finding}; nothing is thrown. Where the server cannot be reached, or does not
 * let us in, the rest is left out.
 */
public final class VaultCheck {

    private static final Duration MOST_SKEW = Duration.ofSeconds(30);

    private final VaultSettings settings;
    private final Clock clock;
    private final List<Finding> findings = new ArrayList<>();

    private VaultCheck(VaultSettings settings, Clock clock) {
        this.settings = settings;
        this.clock = clock;
    }

    /** What was found, in the order in which it was tried. */
    public static List<Finding> run(VaultSettings settings, Clock clock) {
        VaultCheck check = new VaultCheck(settings, clock);
        try (VaultConnection connection = VaultConnection.open(settings, clock)) {
            check.all(connection);
        }
        return List.copyOf(check.findings);
    }

    private void all(VaultConnection connection) {
        findings.add(encryption());
        boolean in = tried("Vault login", () -> login(connection));
        if (!in) {
            return;
        }
        mounts().forEach(mount -> tried("Vault mount " + mount, () -> mount(connection, mount)));
        tried("Vault keyset", () -> keyset(connection));
        tried("Vault policy", () -> policy(connection));
    }

    private Set<String> mounts() {
        Set<String> mounts = new TreeSet<>(settings.mounts().values());
        mounts.add(settings.mount());
        return mounts;
    }

    private boolean tried(String what, Supplier<Finding> step) {
        Finding finding;
        try {
            finding = step.get();
        } catch (StoreException e) {
            finding = Finding.fail(what, e.problem(), e.hint());
        }
        findings.add(finding);
        return finding.health() == Finding.Health.OK;
    }

    private Finding login(VaultConnection connection) {
        Answer answer = connection.read("auth/token/lookup-self");
        long seconds = answer.data().path("ttl").asLong();
        Finding seal = seal(connection);
        findings.add(seal);
        findings.add(clockOf(answer.serverTime()));
        return good("Vault login", seconds == 0 ? "the token does not end" : "the token ends in " + seconds + " s");
    }

    private Finding encryption() {
        String host = settings.address().getHost();
        boolean here = host.equals("localhost") || host.equals("[::1]") || host.matches("127(\\.\\d{1,3}){3}");
        return here || "https".equalsIgnoreCase(settings.address().getScheme())
                ? Finding.ok("Vault TLS", "the connection is encrypted, or stays on this machine")
                : Finding.note(
                        "Vault TLS",
                        "values and tokens leave this machine unencrypted",
                        "Let vault.address begin with https, and name the authority's certificates in vault.ca_file.");
    }

    private static Finding seal(VaultConnection connection) {
        boolean sealed =
                connection.read("sys/seal-status").body().path("sealed").asBoolean(true);
        return sealed
                ? Finding.fail("Vault seal", "the server is sealed", "Have it unsealed: 'bao operator unseal'.")
                : good("Vault seal", "the server answers and is unsealed");
    }

    private Finding clockOf(@Nullable Instant server) {
        if (server == null) {
            return good("Vault clock", "the server does not tell its time");
        }
        Duration apart = Duration.between(server, clock.instant()).abs();
        return apart.compareTo(MOST_SKEW) <= 0
                ? good("Vault clock", "it agrees with this machine's")
                : Finding.fail(
                        "Vault clock",
                        "it is " + apart.toSeconds() + " s from this machine's",
                        "Set both by a time service: grace periods and tokens end by the clock.");
    }

    /** By a request that any token may make which may do anything in the mount; it needs no right under sys/. */
    private static Finding mount(VaultConnection connection, String mount) {
        JsonNode facts = connection.read("sys/internal/ui/mounts/" + mount).data();
        boolean second = facts.path("options").path("version").asText().equals("2");
        return second
                ? good("Vault mount " + mount, "it is KV version 2")
                : Finding.fail(
                        "Vault mount " + mount,
                        "it is not KV version 2",
                        "Enable version 2 ('bao kv enable-versioning " + mount + "'), or configure another mount.");
    }

    private Finding keyset(VaultConnection connection) {
        try (MasterKey key = VaultKeyset.open(connection, settings.mount(), new SecureRandom(), false)) {
            return good("Vault keyset", "it is there");
        }
    }

    private Finding policy(VaultConnection connection) {
        Rights rights = new Rights(new Places(settings));
        Set<String> missing = rights.missing(connection.repeatable("sys/capabilities-self", rights.question()));
        return missing.isEmpty()
                ? good("Vault policy", "it has every right that Holdfast needs")
                : Finding.fail(
                        "Vault policy",
                        "it lacks, in some category: " + String.join(", ", missing),
                        "Write the policy anew from mcp-config/vault/holdfast.hcl, with your mount and prefix.");
    }

    private static Finding good(String what, String fact) {
        return Finding.ok(what, fact);
    }
}
