package dev.holdfast.rest;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.holdfast.access.Call;
import dev.holdfast.access.Refusal;
import dev.holdfast.audit.AuditException;
import dev.holdfast.audit.AuditQuery;
import dev.holdfast.audit.AuditQuery.Page;
import dev.holdfast.audit.AuditQuery.Place;
import dev.holdfast.audit.AuditRow;
import dev.holdfast.audit.Status;
import dev.holdfast.http.Reply;
import dev.holdfast.http.Request;
import dev.holdfast.http.Route;
import dev.holdfast.policy.Action;
import dev.holdfast.secret.InvalidInput;
import dev.holdfast.secret.KeyPath;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Who did what with which key, for whoever may administer. */
final class AuditRoutes {

    private static final int MOST_ROWS = 10_000;
    private static final int MOST_DAYS = 36_500;

    private final Doors doors;

    AuditRoutes(Doors doors) {
        this.doors = doors;
    }

    List<Route> routes() {
        return List.of(Route.guarded("GET", "/audit/logs", Handling.of(doors.access(), Action.ADMIN, this::logs)));
    }

    private Reply logs(Request request) {
        Call call = request.call();
        doors.access().administer(call);
        Handling.allow(request, "days", "key_path", "service", "status", "limit", "cursor");
        Integer limit = number(request, "limit", MOST_ROWS);
        AuditQuery query = query(request, limit);
        doors.access().noted(call, Action.ADMIN, null);
        List<AuditRow> rows = new ArrayList<>();
        try {
            doors.reads().awaitRows();
            if (limit == null) {
                return Reply.json(200, out -> stream(query, out)).streamed();
            }
            doors.audit().read(query, rows::add);
        } catch (AuditException e) {
            throw Refusal.unread(e);
        }
        return Reply.json(200, out -> page(rows, limit, out));
    }

    private AuditQuery query(Request request, @Nullable Integer limit) {
        Integer days = number(request, "days", MOST_DAYS);
        Instant since = days == null ? null : doors.clock().instant().minus(Duration.ofDays(days));
        String path = request.query("key_path");
        // One more than is wanted tells whether there are more.
        Page page = new Page(place(request.query("cursor")), limit == null ? 0 : limit + 1);
        return new AuditQuery(
                since,
                path == null ? null : KeyPath.parse(path),
                request.query("service"),
                status(request.query("status")),
                page);
    }

    private static @Nullable Integer number(Request request, String name, int most) {
        String text = request.query(name);
        if (text == null) {
            return null;
        }
        if (!text.matches("\\d{1,6}") || Integer.parseInt(text) < 1 || Integer.parseInt(text) > most) {
            throw InvalidInput.argument(name + " is no whole number from 1 to " + most + ".", "Send it in digits.");
        }
        return Integer.valueOf(text);
    }

    private static @Nullable Place place(@Nullable String cursor) {
        Place place = cursor == null ? null : Place.parse(cursor);
        if (cursor != null && place == null) {
            throw InvalidInput.argument(
                    "cursor is none of ours.", "Send the next_cursor of the answer before, as it was.");
        }
        return place;
    }

    private static @Nullable Status status(@Nullable String text) {
        try {
            return text == null ? null : Status.valueOf(text);
        } catch (IllegalArgumentException e) {
            throw InvalidInput.argument(
                    "status is none that a row has.", "Send one such as GRANTED, DENIED, FAILED or RATE_LIMITED.");
        }
    }

    /** All rows, as they are read: there may be more than memory holds. */
    private void stream(AuditQuery query, OutputStream out) throws IOException {
        try (JsonGenerator json = Json.generator(out)) {
            json.writeStartObject();
            json.writeArrayFieldStart("audit_logs");
            doors.audit().read(query, row -> {
                try {
                    write(json, row);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
            json.writeEndArray();
            json.writeEndObject();
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private static void page(List<AuditRow> rows, int limit, OutputStream out) throws IOException {
        boolean more = rows.size() > limit;
        List<AuditRow> shown = more ? rows.subList(0, limit) : rows;
        try (JsonGenerator json = Json.generator(out)) {
            json.writeStartObject();
            json.writeArrayFieldStart("audit_logs");
            for (AuditRow row : shown) {
                write(json, row);
            }
            json.writeEndArray();
            if (more) {
                json.writeStringField(
                        "next_cursor", Place.of(shown.get(limit - 1)).toString());
            }
            json.writeEndObject();
        }
    }

    private static void write(JsonGenerator json, AuditRow row) throws IOException {
        json.writeStartObject();
        for (Map.Entry<String, @Nullable Object> field : row.fields().entrySet()) {
            json.writeFieldName(field.getKey());
            Object value = field.getValue();
            if (value != null && FLAGS.contains(field.getKey())) {
                json.writeBoolean(((Number) value).intValue() != 0);
            } else {
                json.writePOJO(value);
            }
        }
        json.writeEndObject();
    }

    private static final List<String> FLAGS = List.of("cached", "fallback_used");
}
