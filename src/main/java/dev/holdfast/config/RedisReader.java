package dev.holdfast.config;

import dev.holdfast.redis.RedisSettings;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads the section {@code redis}: what processes share a cache and their counts in. */
final class RedisReader {

    private static final Pattern PREFIX = Pattern.compile("[A-Za-z0-9_.:-]{1,64}");
    private static final Duration SHORTEST = Duration.ofMillis(10);

    private RedisReader() {}

    /** Null where nothing is said of it. */
    static @Nullable RedisSettings read(Section redis, Environment environment) {
        if (redis.isMissing()) {
            return null;
        }
        redis.knowing("url", "user", "password_file", "ca_file", "timeout", "prefix");
        URI url = url(redis);
        String user = redis.text("user");
        Path file = redis.path("password_file", environment.home());
        Duration timeout = redis.duration("timeout", RedisSettings.TIMEOUT, SHORTEST);
        String prefix = redis.text("prefix", RedisSettings.PREFIX);
        if (!PREFIX.matcher(prefix).matches()) {
            redis.fault("prefix", " may have 64 letters, digits and _ . : - at the most.");
        }
        String given = environment.redisPassword();
        return url == null
                ? null
                : new RedisSettings(
                        url,
                        user,
                        () -> given != null
                                ? given.toCharArray()
                                : file == null ? null : DatabaseAddress.firstLine(file),
                        redis.path("ca_file", environment.home()),
                        timeout,
                        prefix);
    }

    private static @Nullable URI url(Section redis) {
        String written = redis.required("url");
        try {
            URI url = URI.create(written);
            if (RedisSettings.isAddress(url)) {
                return url;
            }
        } catch (IllegalArgumentException e) {
            // Told below, without the text.
        }
        redis.fault("url", " must be an address such as rediss://redis.example.org:6379, without user or password.");
        return null;
    }
}
