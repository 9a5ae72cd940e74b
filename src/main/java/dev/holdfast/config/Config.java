package dev.holdfast.config;

import dev.holdfast.agent.Agent;
import dev.holdfast.agent.Issuer;
import dev.holdfast.http.HttpSettings;
import dev.holdfast.metrics.MetricsSettings;
import dev.holdfast.redis.RedisSettings;
import dev.holdfast.rest.ExposureSettings;
import dev.holdfast.store.vault.VaultSettings;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the owner configured.
 *
 * @param home the folder of the store, the key and {@code holdfast.yaml}
 * @param store where secrets live
 * @param vault how Vault or OpenBao is reached; null where nothing is said of it
 * @param audit where the audit is kept
 * @param http where and for whom {@code serve} is there
 * @param services how services get their keys
 * @param metrics where {@code serve} tells of itself
 * @param redis what processes share a cache and their counts in; null for nothing
 * @param issuers authorization servers whose tokens are accepted beside our own
 * @param agents in the order of the file; empty when none is configured
 * @param readableVariables the environment variables that {@code valueFrom} may name
 */
public record Config(
        Path home,
        Store store,
        @Nullable VaultSettings vault,
        AuditConfig audit,
        HttpSettings http,
        ExposureSettings services,
        MetricsSettings metrics,
        @Nullable RedisSettings redis,
        List<Issuer> issuers,
        List<Agent> agents,
        Set<String> readableVariables) {

    /** Name of the file in the home folder. */
    public static final String FILE = "holdfast.yaml";

    /** Where secrets live. */
    public enum Store {
        EMBEDDED,
        VAULT
    }

    public Config {
        issuers = List.copyOf(issuers);
        agents = List.copyOf(agents);
        readableVariables = Set.copyOf(readableVariables);
    }

    /** What holds when there is no file. */
    public static Config defaults(Path home) {
        return new Config(
                home,
                Store.EMBEDDED,
                null,
                AuditConfig.defaults(home),
                HttpSettings.DEFAULT,
                ExposureSettings.DEFAULT,
                MetricsSettings.DEFAULT,
                null,
                List.of(),
                List.of(),
                Set.of());
    }

    /** Where secrets live when that is Vault, for people to read; null when it is the home folder. */
    public @Nullable String vaultPlace() {
        return store == Store.VAULT && vault != null ? vault.mount() + " at " + vault.address() : null;
    }
}
