package dev.holdfast.mcp;

import dev.holdfast.access.Call;
import dev.holdfast.dotenv.EnvReport;
import dev.holdfast.input.Arguments;
import dev.holdfast.policy.Action;
import dev.holdfast.secret.KeyPath;
import java.util.Map;

/** {@code check_env}: whether everything secret in a {@code .env} is stored. */
final class CheckEnv implements Tool {

    @Override
    public String name() {
        return "check_env";
    }

    @Override
    public String title() {
        return "Check a .env";
    }

    @Override
    public String description() {
        return "Check whether every secret in a .env is stored; reports names and key paths, never values.";
    }

    @Override
    public Action action() {
        return Action.LIST;
    }

    @Override
    public Map<String, Object> arguments() {
        return Schema.properties("file", Schema.string("Such as .env; relative to the workspace."));
    }

    @Override
    public String[] required() {
        return new String[] {"file"};
    }

    @Override
    public Map<String, Object> output() {
        Map<String, Object> entry = Schema.object(
                Schema.properties(
                        "name", Schema.string(),
                        "status", Schema.choice("stored", "not_stored", "not_secret"),
                        "keyPath", Schema.string()),
                "name",
                "status");
        return Schema.object(
                Schema.properties("file", Schema.string(), "entries", Schema.list(entry), "ok", Schema.bool()),
                "file",
                "entries",
                "ok");
    }

    @Override
    public Hints hints() {
        return new Hints(true, false, true);
    }

    @Override
    public Map<String, Object> run(Services services, Call call, Arguments arguments) {
        EnvReport report = services.env().check(call, arguments.text("file"));
        return Schema.properties(
                "file",
                report.file(),
                "entries",
                report.entries().stream().map(CheckEnv::entry).toList(),
                "ok",
                report.ok());
    }

    private static Map<String, Object> entry(EnvReport.Entry entry) {
        Map<String, Object> result =
                Schema.properties("name", entry.name(), "status", entry.status().word());
        KeyPath path = entry.path();
        if (path != null) {
            result.put(Field.KEY_PATH, path.toString());
        }
        return result;
    }
}
