package dev.holdfast.cli;

import dev.holdfast.config.Environment;
import dev.holdfast.policy.Action;
import dev.holdfast.secret.Description;
import dev.holdfast.secret.SecretInfo;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code holdfast describe}: the facts of a secret, or a new description for it. */
@Command(
        name = "describe",
        description = "Show a secret's facts, never its value; with --description change what it is said to be for.",
        mixinStandardHelpOptions = true,
        footer = {"", "Example:", "  holdfast describe project/consilio/stripe_api_key"})
final class DescribeCommand implements Callable<Integer> {

    @Mixin
    private final SecretOptions options;

    @Parameters(paramLabel = "PATH", description = "Such as project/consilio/stripe_api_key.")
    private String path = "";

    @Option(
            names = "--description",
            paramLabel = "TEXT",
            description = "The new one; makes a version of the same value.")
    private @Nullable String description;

    @Option(
            names = "--expected-version",
            paramLabel = "N",
            description = "With --description: refuse unless this version is current.")
    private @Nullable Integer expectedVersion;

    DescribeCommand(Backend backend, Environment environment) {
        this.options = new SecretOptions(backend, environment);
    }

    @Override
    public Integer call() throws Exception {
        Map<String, Object> facts = facts(described());
        Table table = new Table("FACT", "");
        facts.forEach((name, value) -> table.row(name, String.valueOf(value)));
        return options.done(facts, table);
    }

    private SecretInfo described() throws Exception {
        String text = description;
        if (text == null) {
            return options.keeping(Action.LIST, path, (keeping, call, key) -> keeping.describe(call, key));
        }
        return options.keeping(
                Action.STORE,
                path,
                (keeping, call, key) -> keeping.redescribe(
                                call, key, value -> Description.of(text, value), expectedVersion)
                        .info());
    }

    private static Map<String, Object> facts(SecretInfo info) {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("keyPath", info.path().toString());
        facts.put("keyId", info.keyId());
        facts.put("version", info.version());
        facts.put("description", info.description().text());
        facts.put("fingerprint", info.fingerprint().text());
        facts.put("createdAt", info.createdAt().toString());
        facts.put("updatedAt", info.updatedAt().toString());
        time(facts, "rotatedAt", info.rotatedAt());
        time(facts, "rotationDueAt", info.rotationDueAt());
        facts.put("managed", info.managed());
        if (info.compromised()) {
            facts.put("compromised", true);
        }
        return facts;
    }

    private static void time(Map<String, Object> facts, String name, @Nullable Instant time) {
        SecretOptions.given(facts, name, time == null ? null : time.toString());
    }
}
