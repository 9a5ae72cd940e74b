package dev.holdfast.cli;

import dev.holdfast.config.Environment;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code holdfast list}: the secrets that may be listed, never a value. */
@Command(
        name = "list",
        description = "List secrets by path, never a value.",
        mixinStandardHelpOptions = true,
        footer = {"", "Example:", "  holdfast list --project consilio"})
final class ListCommand implements Callable<Integer> {

    @Mixin
    private final SecretOptions options;

    @Parameters(
            arity = "0..1",
            paramLabel = "SCOPE",
            description =
                    "project, meta, service_keys, external_apis, database_connections or third_party_integrations.")
    private @Nullable String scope;

    @Option(names = "--project", paramLabel = "NAME", description = "Only this project's.")
    private @Nullable String project;

    @Option(names = "--tag", paramLabel = "TAG", description = "Only secrets with this tag.")
    private @Nullable String tag;

    @Option(names = "--limit", paramLabel = "N", description = "1 to 500; default 100.")
    private @Nullable Integer limit;

    @Option(names = "--cursor", paramLabel = "CURSOR", description = "Where the page before ended.")
    private @Nullable String cursor;

    ListCommand(Backend backend, Environment environment) {
        this.options = new SecretOptions(backend, environment);
    }

    @Override
    public Integer call() throws Exception {
        Map<String, Object> arguments = new LinkedHashMap<>();
        SecretOptions.given(arguments, "scope", scope);
        SecretOptions.given(arguments, "project", project);
        SecretOptions.given(arguments, "tag", tag);
        SecretOptions.given(arguments, "limit", limit);
        SecretOptions.given(arguments, "cursor", cursor);
        Map<String, Object> result = options.listing(arguments);
        Table table = new Table("KEY PATH", "VERSION", "UPDATED", "OWNER", "TAGS", "DESCRIPTION");
        if (result.get("secrets") instanceof List<?> secrets) {
            secrets.forEach(secret -> row(table, (Map<?, ?>) secret));
        }
        options.done(result, table);
        Object next = result.get("nextCursor");
        if (next != null && !options.json()) {
            options.out().println("There are more: --cursor " + next);
        }
        return Exit.DONE;
    }

    private static void row(Table table, Map<?, ?> secret) {
        table.row(
                String.valueOf(secret.get("keyPath")),
                String.valueOf(secret.get("version")),
                String.valueOf(secret.get("updatedAt")),
                Table.cell(secret.get("owner")),
                Table.cell(secret.get("tags")),
                String.valueOf(secret.get("description")));
    }
}
