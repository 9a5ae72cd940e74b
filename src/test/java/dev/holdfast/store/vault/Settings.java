package dev.holdfast.store.vault;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Settings for tests. */
final class Settings {

    static final Duration LONG = Duration.ofSeconds(30);

    private Settings() {}

    static VaultLogin.Token token(String token) {
        return new VaultLogin.Token(null, () -> token);
    }

    static VaultSettings with(URI address, VaultLogin login, Duration timeLimit) {
        return with(address, login, timeLimit, null, null);
    }

    static VaultSettings with(
            URI address, VaultLogin login, Duration timeLimit, @Nullable String namespace, @Nullable Path caFile) {
        return new VaultSettings(
                address, namespace, "secret", "", Map.of(), login, caFile, VaultSettings.CONNECT_TIMEOUT, timeLimit);
    }
}
