package dev.holdfast.cli;

import dev.holdfast.access.SecretKeeping.Words;
import dev.holdfast.config.Environment;
import dev.holdfast.mcp.LabelFields;
import dev.holdfast.policy.Action;
import dev.holdfast.secret.Description;
import dev.holdfast.secret.SecretInfo;
import dev.holdfast.secret.SecretValue;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code holdfast describe}: the facts of a secret, or other words for it. */
@Command(
        name = "describe",
        description =
                "Show a secret's facts, never its value; with options change what it is for, whose it is, how it is found.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Examples:",
            "  holdfast describe project/consilio/stripe_api_key",
            "  holdfast describe project/consilio/stripe_api_key --owner \"Payments team\" --tag pci-dss"
        })
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

    @Mixin
    private final LabelOptions labels = new LabelOptions();

    @Option(
            names = "--expected-version",
            paramLabel = "N",
            description = "With a change: refuse unless this version is current.")
    private @Nullable Integer expectedVersion;

    DescribeCommand(Backend backend, Environment environment) {
        this.options = new SecretOptions(backend, environment);
    }

    @Override
    public Integer call() throws Exception {
        if (labels.contradict()) {
            return options.usage("--owner and --no-owner, or --tag and --untag of one tag, exclude each other.");
        }
        Map<String, Object> facts = facts(described());
        Table table = new Table("FACT", "");
        facts.forEach((name, value) -> table.row(name, Table.cell(value)));
        return options.done(facts, table);
    }

    private SecretInfo described() throws Exception {
        String text = description;
        if (text == null && !labels.given()) {
            return options.keeping(Action.LIST, path, (keeping, call, key) -> keeping.describe(call, key));
        }
        return options.keeping(
                Action.STORE,
                path,
                (keeping, call, key) -> keeping.redescribe(call, key, this::words, expectedVersion)
                        .info());
    }

    private Words words(SecretInfo present, SecretValue value) {
        return new Words(
                description == null ? null : Description.of(description, value),
                labels.changed(present.labels(), value));
    }

    private static Map<String, Object> facts(SecretInfo info) {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("keyPath", info.path().toString());
        facts.put("keyId", info.keyId());
        facts.put("version", info.version());
        facts.put("description", info.description().text());
        LabelFields.put(facts, info.labels());
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
