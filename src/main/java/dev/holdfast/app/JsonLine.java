package dev.holdfast.app;

import dev.holdfast.access.RequestId;
import java.time.Instant;
import java.util.logging.Formatter;
import java.util.logging.LogRecord;

/**
 * An object of JSON a record, on a line of its own: timestamp, level, logger, message, of an exception its class alone, and
 * the id of the request that the thread works on.
 *
 * <p>Written by hand: no library is loaded for the first line of a log.
 */
final class JsonLine extends Formatter {

    @Override
    public String format(LogRecord record) {
        StringBuilder line = new StringBuilder("{");
        field(line, "timestamp", Instant.ofEpochMilli(record.getMillis()).toString());
        field(line, "level", record.getLevel().getName());
        field(line, "logger", String.valueOf(record.getLoggerName()));
        field(line, "message", formatMessage(record));
        Throwable thrown = record.getThrown();
        if (thrown != null) {
            field(line, "exception", thrown.getClass().getName());
        }
        String request = RequestId.current();
        if (request != null) {
            field(line, "request_id", request);
        }
        return line.append("}\n").toString();
    }

    private static void field(StringBuilder line, String name, String text) {
        line.append(line.length() == 1 ? "\"" : ",\"").append(name).append("\":\"");
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                line.append('\\').append(c);
            } else if (c < ' ' || c == '\u2028' || c == '\u2029' || Character.isSurrogate(c)) {
                line.append(String.format("\\u%04x", (int) c));
            } else {
                line.append(c);
            }
        }
        line.append('"');
    }
}
