package dev.holdfast.mcp;

import dev.holdfast.access.Call;
import dev.holdfast.dotenv.EnvPlace;
import dev.holdfast.input.Arguments;
import dev.holdfast.policy.Action;
import dev.holdfast.secret.KeyPath;
import dev.holdfast.secret.Remark;
import dev.holdfast.secret.SecretValue;
import dev.holdfast.store.Write;
import dev.holdfast.store.Written;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** {@code rotate_secret}: a new value for a secret that exists, with grace for the old one. */
final class RotateSecret implements Tool {

    private static final int LEAST_REASON = 3;
    private static final int LONGEST_GRACE_SECONDS = (int) Duration.ofDays(365).toSeconds();

    @Override
    public String name() {
        return "rotate_secret";
    }

    @Override
    public String title() {
        return "Rotate a secret";
    }

    @Override
    public String description() {
        return "Replace the value of a stored secret; the old version stays readable by number until its grace ends.";
    }

    @Override
    public Action action() {
        return Action.ROTATE;
    }

    @Override
    public Map<String, Object> arguments() {
        Map<String, Object> arguments =
                Schema.properties(Field.KEY_PATH, Field.keyPath(), "reason", Schema.string("Why it is rotated."));
        arguments.putAll(ValueArgument.schemas("newValue"));
        arguments.put(
                "gracePeriodSeconds",
                Schema.integer(0, LONGEST_GRACE_SECONDS, "0: the old value ends at once; default 604800"));
        arguments.put("expectedVersion", Schema.integer(0, Integer.MAX_VALUE, "Current version"));
        return arguments;
    }

    @Override
    public String[] required() {
        return new String[] {Field.KEY_PATH, "reason"};
    }

    @Override
    public Map<String, Object> output() {
        return Schema.object(
                Schema.properties(
                        "keyPath", Schema.string(),
                        "version", Schema.integer(),
                        "previousVersion", Schema.integer(),
                        "previousValidUntil", Schema.time(),
                        "fingerprint", Schema.string(),
                        "env", Schema.list(Field.envPlace())),
                "keyPath",
                "version",
                "previousVersion",
                "fingerprint");
    }

    @Override
    public Hints hints() {
        return new Hints(false, true, false);
    }

    @Override
    public Map<String, Object> run(Services services, Call call, Arguments arguments) {
        KeyPath path = Field.keyPath(arguments);
        String reason = arguments.text("reason");
        int grace = arguments.integer(
                "gracePeriodSeconds", 0, LONGEST_GRACE_SECONDS, (int) SetSecret.DEFAULT_GRACE.toSeconds());
        Integer expected = arguments.optionalInteger("expectedVersion", 0, Integer.MAX_VALUE);
        // Before a file is looked at for it: who may not write learns nothing of the workspace either.
        services.access().require(call, Action.ROTATE, path);
        try (SecretValue value = ValueArgument.read(arguments, "newValue", services.values())) {
            Remark remark = Remark.of("reason", reason, LEAST_REASON, value);
            Write write = new Write(null, expected, Duration.ofSeconds(grace), true, remark);
            Written written = services.access().put(call, path, value, write);
            Map<String, Object> result = result(written);
            List<EnvPlace> places = services.env().placesOf(path);
            if (!places.isEmpty()) {
                result.put("env", places.stream().map(Field::envPlace).toList());
            }
            return result;
        }
    }

    private static Map<String, Object> result(Written written) {
        Map<String, Object> result = Field.facts(written.info());
        result.put(
                "previousVersion",
                Objects.requireNonNull(written.previousVersion(), "a rotation has a version before"));
        Field.putTime(result, "previousValidUntil", written.previousValidUntil());
        result.put("fingerprint", written.info().fingerprint().text());
        return result;
    }
}
