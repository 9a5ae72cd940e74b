package dev.holdfast.redis;

import dev.holdfast.key.MasterKey;
import dev.holdfast.key.Sealer;
import dev.holdfast.policy.RateLimit;
import dev.holdfast.secret.KeyPath;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * The names of keys in Redis, which do not tell the path or the service: a keyed hash stands for it, in braces, so that a
 * cluster keeps together what one script needs.
 */
final class KeyNames {

    private static final int HASH = 16;

    private final String prefix;
    private final byte[] key;

    KeyNames(String prefix, byte[] key) {
        this.prefix = prefix;
        this.key = key;
    }

    /** The values of a path. */
    byte[] values(KeyPath path) {
        return name("v", "path", path.slashed());
    }

    /** That a path was changed lately. */
    byte[] change(KeyPath path) {
        return name("c", "path", path.slashed());
    }

    /** Who is reading a version. */
    byte[] reading(KeyPath path, String version) {
        byte[] name = name("l", "path", path.slashed());
        byte[] suffix = (":" + version).getBytes(StandardCharsets.US_ASCII);
        byte[] whole = Arrays.copyOf(name, name.length + suffix.length);
        System.arraycopy(suffix, 0, whole, name.length, suffix.length);
        return whole;
    }

    /** The count of a service's requests; another one when its limit is another. */
    byte[] requests(String service, RateLimit limit) {
        return name(
                "r",
                "service",
                service,
                Integer.toString(limit.requests()),
                Long.toString(limit.window().toMillis()));
    }

    private byte[] name(String kind, String... of) {
        byte[] hash = Arrays.copyOf(MasterKey.hmac(key, Sealer.place(of)), HASH);
        String name = prefix + ":{" + HexFormat.of().formatHex(hash) + "}:" + kind;
        return name.getBytes(StandardCharsets.UTF_8);
    }
}
