package dev.holdfast.rest;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.holdfast.access.Call;
import dev.holdfast.access.KeyReads.Answer;
import dev.holdfast.access.KeyReads.Asked;
import dev.holdfast.access.Refusal;
import dev.holdfast.http.Reply;
import dev.holdfast.http.Request;
import dev.holdfast.http.Route;
import dev.holdfast.input.Arguments;
import dev.holdfast.policy.Action;
import dev.holdfast.policy.Environment;
import dev.holdfast.secret.Description;
import dev.holdfast.secret.InvalidInput;
import dev.holdfast.secret.KeyPath;
import dev.holdfast.secret.SecretInfo;
import dev.holdfast.secret.SecretValue;
import dev.holdfast.store.Write;
import dev.holdfast.store.Written;
import dev.holdfast.wire.Fields;
import dev.holdfast.wire.Routes;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Keys by path: one, many at once, and storing one. */
final class KeyRoutes {

    private static final Duration GRACE = Duration.ofDays(7);

    private final Doors doors;

    KeyRoutes(Doors doors) {
        this.doors = doors;
    }

    List<Route> routes() {
        return List.of(
                Route.guarded("GET", Routes.KEY, Handling.of(doors.access(), Action.READ, this::get)),
                Route.guarded("POST", Routes.BATCH, Handling.of(doors.access(), Action.READ, this::batch)),
                Route.guarded("POST", "/keys/store", Handling.of(doors.access(), Action.STORE, this::store)));
    }

    private Reply get(Request request) {
        Handling.allow(request, Routes.PATH, Fields.VERSION);
        String written = request.query(Routes.PATH);
        KeyPath path = KeyPath.parse(written);
        Integer version = version(request.query(Fields.VERSION));
        Call call = request.call();
        // Order of answers: who may not is told so, also when it asks too often.
        Reply limited = doors.reads().permitted(call, path) ? doors.limits().spend(request, path) : null;
        if (limited != null) {
            return limited;
        }
        Answer answer =
                doors.reads().read(call, List.of(Asked.of(path, version)), null).get(0);
        Refusal refusal = answer.refusal();
        if (refusal != null) {
            throw refusal;
        }
        return Reply.json(200, new Reply.Body() {
            @Override
            public void writeTo(OutputStream out) throws IOException {
                try (JsonGenerator json = Json.generator(out)) {
                    write(json, String.valueOf(written), answer);
                }
            }

            @Override
            public void close() {
                answer.close();
            }
        });
    }

    private static @Nullable Integer version(@Nullable String text) {
        if (text == null) {
            return null;
        }
        if (!text.matches("[1-9]\\d{0,8}")) {
            throw InvalidInput.argument("version is no number of a version.", "Versions count from 1.");
        }
        return Integer.valueOf(text);
    }

    private Reply batch(Request request) {
        Handling.allow(request);
        Reply limited = doors.limits().spend(request, null);
        if (limited != null) {
            return limited;
        }
        Arguments body = Json.body("POST /keys/batch", request.body(), Fields.KEY_PATHS, "cache_ttl");
        List<String> written = body.texts(Fields.KEY_PATHS, Routes.BATCH_LIMIT);
        Duration ttl = body.optionalSpan("cache_ttl");
        List<Answer> answers = doors.reads()
                .read(request.call(), written.stream().map(KeyRoutes::asked).toList(), ttl);
        return Reply.json(200, new Reply.Body() {
            @Override
            public void writeTo(OutputStream out) throws IOException {
                try (JsonGenerator json = Json.generator(out)) {
                    write(json, written, answers);
                }
            }

            @Override
            public void close() {
                answers.forEach(Answer::close);
            }
        });
    }

    private static Asked asked(String written) {
        try {
            return Asked.of(KeyPath.parse(written), null);
        } catch (InvalidInput e) {
            return Asked.refused(Refusal.of(e));
        }
    }

    private static void write(JsonGenerator json, List<String> written, List<Answer> answers) throws IOException {
        json.writeStartObject();
        json.writeArrayFieldStart(Fields.KEYS);
        for (int i = 0; i < answers.size(); i++) {
            write(json, written.get(i), answers.get(i));
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    /** The path in the form that was asked; of what is no path, not a letter. */
    private static void write(JsonGenerator json, String written, Answer answer) throws IOException {
        json.writeStartObject();
        Refusal refusal = answer.refusal();
        if (refusal != null) {
            json.writeStringField(Fields.KEY_PATH, echoed(written));
            json.writeStringField(Fields.ERROR, refusal.problem() + " " + refusal.hint());
            json.writeStringField(Fields.CODE, refusal.reason().name());
        } else {
            json.writeStringField(Fields.KEY_PATH, written);
            Json.value(json, Fields.VALUE, answer.secret().value());
            json.writeNumberField(Fields.VERSION, answer.secret().info().version());
            json.writeBooleanField(Fields.CACHED, answer.cached());
            json.writeStringField(Fields.EXPIRES_AT, answer.expiresAt().toString());
        }
        json.writeEndObject();
    }

    private static String echoed(String written) {
        try {
            KeyPath.parse(written);
            return written;
        } catch (InvalidInput e) {
            return "";
        }
    }

    private Reply store(Request request) {
        Handling.allow(request);
        Arguments body = Json.body(
                "POST /keys/store", request.body(), Fields.KEY_PATH, Fields.VALUE, "description", "environment");
        String written = body.text(Fields.KEY_PATH);
        KeyPath path = KeyPath.parse(written);
        Environment environment = body.has("environment") ? Environments.of(body.text("environment")) : null;
        doors.access().require(request.call(), Action.STORE, path);
        Reply limited = doors.limits().spend(request, path);
        if (limited != null) {
            return limited;
        }
        try (SecretValue value = body.value(Fields.VALUE)) {
            Description description = body.has("description") ? Description.of(body.text("description"), value) : null;
            Write write = new Write(description, null, GRACE, false);
            Written stored = doors.access().put(request.call(), path, value, write, environment);
            SecretInfo info = stored.info();
            Map<String, Object> reply = new LinkedHashMap<>();
            reply.put(Fields.KEY_PATH, written);
            reply.put(Fields.VERSION, info.version());
            reply.put("created", stored.created());
            reply.put("fingerprint", info.fingerprint().text());
            return Json.reply(200, reply);
        }
    }
}
