package dev.holdfast.audit.jdbc;

import dev.holdfast.audit.AuditEvent;
import dev.holdfast.audit.AuthEvent;
import dev.holdfast.audit.Channel;
import dev.holdfast.audit.Delivery;
import dev.holdfast.audit.Origin;
import dev.holdfast.policy.Action;
import dev.holdfast.policy.Environment;
import dev.holdfast.secret.Fingerprint;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The tables of the audit, each with the columns that a row's hash covers, in the order in which it covers them: the time
 * first, the writer last.
 */
enum AuditTable {
    KEY_ACCESS(
            "key_access_audit",
            "timestamp",
            "request_id",
            "phase",
            "service_name",
            "person",
            "environment",
            "action",
            "key_path",
            "version",
            "status",
            "reason",
            "cached",
            "cache_age_seconds",
            "fallback_used",
            "current_usage",
            "rate_limit",
            "fingerprint",
            "channel",
            "ip_address",
            "user_agent",
            "writer"),
    SERVICE_AUTH(
            "service_auth_audit",
            "timestamp",
            "request_id",
            "service_name",
            "event",
            "status",
            "reason",
            "jti",
            "ip_address",
            "user_agent",
            "writer");

    /** Always to the microsecond, so that the order of the texts is that of the times. */
    static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSS'Z'").withZone(ZoneOffset.UTC);

    private static final Set<String> NUMBERS =
            Set.of("version", "cached", "cache_age_seconds", "fallback_used", "current_usage", "rate_limit", "writer");

    private final String sql;

    @SuppressWarnings("ImmutableEnumChecker") // Made by List.of.
    private final List<String> columns;

    AuditTable(String sql, String... columns) {
        this.sql = sql;
        this.columns = List.of(columns);
    }

    /** The table's name in a database. */
    String sql() {
        return sql;
    }

    List<String> columns() {
        return columns;
    }

    int index(String column) {
        return columns.indexOf(column);
    }

    static boolean isNumber(String column) {
        return NUMBERS.contains(column);
    }

    static AuditTable named(String sql) {
        return sql.equals(KEY_ACCESS.sql) ? KEY_ACCESS : SERVICE_AUTH;
    }

    /** The values of a row that is not written yet: time and writer are still open. */
    static @Nullable Object[] values(AuditEvent event) {
        Environment environment = event.actor().environment();
        Fingerprint fingerprint = event.fingerprint();
        Delivery delivery = event.delivery();
        Origin origin = event.actor().origin();
        return new @Nullable Object[] {
            null,
            event.requestId(),
            event.phase().word(),
            event.actor().name(),
            event.actor().person(),
            environment == null ? null : environment.word(),
            action(event),
            event.path() == null ? null : event.path().toString(),
            event.version() == null ? null : event.version().longValue(),
            event.status().name(),
            event.reason(),
            delivery == null ? null : bit(delivery.cached()),
            delivery == null ? null : delivery.ageSeconds(),
            delivery == null ? null : bit(delivery.fallback()),
            delivery == null ? null : number(delivery.usage()),
            delivery == null ? null : number(delivery.limit()),
            fingerprint == null ? null : fingerprint.text(),
            origin.channel().word(),
            origin.ipAddress(),
            origin.userAgent(),
            null
        };
    }

    /** A service's read is called by the method that it is sent with. */
    private static String action(AuditEvent event) {
        boolean get = event.action() == Action.READ && event.actor().origin().channel() == Channel.REST;
        return get ? "GET" : event.action().word();
    }

    private static @Nullable Long bit(@Nullable Boolean value) {
        return value == null ? null : value ? 1L : 0L;
    }

    private static @Nullable Long number(@Nullable Integer value) {
        return value == null ? null : value.longValue();
    }

    /** As {@link #values(AuditEvent)}. */
    static @Nullable Object[] values(AuthEvent event) {
        return new @Nullable Object[] {
            null,
            event.requestId(),
            event.serviceName(),
            event.event(),
            event.status().name(),
            event.reason(),
            event.jti(),
            event.ipAddress(),
            event.userAgent(),
            null
        };
    }

    /** The values with time and writer filled in. */
    static @Nullable Object[] stamped(@Nullable Object[] values, Instant time, long writer) {
        @Nullable Object[] stamped = values.clone();
        stamped[0] = TIME.format(time);
        stamped[stamped.length - 1] = writer;
        return stamped;
    }

    /** The values by column name, in the order of the table. */
    Map<String, @Nullable Object> fields(@Nullable Object[] values, String previous, String hash) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        for (int i = 0; i < values.length; i++) {
            fields.put(columns.get(i), values[i]);
        }
        fields.put("prev_hash", previous);
        fields.put("hash", hash);
        return fields;
    }
}
