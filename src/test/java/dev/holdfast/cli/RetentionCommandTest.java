package dev.holdfast.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.audit.AuditException;
import dev.holdfast.audit.Retention;
import dev.holdfast.audit.Verification;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** What the command says and how it ends; what a retention does is shown on a real server. */
final class RetentionCommandTest {

    private static final Retention.Part PART = new Retention.Part(
            "key_access_audit", LocalDate.parse("2026-03-01"), 12, Path.of("key_access_audit-2026-03-01.jsonl.gz"));

    private final StringWriter out = new StringWriter();
    private final List<Integer> asked = new ArrayList<>();

    /** A retention with one part, of which this much holds. */
    private record Fixed(Verification verification) implements Retention {

        @Override
        public List<Part> due() {
            return List.of(PART);
        }

        @Override
        public Verification run(Consumer<Part> done) {
            if (verification.holds()) {
                done.accept(PART);
            }
            return verification;
        }

        @Override
        public void close() {}
    }

    private int run(Verification verification, String... arguments) {
        Backend backend = (Backend) Proxy.newProxyInstance(
                Backend.class.getClassLoader(), new Class<?>[] {Backend.class}, (self, method, given) -> {
                    assertThat(method.getName()).isEqualTo("retention");
                    asked.add((Integer) given[0]);
                    if (verification == null) {
                        throw new AuditException("The server is away.", "Call again.");
                    }
                    return new Fixed(verification);
                });
        return new CommandLine(new RetentionCommand(backend))
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(new StringWriter()))
                .setExecutionExceptionHandler((exception, command, parsed) -> 3)
                .execute(arguments);
    }

    @Test
    void retention_allHolds_tellsWhatWasArchived() {
        assertThat(run(new Verification(12, null), "--days", "30")).isZero();
        assertThat(out.toString())
                .contains("key_access_audit 2026-03-01: 12 rows in key_access_audit-2026-03-01.jsonl.gz");
        assertThat(asked).containsExactly(30);
    }

    @Test
    void retention_fault_isRefused() {
        assertThat(run(new Verification(0, "Row 3 was changed."), "--json")).isEqualTo(Exit.REFUSED);
        assertThat(out.toString()).contains("\"ok\":false", "\"archived\":[]", "Row 3 was changed.");
    }

    @Test
    void retention_dryRun_tellsWhatIsDue() {
        assertThat(run(new Verification(0, "not asked"), "--dry-run", "--json")).isZero();
        assertThat(out.toString())
                .contains("\"due\":[{\"table\":\"key_access_audit\",\"day\":\"2026-03-01\",\"rows\":12");
    }

    @Test
    void retention_serverAway_isUnreachable() {
        assertThat(run(null)).isEqualTo(Exit.UNREACHABLE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"--days 0", "--days -1", "--every soon", "--every 0h", "--every 24h --dry-run"})
    void retention_wrongOptions_areUsage(String options) {
        assertThat(run(new Verification(0, null), options.split(" "))).isEqualTo(Exit.USAGE);
        assertThat(asked).isEmpty();
    }
}
