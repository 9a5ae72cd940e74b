package dev.holdfast.store.vault;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How a Vault or OpenBao server is reached, and where in it the secrets lie.
 *
 * @param address {@code https://host:port}, with a path where a proxy puts one in front
 * @param namespace sent with every request, or null for the root namespace
 * @param mount the KV v2 mount, without slashes at its ends
 * @param prefix the folder in each mount under which key paths lie; empty for none
 * @param mounts other mounts, by the slashed prefix of the key paths that lie there; the longest prefix wins
 * @param caFile certificates in PEM that alone are trusted; null for those of the JDK
 * @param connectTimeout the longest that one connection may take to open
 * @param timeLimit the longest that one call of the store may take, with all its requests and their repeats
 */
public record VaultSettings(
        URI address,
        @Nullable String namespace,
        String mount,
        String prefix,
        Map<String, String> mounts,
        VaultLogin login,
        @Nullable Path caFile,
        Duration connectTimeout,
        Duration timeLimit) {

    /** The time that a connection may take, unless configured. */
    public static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(2);

    /** The time that a call may take, unless configured. */
    public static final Duration TIME_LIMIT = Duration.ofSeconds(4);

    public VaultSettings {
        mounts = Map.copyOf(mounts);
    }

    /** The settings that hold when only the address and the login are given: the mount is {@code secret}. */
    public static VaultSettings of(URI address, VaultLogin login) {
        return new VaultSettings(address, null, "secret", "", Map.of(), login, null, CONNECT_TIMEOUT, TIME_LIMIT);
    }

    /** The mount of a slashed key path, or of a prefix of one. */
    public String mountOf(String slashedPath) {
        return mounts.keySet().stream()
                .filter(prefixed -> begins(slashedPath, prefixed))
                .max(Comparator.comparingInt(String::length))
                .map(mounts::get)
                .orElse(mount);
    }

    /** Whole segments only: {@code project/a} is no prefix of {@code project/ab/c}. */
    private static boolean begins(String path, String start) {
        String folder = start.endsWith("/") ? start : start + "/";
        return path.startsWith(folder) || (path + "/").equals(folder);
    }
}
