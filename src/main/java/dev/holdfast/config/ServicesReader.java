package dev.holdfast.config;

import dev.holdfast.policy.KeyPattern;
import dev.holdfast.rest.ExposureSettings;
import dev.holdfast.secret.InvalidInput;
import dev.holdfast.secret.KeyPath;
import dev.holdfast.store.cached.CacheSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Reads the section {@code services}: how they get their keys. */
final class ServicesReader {

    private static final int MOST_ENTRIES = 1_000_000;

    private ServicesReader() {}

    static ExposureSettings read(Section services) {
        if (services.isMissing()) {
            return ExposureSettings.DEFAULT;
        }
        services.knowing("cache", "fallback", "aliases");
        return new ExposureSettings(cache(services.in("cache")), neverStale(services), aliases(services));
    }

    private static CacheSettings cache(Section cache) {
        CacheSettings defaults = CacheSettings.DEFAULT;
        if (cache.isMissing()) {
            return defaults;
        }
        cache.knowing("ttl", "stale", "entries");
        return new CacheSettings(
                cache.duration("ttl", defaults.ttl(), Duration.ZERO),
                cache.duration("stale", defaults.stale(), Duration.ZERO),
                cache.number("entries", defaults.entries(), 1, MOST_ENTRIES));
    }

    private static List<KeyPattern> neverStale(Section services) {
        List<KeyPattern> patterns = new ArrayList<>();
        for (Section rule : services.each("fallback")) {
            rule.knowing("paths", "mode");
            boolean error = rule.word("mode", "stale", "error").equals("error");
            for (String path : rule.texts("paths")) {
                try {
                    KeyPattern pattern = KeyPattern.parse(path);
                    if (error) {
                        patterns.add(pattern);
                    }
                } catch (IllegalArgumentException e) {
                    rule.fault("paths", " must hold patterns of key paths, such as service_keys/**.");
                }
            }
        }
        return patterns;
    }

    private static Map<String, KeyPath> aliases(Section services) {
        Map<String, KeyPath> aliases = new HashMap<>();
        services.map("aliases").forEach((alias, path) -> {
            try {
                aliases.put(alias, KeyPath.parse(path));
            } catch (InvalidInput e) {
                services.fault("aliases", " must name a key path for each word.");
            }
        });
        return aliases;
    }
}
