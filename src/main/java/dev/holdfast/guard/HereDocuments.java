package dev.holdfast.guard;

import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/** The here-documents that a line has announced and that begin behind it. Belongs to one reader; not thread-safe. */
final class HereDocuments {

    private record HereDocument(ShellCommand command, String end, boolean tabs, boolean literal) {}

    private final ShellReader reader;
    private final Deque<HereDocument> announced = new ArrayDeque<>();

    HereDocuments(ShellReader reader) {
        this.reader = reader;
    }

    /**
     * @param command whose input it is
     * @param end the line that ends it
     * @param tabs whether tabs at the beginning of its lines do not count
     * @param literal whether nothing in it is expanded
     */
    void announced(ShellCommand command, String end, boolean tabs, boolean literal) {
        announced.add(new HereDocument(command, end, tabs, literal));
    }

    boolean awaited() {
        return !announced.isEmpty();
    }

    /** Reads those that are awaited, from the beginning of a line. */
    void read() {
        while (awaited()) {
            HereDocument document = announced.remove();
            StringBuilder body = new StringBuilder();
            String line = line(document.tabs());
            while (line != null && !line.equals(document.end())) {
                body.append(line).append('\n');
                line = line(document.tabs());
            }
            if (line == null) {
                reader.doubt();
            }
            document.command().input = document.literal() ? body.toString() : reader.expanded(body.toString());
        }
    }

    private @Nullable String line(boolean tabs) {
        if (!reader.more()) {
            return null;
        }
        int end = reader.text.indexOf('\n', reader.at);
        String line = reader.text.substring(reader.at, end < 0 ? reader.text.length() : end);
        reader.at = end < 0 ? reader.text.length() : end + 1;
        return tabs ? line.replaceFirst("^\t+", "") : line;
    }
}
