package dev.holdfast.cli;

import dev.holdfast.access.Call;
import dev.holdfast.access.Reason;
import dev.holdfast.access.Refusal;
import dev.holdfast.agent.Role;
import dev.holdfast.config.Environment;
import dev.holdfast.grant.Tokens;
import dev.holdfast.input.TimeSpan;
import dev.holdfast.state.IssuedToken;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code holdfast token}: who may call {@code serve}. For whoever may administer. */
@Command(
        name = "token",
        description = "Issue tokens for agents and people, list them, and take them back.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "(issue | list | revoke)",
        footer = {
            "",
            "A token is shown once: to a terminal, with --reveal, or in a new file of --out that you alone may read.",
            "",
            "Examples:",
            "  holdfast token issue --agent claude-supervisor --expires-in 90d --out token",
            "  holdfast token issue --person ada --role approver",
            "  holdfast token list",
            "  holdfast token revoke --agent claude-supervisor"
        })
final class TokenCommand implements Runnable {

    private final Backend backend;
    private final Environment environment;

    @Spec
    private @Nullable CommandSpec spec;

    TokenCommand(Backend backend, Environment environment) {
        this.backend = backend;
        this.environment = environment;
    }

    @Override
    public void run() {
        CommandSpec known = Objects.requireNonNull(spec);
        known.commandLine().usage(known.commandLine().getOut());
    }

    private PrintWriter out() {
        return Objects.requireNonNull(spec).commandLine().getOut();
    }

    /** What is done with tokens in the name of whoever is at the command. */
    private interface Work {
        int with(Tokens tokens, Call call) throws Exception;
    }

    private int opened(Work work) throws Exception {
        try (Backend.OpenedTokens opened = backend.openTokens(new Acting().who(environment))) {
            return work.with(opened.tokens(), opened.calls().get());
        } finally {
            out().flush();
        }
    }

    @Command(
            name = "issue",
            description = "Issue a token, for an agent of holdfast.yaml or for a person with roles.",
            mixinStandardHelpOptions = true)
    int issue(
            @Option(names = "--agent", paramLabel = "NAME", description = "The agent that the token is for.") @Nullable
                    String agent,
            @Option(names = "--person", paramLabel = "NAME", description = "The person that the token is for.")
                    @Nullable
                    String person,
            @Option(
                            names = "--role",
                            paramLabel = "ROLE",
                            description = "A person's: viewer, operator, approver or admin; may be given again.")
                    @Nullable
                    List<String> roles,
            @Option(
                            names = "--expires-in",
                            paramLabel = "TIME",
                            defaultValue = "1h",
                            description = "Seconds, or a time such as 1h, 90d, 1y; default: ${DEFAULT-VALUE}.")
                    String expiresIn,
            @Option(names = "--out", paramLabel = "FILE", description = "Write the token into this new file.") @Nullable
                    Path file,
            @Option(names = "--reveal", description = "Print the token although the output is no terminal.")
                    boolean reveal,
            @Option(names = "--json", description = "Print JSON.") boolean json)
            throws Exception {
        Duration lasting = TimeSpan.parse(expiresIn);
        List<Role> known = roles(roles == null ? List.of() : roles);
        if (lasting == null || known == null || (agent == null) == (person == null)) {
            return usage(
                    "Say --agent NAME, or --person NAME with --role, and --expires-in with a time such as 1h or 90d.");
        }
        if (file == null && !reveal && !Terminal.present()) {
            throw new Refusal(
                    Reason.ACCESS_DENIED,
                    "The output is no terminal, so no token was issued.",
                    "Add --out FILE, or --reveal if the token may go where the output goes.");
        }
        return opened((tokens, call) -> {
            Path target = file == null ? null : made(file);
            try {
                try (Tokens.Issued issued = agent != null
                        ? tokens.forAgent(call, agent, lasting)
                        : tokens.forPerson(call, Objects.requireNonNull(person), known, lasting)) {
                    print(issued, target, json);
                }
                return Exit.DONE;
            } catch (Refusal e) {
                if (target != null) {
                    Files.deleteIfExists(target);
                }
                throw e;
            }
        });
    }

