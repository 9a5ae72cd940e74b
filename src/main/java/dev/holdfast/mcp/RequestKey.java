package dev.holdfast.mcp;

import dev.holdfast.access.Call;
import dev.holdfast.grant.Grant;
import dev.holdfast.input.Arguments;
import dev.holdfast.policy.Action;
import dev.holdfast.secret.InvalidInput;
import dev.holdfast.secret.KeyPath;
import dev.holdfast.secret.Remark;
import java.time.Duration;
import java.util.Map;

/** {@code request_key}: access that ends, instead of the value itself. */
final class RequestKey implements Tool {

    private static final int LONGEST_TTL_SECONDS = 86_400;
    private static final int DEFAULT_TTL_SECONDS = 3_600;
    private static final int MOST_USES = 1_000;
    private static final int LEAST_PURPOSE = 10;

    @Override
    public String name() {
        return "request_key";
    }

    @Override
    public String title() {
        return "Request time-limited access";
    }

    @Override
    public String description() {
        return "Ask for access to a secret that ends by itself: an access token for 'holdfast redeem' instead of the"
                + " value. With requestId alone: how a request stands.";
    }

    @Override
    public Action action() {
        return Action.REQUEST;
    }

    @Override
    public Map<String, Object> arguments() {
        return Schema.properties(
                Field.KEY_PATH,
                Field.keyPath(),
                "purpose",
                Schema.string("What it is needed for, 10 characters or more."),
                "ttlSeconds",
                Schema.integer(1, LONGEST_TTL_SECONDS, "Default " + DEFAULT_TTL_SECONDS),
                "maxUses",
                Schema.integer(1, MOST_USES, "Default 1"),
                "requestId",
                Schema.string("Alone: the grantId or requestId of an earlier answer."));
    }

    @Override
    public Map<String, Object> output() {
        Map<String, Object> usage =
                Schema.object(Schema.properties("uses", Schema.integer(), "maxUses", Schema.integer()));
        return Schema.object(
                Schema.properties(
                        "status", Schema.choice("granted", "pending_approval", "denied", "expired"),
                        "grantId", Schema.string(),
                        "keyId", Schema.string(),
                        "accessToken", Schema.string(),
                        "expiresAt", Schema.time(),
                        "usage", usage,
                        "requestId", Schema.string(),
                        "approveWith", Schema.string()),
                "status");
    }

    @Override
    public Hints hints() {
        return new Hints(false, false, false);
    }

    @Override
    public Map<String, Object> run(Services services, Call call, Arguments arguments) {
        if (arguments.has("requestId")) {
            return status(services, call, arguments);
        }
        KeyPath path = Field.keyPath(arguments);
        Remark purpose = Remark.of("purpose", arguments.text("purpose"), LEAST_PURPOSE, null);
        int ttl = arguments.integer("ttlSeconds", 1, LONGEST_TTL_SECONDS, DEFAULT_TTL_SECONDS);
        int uses = arguments.integer("maxUses", 1, MOST_USES, 1);
        return result(services.grants().request(call, path, purpose, Duration.ofSeconds(ttl), uses));
    }

    private static Map<String, Object> status(Services services, Call call, Arguments arguments) {
        if (arguments.has(Field.KEY_PATH) || arguments.has("purpose")) {
            throw InvalidInput.argument(
                    "requestId cannot be sent together with keyPath or purpose.",
                    "Give keyPath and purpose for a new request, or requestId alone.");
        }
        return result(services.grants().status(call, arguments.text("requestId")));
    }

    private static Map<String, Object> result(Grant grant) {
        if (grant.expired()) {
            return Schema.properties("status", "expired", "requestId", grant.grantId());
        }
        Map<String, Object> result = Schema.properties("status", "granted", "grantId", grant.grantId());
        result.put("keyId", grant.keyId());
        String token = grant.accessToken();
        if (token != null) {
            result.put("accessToken", token);
        }
        Field.putTime(result, "expiresAt", grant.expiresAt());
        result.put("usage", Schema.properties("uses", grant.uses(), "maxUses", grant.maxUses()));
        return result;
    }
}
