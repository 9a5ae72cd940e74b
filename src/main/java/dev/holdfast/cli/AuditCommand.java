package dev.holdfast.cli;

import dev.holdfast.access.Refusal;
import dev.holdfast.audit.AuditQuery;
import dev.holdfast.audit.AuditRow;
import dev.holdfast.audit.Channel;
import dev.holdfast.audit.Verification;
import dev.holdfast.secret.InvalidInput;
import dev.holdfast.secret.KeyPath;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code holdfast audit}: the rows, and the proof of their chain. For the owner of the home folder. */
@Command(
        name = "audit",
        description = "Show what was done with secrets, or prove that no row was changed.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Examples:",
            "  holdfast audit --days 1",
            "  holdfast audit --key-path project/consilio/stripe_api_key --json",
            "  holdfast audit verify"
        })
final class AuditCommand implements Callable<Integer> {

    private final Backend backend;

    @Option(names = "--days", paramLabel = "N", description = "Rows of the last N days.")
    private @Nullable Integer days;

    @Option(names = "--key-path", paramLabel = "P", description = "Rows of this key path.")
    private @Nullable String keyPath;

    @Option(names = "--agent", paramLabel = "A", description = "Rows of this agent or service.")
    private @Nullable String agent;

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    @Spec
    private @Nullable CommandSpec spec;

    AuditCommand(Backend backend) {
        this.backend = backend;
    }

    @Override
    public Integer call() throws Exception {
        AuditQuery query = query();
        try (Backend.Opened opened = open()) {
            List<AuditRow> rows = new ArrayList<>();
            opened.audit().read(query, rows::add);
            if (json) {
                out().println(JsonOutput.of(
                        rows.stream().map(AuditCommand::tree).toList()));
            } else {
                table(rows);
            }
        }
        return Exit.DONE;
    }

    @Command(
            name = "verify",
            description = "Recompute the chain; exit 1 when a row was edited, removed, inserted or moved.",
            mixinStandardHelpOptions = true)
    Integer verify(
            @Option(names = "--json", description = "Print JSON.") boolean asJson,
            @Option(
                            names = "--file",
                            paramLabel = "ARCHIVE",
                            description =
                                    "Prove archives of the retention instead; several in the order of their days.")
                    @Nullable
                    List<Path> archives)
            throws Exception {
        Verification verification = archives == null ? verified() : backend.verifyArchives(archives);
        String fault = verification.fault();
        if (asJson || json) {
            Map<String, Object> tree = new LinkedHashMap<>();
            tree.put("ok", verification.holds());
            tree.put("rows", verification.rows());
            if (fault != null) {
                tree.put("fault", fault);
            }
            out().println(JsonOutput.of(tree));
        } else if (fault == null) {
            out().println("The chain holds: " + verification.rows() + " rows.");
        } else {
            out().println("The audit does not hold. " + fault);
            out().println(verification.rows()
                    + " rows were proven before that. Keep everything as it is for whoever looks into it.");
        }
        return verification.holds() ? Exit.DONE : Exit.REFUSED;
    }

    private Verification verified() throws Exception {
        try (Backend.Opened opened = open()) {
            return opened.audit().verify();
        }
    }

    private Backend.Opened open() {
        Backend.Who owner = new Backend.Who(
                null, System.getProperty("user.name"), Path.of("").toAbsolutePath(), Channel.CLI);
        return backend.open(owner);
    }

    private AuditQuery query() {
        Instant since = days == null ? null : Instant.now().minus(Duration.ofDays(days));
        try {
            return new AuditQuery(since, keyPath == null ? null : KeyPath.parse(keyPath), agent);
        } catch (InvalidInput e) {
            throw Refusal.of(e);
        }
    }

    private static Map<String, Object> tree(AuditRow row) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("seq", row.seq());
        tree.putAll(row.fields());
        return tree;
    }

    private void table(List<AuditRow> rows) {
        Table table =
                new Table("#", "time", "who", "action", "key path", "version", "phase", "status", "reason", "request");
        for (AuditRow row : rows) {
            String who = row.text("service_name").isEmpty() ? row.text("person") : row.text("service_name");
            table.row(
                    Long.toString(row.seq()),
                    time(row.text("timestamp")),
                    who,
                    row.text("action"),
                    row.text("key_path"),
                    row.text("version"),
                    row.text("phase"),
                    row.text("status"),
                    row.text("reason"),
                    row.text("request_id"));
        }
        table.print(out());
        out().println(rows.size() == 1 ? "1 row" : rows.size() + " rows");
    }

    /** To the millisecond, so that columns align; {@code --json} has it whole. */
    private static String time(String timestamp) {
        return Instant.parse(timestamp).truncatedTo(ChronoUnit.MILLIS).toString();
    }

    private PrintWriter out() {
        if (spec == null) {
            throw new IllegalStateException("not run by the command line");
        }
        return spec.commandLine().getOut();
    }
}