    private static @Nullable List<Role> roles(List<String> words) {
        List<Role> roles = new ArrayList<>();
        for (String word : words) {
            Role role = Role.of(word);
            if (role == null) {
                return null;
            }
            roles.add(role);
        }
        return roles;
    }

    /** Made before the token, so that a token is not lost for want of a place. */
    static Path made(Path file) throws IOException {
        try {
            return Files.createFile(
                    file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        } catch (FileAlreadyExistsException e) {
            throw new Refusal(
                    Reason.INVALID_ARGUMENT,
                    "The file of --out is there already, so no token was issued.",
                    "Name a new file.");
        } catch (IOException e) {
            throw new Refusal(
                    Reason.INVALID_ARGUMENT,
                    "The file of --out cannot be made, so no token was issued.",
                    "Name a file in a folder that is there and that you may write to.");
        }
    }

    private void print(Tokens.Issued issued, @Nullable Path file, boolean json) throws IOException {
        if (file != null) {
            Files.writeString(file, text(issued) + "\n");
        }
        if (json) {
            Map<String, Object> tree = tree(issued.facts());
            if (file == null) {
                tree.put("token", text(issued));
            }
            out().println(JsonOutput.of(tree));
        } else if (file == null) {
            out().println(text(issued));
        } else {
            out().println("The token lasts until " + issued.facts().expiresAt() + ". Its number, to take it back: "
                    + issued.facts().jti());
        }
    }

    private static String text(Tokens.Issued issued) {
        return issued.value().reveal(bytes -> new String(bytes, StandardCharsets.US_ASCII));
    }

    private static Map<String, Object> tree(IssuedToken token) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("jti", token.jti());
        tree.put("holder", token.holder());
        tree.put("kind", token.kind());
        tree.put("roles", token.roles());
        tree.put("environment", token.environment());
        tree.put("issuedAt", token.issuedAt().toString());
        tree.put("expiresAt", token.expiresAt().toString());
        tree.put("revoked", token.revokedAt() != null);
        return tree;
    }

    @Command(
            name = "list",
            description = "List the tokens that have not ended, never the tokens themselves.",
            mixinStandardHelpOptions = true)
    int list(@Option(names = "--json", description = "Print JSON.") boolean json) throws Exception {
        return opened((tokens, call) -> {
            List<IssuedToken> live = tokens.live(call);
            if (json) {
                out().println(JsonOutput.of(
                        live.stream().map(TokenCommand::tree).toList()));
                return Exit.DONE;
            }
            Table table = new Table("NUMBER", "HOLDER", "KIND", "ROLES", "EXPIRES", "STATE");
            live.forEach(token -> table.row(
                    token.jti(),
                    token.holder(),
                    token.kind(),
                    String.join(" ", token.roles()),
                    token.expiresAt().toString(),
                    token.revokedAt() == null ? "valid" : "revoked"));
            table.print(out());
            return Exit.DONE;
        });
    }

    @Command(
            name = "revoke",
            description = "Take a token back, or all of a holder's; every server refuses them within a second.",
            mixinStandardHelpOptions = true)
    int revoke(
            @Parameters(arity = "0..1", paramLabel = "NUMBER", description = "The number that list shows.") @Nullable
                    String jti,
            @Option(names = "--agent", paramLabel = "NAME", description = "All tokens of this agent.") @Nullable
                    String agent,
            @Option(names = "--person", paramLabel = "NAME", description = "All tokens of this person.") @Nullable
                    String person)
            throws Exception {
        String holder = agent == null ? person : agent;
        if ((jti == null) == (holder == null) || (agent != null && person != null)) {
            return usage("Say the NUMBER of a token, or --agent NAME, or --person NAME.");
        }
        String kind = agent == null ? "person" : "agent";
        return opened((tokens, call) -> {
            int ended = holder != null
                    ? tokens.revokeAll(call, kind, holder)
                    : tokens.revoke(call, Objects.requireNonNull(jti)) ? 1 : 0;
            out().println(ended == 1 ? "1 token was taken back." : ended + " tokens were taken back.");
            return ended == 0 ? Exit.REFUSED : Exit.DONE;
        });
    }

    private int usage(String words) {
        Objects.requireNonNull(spec).commandLine().getErr().println(words);
        return Exit.USAGE;
    }
}
