package dev.holdfast.mcp;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/** Reads lines of bytes up to a length; a longer one is read to its end and given as {@link #TOO_LONG}. Not thread-safe. */
final class LineReader {

    /** Stands for a line that was longer than allowed; compared by identity. */
    static final byte[] TOO_LONG = new byte[0];

    private final InputStream in;
    private final int longest;
    private final byte[] buffer = new byte[8192];
    private int from;
    private int to;

    LineReader(InputStream in, int longest) {
        this.in = in;
        this.longest = longest;
    }

    /** The next line without its end, or null at the end of the input. */
    byte @Nullable [] next() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream(1024);
        boolean tooLong = false;
        boolean any = false;
        while (from < to || fill()) {
            any = true;
            int end = from;
            while (end < to && buffer[end] != '\n') {
                end++;
            }
            tooLong |= line.size() + (end - from) > longest;
            if (!tooLong) {
                line.write(buffer, from, end - from);
            }
            boolean complete = end < to;
            from = complete ? end + 1 : end;
            if (complete) {
                break;
            }
        }
        if (!any) {
            return null;
        }
        return tooLong ? TOO_LONG : line.toByteArray();
    }

    private boolean fill() throws IOException {
        from = 0;
        to = Math.max(0, in.read(buffer));
        return to > 0;
    }
}
