package dev.holdfast.guard;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A client of agents: what it tells its hook, and the answer that it takes. */
public abstract class HookClient {

    HookClient() {}

    /** The client of that name; null when it is none whose hook is known. */
    public static @Nullable HookClient named(String name) {
        return switch (name) {
            case "claude-code" -> new ClaudeCode();
            case "cursor" -> new Cursor();
            default -> null;
        };
    }

    abstract List<Act> acts(HookInput input, boolean blockReads) throws Malformed;

    /** What is printed for a verdict; an empty text for nothing. */
    public abstract String answer(Verdict verdict);

    static @Nullable Path folder(@Nullable String path) throws Malformed {
        if (path == null || path.isEmpty()) {
            return null;
        }
        Path folder = Places.of(null, path);
        if (folder == null) {
            throw new Malformed("The working folder of the hook's input is no absolute path.");
        }
        return folder;
    }

    /** Writes a small JSON text. */
    interface Fields {
        void write(JsonGenerator json) throws IOException;
    }

    static String json(Fields fields) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = new JsonFactory().createGenerator(text)) {
            json.writeStartObject();
            fields.write(json);
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString();
    }
}
