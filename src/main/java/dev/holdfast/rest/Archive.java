package dev.holdfast.rest;

import dev.holdfast.access.Reason;
import dev.holdfast.access.Refusal;
import dev.holdfast.access.SecretKeeping.Past;
import dev.holdfast.audit.AuditException;
import dev.holdfast.audit.AuditQuery;
import dev.holdfast.http.Reply;
import dev.holdfast.http.Request;
import dev.holdfast.input.Arguments;
import dev.holdfast.secret.Fingerprint;
import dev.holdfast.secret.InvalidInput;
import dev.holdfast.secret.KeyPath;
import dev.holdfast.secret.Remark;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Notes that an old version of a key is not used any more: in its grace or, as after a rotation that was verified, behind it. */
final class Archive {

    private static final int LEAST_REASON = 3;

    private final Doors doors;

    Archive(Doors doors) {
        this.doors = doors;
    }

    /** What is known of a version. */
    private record Facts(
            Fingerprint fingerprint,
            String createdAt,
            @Nullable Instant validUntil) {}

    Reply answer(Request request) {
        Arguments body = Json.body("POST /audit/archive", request.body(), "key_path", "old_version", "reason");
        String written = body.text("key_path");
        KeyPath path = KeyPath.parse(written);
        int version = version(body);
        Remark reason = Remark.of("reason", body.text("reason"), LEAST_REASON, null);
        Facts facts = facts(request, path, version);
        doors.access().archived(request.call(), path, version, facts.fingerprint());
        Map<String, Object> record = new LinkedHashMap<>();
        record.put("key_path", written);
        record.put("version", version);
        record.put("fingerprint", facts.fingerprint().text());
        record.put("created_at", facts.createdAt());
        Instant until = facts.validUntil();
        record.put("valid_until", until == null ? null : until.toString());
        record.put("reason", reason.text());
        record.put("archived_at", doors.clock().instant().toString());
        record.put("request_id", request.call().requestId());
        return Json.reply(200, record);
    }

    /** The brief writes it as a text. */
    private static int version(Arguments body) {
        String text = body.textOrNumber("old_version");
        if (!text.matches("[1-9]\\d{0,8}")) {
            throw InvalidInput.argument("old_version is no number of a version.", "Versions count from 1.");
        }
        return Integer.parseInt(text);
    }

    private Facts facts(Request request, KeyPath path, int version) {
        for (Past past : doors.access().keeping().history(request.call(), path)) {
            if (past.info().version() == version) {
                return new Facts(
                        past.info().fingerprint(),
                        past.info().updatedAt().toString(),
                        past.info().validUntil());
            }
        }
        List<Facts> told = told(path, version);
        if (told.isEmpty()) {
            throw new Refusal(
                    Reason.NOT_FOUND,
                    "There was no such version, or neither the store nor the audit remembers it.",
                    "GET /audit/logs with this key_path tells of the versions that were used.");
        }
        return told.get(0);
    }

    /** The store forgets a version whose grace has ended; the rows of those who wrote and read it are there still. */
    private List<Facts> told(KeyPath path, int version) {
        List<Facts> told = new ArrayList<>();
        try {
            doors.audit().read(new AuditQuery(null, path, null, null, AuditQuery.Page.ALL), row -> {
                boolean same = row.fields().get("version") instanceof Number number && number.intValue() == version;
                String fingerprint = row.text("fingerprint");
                if (told.isEmpty() && same && !fingerprint.isEmpty()) {
                    told.add(new Facts(new Fingerprint(fingerprint), row.text("timestamp"), null));
                }
            });
        } catch (AuditException e) {
            throw Refusal.unread(e);
        }
        return told;
    }
}
