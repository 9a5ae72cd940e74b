package dev.holdfast.mcp;

import com.fasterxml.jackson.databind.JsonNode;
import dev.holdfast.proof.Holdfast;
import dev.holdfast.proof.Reply;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A session as bytes: all lines go in, the input ends, and what came out is read when the server has ended. */
final class Transcript {

    private final ByteArrayOutputStream lines = new ByteArrayOutputStream();
    private final Map<String, Reply> replies = new HashMap<>();
    private final List<Reply> withoutId = new ArrayList<>();
    private Finished finished = new Finished(-1, "", "");

    /** Adds a line of text. */
    Transcript line(String line) {
        return line(line.getBytes(StandardCharsets.UTF_8));
    }

    /** Adds a line of bytes. */
    Transcript line(byte[] line) {
        lines.writeBytes(line);
        lines.write('\n');
        return this;
    }

    /** Adds bytes without an end of line. */
    Transcript bytes(String text) {
        lines.writeBytes(text.getBytes(StandardCharsets.UTF_8));
        return this;
    }

    /** Runs it. */
    Transcript run(Holdfast holdfast, String... command) {
        finished = Finished.run(holdfast.java(List.of("-Xmx128m"), command), lines.toByteArray());
        finished.out().lines().map(Session::json).forEach(this::add);
        return this;
    }

    private void add(JsonNode message) {
        if (message.path("id").isNull()) {
            withoutId.add(new Reply(message));
        } else {
            replies.put(message.path("id").asText(), new Reply(message));
        }
    }

    /** The reply to a request. */
    Reply reply(Object id) {
        Reply reply = replies.get(String.valueOf(id));
        if (reply == null) {
            throw new AssertionError("request " + id + " was not answered");
        }
        return reply;
    }

    int replies() {
        return replies.size();
    }

    /** The answers that name no request, in their order. */
    List<Reply> withoutId() {
        return withoutId;
    }

    Finished finished() {
        return finished;
    }
}
