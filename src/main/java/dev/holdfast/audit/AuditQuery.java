package dev.holdfast.audit;

import dev.holdfast.secret.KeyPath;
import java.time.Instant;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Which rows are wanted; a null leaves that open.
 *
 * @param since the oldest time
 * @param agent name of the agent or service
 * @param status how the call stood
 * @param page which part of them, with one row for each access; null for all rows
 */
public record AuditQuery(
        @Nullable Instant since,
        @Nullable KeyPath path,
        @Nullable String agent,
        @Nullable Status status,
        @Nullable Page page) {

    /** All rows. */
    public static final AuditQuery ALL = new AuditQuery(null, null, null);

    /** All rows of a time, a path and an agent. */
    public AuditQuery(@Nullable Instant since, @Nullable KeyPath path, @Nullable String agent) {
        this(since, path, agent, null, null);
    }

    /**
     * A part of the outcomes: an access has one, whether it was a read or a write.
     *
     * @param after the row behind which it begins, or null for the beginning
     * @param limit how many rows at the most; 0 for as many as there are
     */
    public record Page(@Nullable Place after, int limit) {

        /** All of them. */
        public static final Page ALL = new Page(null, 0);
    }

    /**
     * Where a row stands among all others.
     *
     * @param time as the row tells it
     */
    public record Place(String time, long writer, long seq) {

        private static final Pattern FORM =
                Pattern.compile("(\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{6}Z)_(-?\\d{1,18})_(\\d{1,18})");

        /** Of a row that was read. */
        public static Place of(AuditRow row) {
            return new Place(row.text("timestamp"), Long.parseLong(row.text("writer")), row.seq());
        }

        /** Reads what {@link #toString} wrote; null when the text is something else. */
        public static @Nullable Place parse(String text) {
            Matcher matcher = FORM.matcher(text);
            return matcher.matches()
                    ? new Place(matcher.group(1), Long.parseLong(matcher.group(2)), Long.parseLong(matcher.group(3)))
                    : null;
        }

        @Override
        public String toString() {
            return time + "_" + writer + "_" + seq;
        }
    }
}
