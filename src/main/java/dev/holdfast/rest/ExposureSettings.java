package dev.holdfast.rest;

import dev.holdfast.policy.KeyPattern;
import dev.holdfast.secret.KeyPath;
import dev.holdfast.store.cached.CacheSettings;
import java.util.List;
import java.util.Map;

/**
 * How services get their keys.
 *
 * @param cache how long values are kept
 * @param neverStale the secrets that are refused while the store is down ({@code fallback: error}), however young a value is
 *     that is kept
 * @param aliases the paths that {@code keyType} may name by a word
 */
public record ExposureSettings(CacheSettings cache, List<KeyPattern> neverStale, Map<String, KeyPath> aliases) {

    /** What holds when nothing is configured. */
    public static final ExposureSettings DEFAULT = new ExposureSettings(CacheSettings.DEFAULT, List.of(), Map.of());

    public ExposureSettings {
        neverStale = List.copyOf(neverStale);
        aliases = Map.copyOf(aliases);
    }
}
