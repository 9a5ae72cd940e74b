package dev.holdfast.mcp;

import dev.holdfast.access.Call;
import dev.holdfast.input.Arguments;
import dev.holdfast.policy.Action;
import dev.holdfast.secret.KeyPath;
import dev.holdfast.secret.SecretInfo;
import dev.holdfast.store.ReadSecret;
import java.util.Map;

/** {@code get_secret}: the value of a secret, current or a version before that is still readable. */
final class GetSecret implements Tool {

    @Override
    public String name() {
        return "get_secret";
    }

    @Override
    public String title() {
        return "Read a secret";
    }

    @Override
    public String description() {
        return "Read a stored secret's value and facts. To put it into a .env use write_env: then the value need not pass"
                + " through the conversation.";
    }

    @Override
    public Action action() {
        return Action.READ;
    }

    @Override
    public Map<String, Object> arguments() {
        return Schema.properties(
                Field.KEY_PATH,
                Field.keyPath(),
                Field.VERSION,
                Schema.integer(1, Integer.MAX_VALUE, "An earlier version in its grace; default the current one"));
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
                        "value", Schema.string(),
                        "version", Schema.integer(),
                        "description", Schema.string(),
                        "fingerprint", Schema.string(),
                        "updatedAt", Schema.time(),
                        "managed", Schema.bool(),
                        "deprecated", Schema.bool(),
                        "validUntil", Schema.time()),
                "keyPath",
                "version",
                "description",
                "fingerprint",
                "updatedAt",
                "managed");
    }

    @Override
    public Hints hints() {
        return new Hints(true, false, true);
    }

    @Override
    public Map<String, Object> run(Services services, Call call, Arguments arguments) {
        KeyPath path = Field.keyPath(arguments);
        Integer version = arguments.optionalInteger(Field.VERSION, 1, Integer.MAX_VALUE);
        try (ReadSecret secret = services.access().get(call, path, version)) {
            SecretInfo info = secret.info();
            Map<String, Object> result =
                    Schema.properties(Field.KEY_PATH, info.path().toString());
            result.put("value", Field.json(secret.value()));
            result.put(Field.VERSION, info.version());
            result.put("description", info.description().text());
            result.put("fingerprint", info.fingerprint().text());
            Field.putTime(result, "updatedAt", info.updatedAt());
            result.put("managed", info.managed());
            if (!info.current()) {
                result.put("deprecated", true);
            }
            Field.putTime(result, "validUntil", info.validUntil());
            return result;
        }
    }
}
