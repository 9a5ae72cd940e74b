package dev.holdfast.mcp;

import dev.holdfast.access.Call;
import dev.holdfast.access.Listing;
import dev.holdfast.input.Arguments;
import dev.holdfast.policy.Action;
import dev.holdfast.secret.Category;
import dev.holdfast.secret.InvalidInput;
import dev.holdfast.secret.KeyPath;
import dev.holdfast.secret.SecretInfo;
import dev.holdfast.secret.Tags;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** {@code list_secrets}: which secrets there are, never what they are worth. */
final class ListSecrets implements Tool {

    static final int MOST = 500;
    static final int DEFAULT = 100;

    private static final String TAG = "tag";

    private final boolean labelled;

    /** @param labelled for a command: with the labels and by a tag, which the reply to a client has no fields for */
    ListSecrets(boolean labelled) {
        this.labelled = labelled;
    }

    @Override
    public String name() {
        return "list_secrets";
    }

    @Override
    public String title() {
        return "List secrets";
    }

    @Override
    public String description() {
        return "List the secrets you may see, by path, with descriptions and never with values.";
    }

    @Override
    public Action action() {
        return Action.LIST;
    }

    @Override
    public Map<String, Object> arguments() {
        Map<String, Object> arguments = Schema.properties(
                "scope",
                Schema.choice(
                        Arrays.stream(Category.values()).map(Category::word).toArray(String[]::new)),
                "project",
                Schema.string("Only this project's secrets."),
                "limit",
                Schema.integer(1, MOST, "Default " + DEFAULT),
                "cursor",
                Schema.string("nextCursor of the page before."));
        if (labelled) {
            arguments.put(TAG, Schema.string("Only secrets with this tag."));
        }
        return arguments;
    }

    @Override
    public Map<String, Object> output() {
        Map<String, Object> secret = Schema.object(
                Schema.properties(
                        "keyPath", Schema.string(),
                        "description", Schema.string(),
                        "version", Schema.integer(),
                        "updatedAt", Schema.time(),
                        "rotatedAt", Schema.time(),
                        "rotationDueAt", Schema.time(),
                        "deprecated", Schema.bool()),
                "keyPath",
                "description",
                "version",
                "updatedAt");
        return Schema.object(
                Schema.properties("secrets", Schema.list(secret), "nextCursor", Schema.string()), "secrets");
    }

    @Override
    public Hints hints() {
        return new Hints(true, false, true);
    }

    @Override
    public Map<String, Object> run(Services services, Call call, Arguments arguments) {
        String prefix = prefix(arguments.optionalText("scope"), arguments.optionalText("project"));
        int limit = arguments.integer("limit", 1, MOST, DEFAULT);
        String after = after(arguments.optionalText("cursor"));
        Listing listing = services.access().list(call, prefix, after, limit, tagged(arguments.optionalText(TAG)));
        Map<String, Object> result = Schema.properties(
                "secrets", listing.secrets().stream().map(this::entry).toList());
        if (listing.next() != null) {
            result.put("nextCursor", cursor(listing.next()));
        }
        return result;
    }

    private static Predicate<SecretInfo> tagged(@Nullable String tag) {
        if (tag == null) {
            return info -> true;
        }
        Tags wanted = Tags.of(List.of(tag), null);
        return info -> info.labels().tags().words().containsAll(wanted.words());
    }

    private Map<String, Object> entry(SecretInfo info) {
        Map<String, Object> entry =
                Schema.properties(Field.KEY_PATH, info.path().toString());
        entry.put("description", info.description().text());
        entry.put(Field.VERSION, info.version());
        Field.putTime(entry, "updatedAt", info.updatedAt());
        Field.putTime(entry, "rotatedAt", info.rotatedAt());
        Field.putTime(entry, "rotationDueAt", info.rotationDueAt());
        if (labelled) {
            LabelFields.put(entry, info.labels());
        }
        return entry;
    }

    private static String prefix(@Nullable String scope, @Nullable String project) {
        if (scope == null && project == null) {
            return "";
        }
        Category category = scope == null ? Category.PROJECT : category(scope);
        if (project == null) {
            return category.word() + "/";
        }
        if (category != Category.PROJECT) {
            throw InvalidInput.argument("Only the scope project has projects.", "Leave out project, or scope.");
        }
        try {
            // A project's name is what a path of it could have as its second segment.
            return "project/" + KeyPath.parse("project/" + project + "/name").project() + "/";
        } catch (InvalidInput e) {
            throw InvalidInput.argument(
                    "project is not a valid project name.",
                    "It is one segment of a key path: lower case, such as consilio.");
        }
    }

    private static Category category(String scope) {
        for (Category category : Category.values()) {
            if (category.word().equals(scope)) {
                return category;
            }
        }
        throw InvalidInput.argument(
                "scope is not a known one.",
                "Use project, meta, service_keys, external_apis, database_connections or third_party_integrations.");
    }

    private static String cursor(String path) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(path.getBytes(StandardCharsets.US_ASCII));
    }

    private static String after(@Nullable String cursor) {
        if (cursor == null) {
            return "";
        }
        try {
            byte[] path = Base64.getUrlDecoder().decode(cursor);
            return KeyPath.parse(new String(path, StandardCharsets.US_ASCII)).slashed();
        } catch (IllegalArgumentException | InvalidInput e) {
            throw InvalidInput.argument(
                    "cursor did not come from list_secrets.",
                    "Send nextCursor as it came, or leave it out for the first page.");
        }
    }
}
