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
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * What the routes go through.
 *
 * @param audit for what administrators read of it
 * @param changed tells all processes that a key has changed
 * @param active whether tokens of a holder of that name count
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
        Predicate<String> active,
        Supplier<SecretValue> generator,
        Map<String, KeyPath> aliases,
        Limits limits,
        Health health,
        Clock clock) {}
