package dev.holdfast.rest;

import dev.holdfast.access.KeyReads;
import dev.holdfast.access.SecretAccess;
import dev.holdfast.audit.AuditLog;
import dev.holdfast.grant.Bootstrap;
import dev.holdfast.grant.Grants;
import dev.holdfast.grant.ServiceRegistry;
import dev.holdfast.grant.Tokens;
import dev.holdfast.secret.KeyPath;
import dev.holdfast.secret.SecretValue;
import java.time.Clock;
import java.util.Map;
import java.util.function.BiPredicate;
import java.util.function.Consumer;

/**
 * What the routes go through.
 *
 * @param audit for what administrators read of it
 * @param changed tells all processes that a key has changed
 * @param entitled whether a caller of that name may still request a key: what was granted ends with the right to it
 * @param generator makes a random value
 * @param aliases the paths that {@code keyType} may name by a word of the configuration
 */
public record Doors(
        SecretAccess access,
        KeyReads reads,
        Grants grants,
        ServiceRegistry services,
        Tokens tokens,
        Bootstrap bootstrap,
        AuditLog audit,
        Consumer<KeyPath> changed,
        BiPredicate<String, KeyPath> entitled,
        Generating generator,
        Map<String, KeyPath> aliases,
        ServiceLimits limits,
        Health health,
        Clock clock) {

    /** Makes a random value of a format. Thread-safe. */
    public interface Generating {
        SecretValue make(String format, int bytes);
    }
}
