package dev.holdfast.mcp;

import dev.holdfast.access.Call;
import dev.holdfast.dotenv.EnvAccess.Entry;
import dev.holdfast.dotenv.EnvAccess.WrittenEnv;
import dev.holdfast.input.Arguments;
import dev.holdfast.policy.Action;
import java.util.List;
import java.util.Map;

/** {@code write_env}: stored secrets into a {@code .env}, and nothing that is not stored. */
final class WriteEnv implements Tool {

    private static final int MOST_ENTRIES = 200;

    @Override
    public String name() {
        return "write_env";
    }

    @Override
    public String title() {
        return "Write stored secrets into a .env";
    }

    @Override
    public String description() {
        return "Write secrets that are stored into a .env of the workspace; their values do not pass through the"
                + " conversation. Refused when one is not stored.";
    }

    @Override
    public Action action() {
        return Action.EXPORT;
    }

    @Override
    public Map<String, Object> arguments() {
        return Schema.properties(
                "file",
                Schema.string("Such as .env; relative to the workspace."),
                "entries",
                Schema.list(Schema.object(
                        Schema.properties("name", Schema.string(), Field.KEY_PATH, Schema.string()),
                        "name",
                        Field.KEY_PATH)));
    }

    @Override
    public String[] required() {
        return new String[] {"file", "entries"};
    }

    @Override
    public Map<String, Object> output() {
        Map<String, Object> entry = Schema.object(
                Schema.properties("name", Schema.string(), "keyPath", Schema.string(), "version", Schema.integer()),
                "name",
                "keyPath",
                "version");
        return Schema.object(
                Schema.properties("file", Schema.string(), "written", Schema.list(entry)), "file", "written");
    }

    @Override
    public Hints hints() {
        return new Hints(false, true, true);
    }

    @Override
    public Map<String, Object> run(Services services, Call call, Arguments arguments) {
        String file = arguments.text("file");
        List<Entry> entries = arguments.objects("entries", MOST_ENTRIES, List.of("name", Field.KEY_PATH)).stream()
                .map(entry -> new Entry(entry.text("name"), Field.keyPath(entry)))
                .toList();
        WrittenEnv written = services.env().write(call, file, entries);
        return Schema.properties(
                "file",
                written.file(),
                "written",
                written.entries().stream()
                        .map(entry -> Schema.properties(
                                "name", entry.name(),
                                "keyPath", entry.path().toString(),
                                "version", entry.version()))
                        .toList());
    }
}
