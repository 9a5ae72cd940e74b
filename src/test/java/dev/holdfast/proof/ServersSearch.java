package dev.holdfast.proof;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.audit.AuditRow;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * Looks for secrets, in all their forms, and for the words of servers in what a process of ours has said and written.
 *
 * <p>A failure tells where something was found, and never what.
 */
final class ServersSearch {

    /** What the servers and their drivers say in the faults of the proofs; lower case. */
    private static final List<String> WORDS = List.of(
            "vault is sealed",
            "permission denied",
            "check-and-set parameter",
            "connection refused",
            "authentication failed",
            "terminating connection",
            "failing row",
            "violates",
            "relation \"",
            "trap_of_the_proof",
            "certificate_unknown",
            "pkix",
            "org.postgresql",
            "springframework",
            ServersEcho.WORDS);

    /** The files in which the credentials stand. */
    private static final List<String> CREDENTIALS = List.of("token", "role", "owner", "secret-id", "jwt");

    private final Set<String> sought = ConcurrentHashMap.newKeySet();
    private int answers;
    private int lines;
    private int processes;

    /** A secret that may stand nowhere from now on. Thread-safe. */
    void seek(String secret) {
        sought.addAll(Canary.formsOf(secret));
        assertThat(holds("{\"errors\":[\"" + secret + "\"]}"))
                .as("the search finds it")
                .isTrue();
    }

    private boolean holds(String text) {
        String lower = text.toLowerCase(Locale.ROOT);
        return sought.stream().anyMatch(lower::contains);
    }

    private void requireNone(String text, String where) {
        assertThat(holds(text)).as("a secret in " + where).isFalse();
    }

    /** The code of an answer that holds no secret, and no server's words either. */
    String code(Reply reply) {
        String text = reply.message().toString();
        requireNone(text, "an answer");
        if (reply.refused()) {
            assertThat(WORDS).noneMatch(text.toLowerCase(Locale.ROOT)::contains);
        }
        answers++;
        return reply.code();
    }

    /** Ends a process, and searches all that it has said. */
    void end(McpClient client) {
        assertThat(client.end()).isZero();
        requireNone(client.errors(), "the log");
        requireNone(client.answers(), "the answers");
        lines += (int) client.errors().lines().count();
        processes++;
    }

    void requireNotIn(List<AuditRow> rows) {
        assertThat(rows).isNotEmpty();
        rows.forEach(row -> requireNone(row.fields().toString(), "the audit"));
    }

    /** All files of a folder but those of the credentials. */
    void requireNotIn(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            files.filter(Files::isRegularFile)
                    .filter(file -> !CREDENTIALS.contains(file.getFileName().toString()))
                    .forEach(file -> requireNone(text(file), file.getFileName().toString()));
        }
    }

    private static String text(Path file) {
        try {
            return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String figure() {
        return sought.size() + " forms of value, tokens, secret id, JWT and passwords, " + answers + " answers and "
                + lines + " log lines of " + processes + " processes, found nowhere";
    }
}
