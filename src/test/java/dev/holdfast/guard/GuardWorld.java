package dev.holdfast.guard;

import dev.holdfast.audit.AuditQuery;
import dev.holdfast.mcp.ToolSession;
import dev.holdfast.secret.Description;
import dev.holdfast.secret.KeyPath;
import dev.holdfast.secret.SecretValue;
import dev.holdfast.store.Write;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** A workspace as the table of inputs expects it, with one secret that is stored. */
final class GuardWorld implements AutoCloseable {

    static final String STORED = "sk_live_stored_0123456789abcdef";
    static final String UNSTORED = "sk_live_unstored_fedcba9876543210";

    /** Not stored, and marked by a person. */
    static final String ACCEPTED = "sk_live_unstored_allowed_0123456789";

    final Path workspace;
    private final ToolSession session;

    GuardWorld(Path folder) throws IOException {
        workspace = files(folder.toRealPath().resolve("files"));
        session = new ToolSession(folder);
        try (SecretValue value = SecretValue.of(STORED)) {
            session.services()
                    .access()
                    .put(
                            session.services().calls().get(),
                            KeyPath.parse("project/demo/stripe_api_key"),
                            value,
                            new Write(
                                    Description.stored("Stripe API key for the demo"),
                                    null,
                                    Duration.ofDays(7),
                                    false));
        }
    }

    static Path files(Path workspace) throws IOException {
        Files.createDirectories(workspace.resolve("sub"));
        Path env = workspace.resolve(".env");
        Files.writeString(
                env, "STRIPE_API_KEY=" + STORED + "\nOLD_TOKEN=unstored_from_long_ago_0123456789\nPORT=8080\n");
        Files.writeString(workspace.resolve(".env.example"), "STRIPE_API_KEY=<your-key-here>\nPORT=8080\n");
        Files.writeString(workspace.resolve("half.env"), "API_KEY=sk_live_unstored_PLACE\n");
        Files.writeString(
                workspace.resolve("allowed.env"),
                "SANDBOX_KEY=" + ACCEPTED + " # holdfast:allow the sandbox's\nOLD_TOKEN="
                        + "unstored_from_long_ago_0123456789\nPORT=8080\n");
        Files.writeString(
                workspace.resolve("marked.env"), "SANDBOX_KEY=" + ACCEPTED + " # holdfast:allow\nPORT=8080\n");
        Files.writeString(workspace.resolve("noted.env"), "SANDBOX_KEY=" + ACCEPTED + " # note\n");
        Files.writeString(workspace.resolve(".holdfast-baseline"), "hb1:x\n");
        Files.createSymbolicLink(workspace.resolve("accepted"), Path.of(".holdfast-baseline"));
        Files.writeString(workspace.resolve("app.py"), "a = 1\n");
        Files.writeString(workspace.resolve("secrets.txt"), "API_KEY=" + UNSTORED + "\n");
        Files.createSymbolicLink(workspace.resolve("link"), Path.of(".env"));
        Files.createSymbolicLink(workspace.resolve("dangling"), Path.of("sub/.env.local"));
        Files.createSymbolicLink(workspace.resolve("folder"), Path.of("sub"));
        Files.createLink(workspace.resolve("hard"), env);
        return workspace;
    }

    HookGuard guard() {
        return new HookGuard(() -> new HookStore(
                session.services().access(),
                session.services().env(),
                session.services().calls(),
                () -> {}));
    }

    /** What the input gets; that it is not understood is a denial. */
    Verdict judge(HookCase one, byte[] input) {
        HookClient client = HookClient.named(one.client());
        try {
            return guard().judge(client, new ByteArrayInputStream(input), one.blocksReads());
        } catch (Malformed e) {
            return new Verdict(e.problem(), List.of());
        }
    }

    /** How many rows of the audit are denials. */
    int denials() {
        AtomicInteger count = new AtomicInteger();
        session.audit().read(AuditQuery.ALL, row -> {
            if (row.text("status").equals("DENIED")) {
                count.incrementAndGet();
            }
        });
        return count.get();
    }

    @Override
    public void close() {
        session.close();
    }
}
