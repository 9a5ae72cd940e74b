package dev.holdfast.audit.jdbc;

import dev.holdfast.audit.AuditEvent;
import dev.holdfast.policy.Environment;
import dev.holdfast.secret.Fingerprint;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The columns of {@code key_access_audit} that a row's hash covers, in the order in which it covers them. */
final class Columns {

    static final List<String> NAMES = List.of(
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
            "writer");

    /** Always to the microsecond, so that the order of the texts is that of the times. */
    static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSS'Z'").withZone(ZoneOffset.UTC);

    private Columns() {}

    static Map<String, @Nullable Object> of(AuditEvent event, Instant now, long writer) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        NAMES.forEach(name -> fields.put(name, null));
        fields.put("timestamp", TIME.format(now));
        fields.put("request_id", event.requestId());
        fields.put("phase", event.phase().word());
        fields.put("service_name", event.actor().name());
        fields.put("person", event.actor().person());
        Environment environment = event.actor().environment();
        fields.put("environment", environment == null ? null : environment.word());
        fields.put("action", event.action().word());
        fields.put("key_path", event.path() == null ? null : event.path().toString());
        fields.put("version", event.version() == null ? null : event.version().longValue());
        fields.put("status", event.status().name());
        fields.put("reason", event.reason());
        Fingerprint fingerprint = event.fingerprint();
        fields.put("fingerprint", fingerprint == null ? null : fingerprint.text());
        fields.put("channel", event.actor().channel().word());
        fields.put("writer", writer);
        return fields;
    }
}
