package dev.holdfast.cli;

import dev.holdfast.access.Refusal;
import dev.holdfast.audit.AuditException;
import dev.holdfast.audit.Retention;
import dev.holdfast.audit.Retention.Part;
import dev.holdfast.audit.Verification;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code holdfast retention}: days of the audit that are over, proven, archived and dropped. */
@Command(
        name = "retention",
        description = "Archive the days of the audit that are older than they are kept, and drop them.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "The whole audit is proven first; where it does not hold, nothing is dropped. Each archive is read back and",
            "proven before its day is dropped. Interrupted, call it again.",
            "",
            "Examples:",
            "  holdfast retention --dry-run",
            "  holdfast retention --days 90 --archive /srv/holdfast/archive",
            "  holdfast retention --every 24h",
            "  holdfast audit verify --file key_access_audit-2026-03-01.jsonl.gz"
        })
final class RetentionCommand implements Callable<Integer> {

    private static final Pattern PERIOD = Pattern.compile("([1-9][0-9]{0,4})([mhd])");

    private final Backend backend;

    @Option(names = "--days", paramLabel = "N", description = "Whole days to keep; default: audit.retention.")
    private @Nullable Integer days;

    @Option(
            names = "--archive",
            paramLabel = "DIR",
            description = "The folder of the archives; default: audit.archive.")
    private @Nullable Path archive;

    @Option(names = "--dry-run", description = "Say what would be archived, and change nothing.")
    private boolean dryRun;

    @Option(names = "--every", paramLabel = "TIME", description = "Stay, and do it again after a time such as 24h.")
    private @Nullable String every;

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    @Spec
    private @Nullable CommandSpec spec;

    RetentionCommand(Backend backend) {
        this.backend = backend;
    }

    @Override
    public Integer call() throws Exception {
        Duration period = every == null ? Duration.ZERO : period(every);
        boolean wrongDays = days != null && days < 1;
        boolean dryForEver = dryRun && every != null;
        if (period == null || wrongDays || dryForEver) {
            err().println(
                            "Say --days with 1 or more, and --every with a time such as 30m, 24h or 7d, without --dry-run.");
            return Exit.USAGE;
        }
        if (period.isZero()) {
            return once();
        }
        while (true) {
            onceAndOn();
            // Ended by the signal that ends the process; a run that it cuts off is taken up by the next.
            var unused = new CountDownLatch(1).await(period.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    private static @Nullable Duration period(String text) {
        Matcher period = PERIOD.matcher(text.toLowerCase(Locale.ROOT));
        if (!period.matches()) {
            return null;
        }
        long count = Long.parseLong(period.group(1));
        return switch (period.group(2)) {
            case "m" -> Duration.ofMinutes(count);
            case "h" -> Duration.ofHours(count);
            default -> Duration.ofDays(count);
        };
    }

    private int once() {
        try (Retention retention = backend.retention(days, archive)) {
            return dryRun ? plan(retention) : run(retention);
        }
    }

    /** A server that is away today may be there tomorrow. */
    private void onceAndOn() {
        try {
            var unused = once();
        } catch (Refusal e) {
            err().println(e.reason() + ": " + e.problem() + " " + e.hint());
        } catch (AuditException e) {
            err().println(e.problem() + " " + e.hint());
        }
        out().flush();
        err().flush();
    }

    private int plan(Retention retention) {
        List<Part> due = retention.due();
        if (json) {
            out().println(JsonOutput.of(
                    Map.of("due", due.stream().map(RetentionCommand::tree).toList())));
        } else {
            due.forEach(part -> out().println(part.table() + " " + part.day() + ": " + rows(part.rows())));
            out().println(due.isEmpty() ? "Nothing is due." : "These would be archived and dropped.");
        }
        return Exit.DONE;
    }

    private int run(Retention retention) {
        List<Part> gone = new ArrayList<>();
        Progress progress = new Progress(err(), Math.max(1, retention.due().size()));
        progress.at(0, "proving the audit");
        Verification verification;
        try {
            verification = retention.run(part -> {
                gone.add(part);
                progress.at(gone.size(), part.table() + " " + part.day());
            });
        } finally {
            progress.end();
        }
        print(gone, verification);
        return verification.holds() ? Exit.DONE : Exit.REFUSED;
    }

    private void print(List<Part> gone, Verification verification) {
        String fault = verification.fault();
        if (json) {
            Map<String, Object> tree = new LinkedHashMap<>();
            tree.put("ok", fault == null);
            tree.put("archived", gone.stream().map(RetentionCommand::tree).toList());
            if (fault != null) {
                tree.put("fault", fault);
            }
            out().println(JsonOutput.of(tree));
            return;
        }
        for (Part part : gone) {
            Path file = part.archive();
            out().println(part.table() + " " + part.day() + ": " + rows(part.rows())
                    + (file == null ? ", dropped" : " in " + file));
        }
        if (fault != null) {
            out().println("The audit does not hold, so nothing more was dropped. " + fault);
            out().println("Keep the database as it is for whoever looks into it.");
        } else if (gone.isEmpty()) {
            out().println("Nothing is due.");
        }
    }

    private static String rows(long count) {
        return count == 1 ? "1 row" : count + " rows";
    }

    private static Map<String, Object> tree(Part part) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("table", part.table());
        tree.put("day", part.day().toString());
        tree.put("rows", part.rows());
        if (part.archive() != null) {
            tree.put("file", part.archive().toString());
        }
        return tree;
    }

    private PrintWriter out() {
        return spec().commandLine().getOut();
    }

    private PrintWriter err() {
        return spec().commandLine().getErr();
    }

    private CommandSpec spec() {
        if (spec == null) {
            throw new IllegalStateException("not run by the command line");
        }
        return spec;
    }
}
