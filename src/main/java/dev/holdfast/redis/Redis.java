package dev.holdfast.redis;

import dev.holdfast.policy.RequestCounter;
import dev.holdfast.store.cached.SharedCache;
import java.security.SecureRandom;
import java.time.Duration;

/**
 * A Redis server that processes share a cache and counts in. It may be lost at any time, and no method throws for it.
 * Thread-safe.
 */
public final class Redis implements AutoCloseable {

    private final Link link;
    private final KeyNames names;
    private final SharedCache cache;

    private Redis(RedisSettings settings, byte[] sealKey, byte[] nameKey, Duration longest, SecureRandom random) {
        QuietLibraries.hush();
        link = new Link(settings, random);
        names = new KeyNames(settings.prefix(), nameKey);
        cache = new RedisCache(link, names, new SealedEntry(sealKey, random), longest, random);
    }

    /**
     * Connects, if the server is there; else later.
     *
     * @param sealKey 32 bytes that values are sealed under; kept and not copied
     * @param nameKey what the names of keys are hashed with; kept and not copied
     * @param longest as long as values are kept
     */
    public static Redis open(
            RedisSettings settings, byte[] sealKey, byte[] nameKey, Duration longest, SecureRandom random) {
        return new Redis(settings, sealKey, nameKey, longest, random);
    }

    public SharedCache cache() {
        return cache;
    }

    public RequestCounter counter() {
        return new RedisCounter(link, names);
    }

    /** Whether it answers just now. */
    public boolean answers() {
        return link.ask(commands -> commands.ping()) != null;
    }

    @Override
    public void close() {
        link.close();
    }
}
