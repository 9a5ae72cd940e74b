package dev.holdfast.mcp;

import dev.holdfast.access.Call;
import dev.holdfast.dotenv.EnvPlace;
import dev.holdfast.input.Arguments;
import dev.holdfast.policy.Action;
import dev.holdfast.secret.Description;
import dev.holdfast.secret.InvalidInput;
import dev.holdfast.secret.KeyPath;
import dev.holdfast.secret.SecretInfo;
import dev.holdfast.secret.SecretValue;
import dev.holdfast.store.Write;
import dev.holdfast.store.Written;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code set_secret}: store first, and then, if asked, the {@code .env}. */
final class SetSecret implements Tool {

    /** How long the version before stays readable. */
    static final Duration DEFAULT_GRACE = Duration.ofDays(7);

    @Override
    public String name() {
        return "set_secret";
    }

    @Override
    public String title() {
        return "Store a secret";
    }

    @Override
    public String description() {
        return "Store a secret, before it goes into any .env. With envFile it is stored, read back, and only then written"
                + " into that .env.";
    }

    @Override
    public Action action() {
        return Action.STORE;
    }

    @Override
    public Map<String, Object> arguments() {
        Map<String, Object> arguments = Schema.properties(Field.KEY_PATH, Field.keyPath());
        arguments.putAll(ValueArgument.schemas("value"));
        arguments.put(
                "description",
                Schema.string("What it is for, three words or more; a new secret needs it. Never the value."));
        arguments.put("expectedVersion", Schema.integer(0, Integer.MAX_VALUE, "Current version; 0: must be new"));
        arguments.put("envFile", Schema.string("A .env of the workspace to write it into afterwards."));
        arguments.put("envName", Schema.string("Variable name; default: the last segment in upper case."));
        return arguments;
    }

    @Override
    public String[] required() {
        return new String[] {Field.KEY_PATH};
    }

    @Override
    public Map<String, Object> output() {
        return Schema.object(
                Schema.properties(
                        "keyPath", Schema.string(),
                        "version", Schema.integer(),
                        "created", Schema.bool(),
                        "description", Schema.string(),
                        "fingerprint", Schema.string(),
                        "updatedAt", Schema.time(),
                        "env", Field.envPlace()),
                "keyPath",
                "version",
                "created",
                "description",
                "fingerprint",
                "updatedAt");
    }

    @Override
    public Hints hints() {
        return new Hints(false, false, false);
    }

    @Override
    public Map<String, Object> run(Services services, Call call, Arguments arguments) {
        KeyPath path = Field.keyPath(arguments);
        Integer expected = arguments.optionalInteger("expectedVersion", 0, Integer.MAX_VALUE);
        EnvPlace place = place(arguments, path);
        // Before a file is looked at for it: who may not write learns nothing of the workspace either.
        services.access().require(call, Action.STORE, path);
        try (SecretValue value = ValueArgument.read(arguments, "value", services.values())) {
            Description description =
                    arguments.has("description") ? Description.of(arguments.text("description"), value) : null;
            Write write = new Write(description, expected, DEFAULT_GRACE, false);
            Written written = place == null
                    ? services.access().put(call, path, value, write)
                    : services.env().put(call, path, value, write, place);
            return result(written, place);
        }
    }

    private static @Nullable EnvPlace place(Arguments arguments, KeyPath path) {
        String name = arguments.optionalText("envName");
        String file = arguments.optionalText("envFile");
        if (file == null) {
            if (name != null) {
                throw InvalidInput.argument("envName is given without envFile.", "Name the file too, such as .env.");
            }
            return null;
        }
        return name == null ? EnvPlace.of(file, path) : new EnvPlace(file, name);
    }

    private static Map<String, Object> result(Written written, @Nullable EnvPlace place) {
        SecretInfo info = written.info();
        Map<String, Object> result = Field.facts(info);
        result.put("created", written.created());
        result.put("description", info.description().text());
        result.put("fingerprint", info.fingerprint().text());
        Field.putTime(result, "updatedAt", info.updatedAt());
        if (place != null) {
            result.put("env", Field.envPlace(place));
        }
        return result;
    }
}
