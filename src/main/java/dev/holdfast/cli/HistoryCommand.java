package dev.holdfast.cli;

import dev.holdfast.access.SecretKeeping.Past;
import dev.holdfast.config.Environment;
import dev.holdfast.policy.Action;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code holdfast history}: the versions of a secret that can be read, never their values. */
@Command(
        name = "history",
        description = "List a secret's versions, with times and reasons, never a value.",
        mixinStandardHelpOptions = true,
        footer = {"", "Example:", "  holdfast history project/consilio/stripe_api_key"})
final class HistoryCommand implements Callable<Integer> {

    @Mixin
    private final SecretOptions options;

    @Parameters(paramLabel = "PATH", description = "Such as project/consilio/stripe_api_key.")
    private String path = "";

    HistoryCommand(Backend backend, Environment environment) {
        this.options = new SecretOptions(backend, environment);
    }

    @Override
    public Integer call() throws Exception {
        List<Map<String, Object>> versions =
                options.keeping(Action.LIST, path, (keeping, call, key) -> keeping.history(call, key)).stream()
                        .map(HistoryCommand::tree)
                        .toList();
        Map<String, Object> result = new LinkedHashMap<>();
        result.put("versions", versions);
        Table table = new Table("VERSION", "STORED", "VALID UNTIL", "REASON");
        versions.forEach(version -> table.row(
                String.valueOf(version.get("version")),
                String.valueOf(version.get("updatedAt")),
                Objects.toString(version.get("validUntil"), ""),
                Objects.toString(version.get("reason"), "")));
        return options.done(result, table);
    }

    private static Map<String, Object> tree(Past past) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("version", past.info().version());
        tree.put("updatedAt", past.info().updatedAt().toString());
        SecretOptions.given(
                tree,
                "validUntil",
                past.info().validUntil() == null
                        ? null
                        : past.info().validUntil().toString());
        SecretOptions.given(
                tree, "reason", past.reason() == null ? null : past.reason().text());
        tree.put("current", past.info().current());
        return tree;
    }
}
