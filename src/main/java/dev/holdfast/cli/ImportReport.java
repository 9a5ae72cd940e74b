package dev.holdfast.cli;

import dev.holdfast.access.Reason;
import dev.holdfast.access.Refusal;
import dev.holdfast.intake.Fate;
import dev.holdfast.intake.Plan;
import dev.holdfast.intake.Row;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What {@code env import} prints: the plan, then what came of it; names and paths, never values. */
final class ImportReport {

    private final PrintWriter out;
    private final PrintWriter err;
    private final boolean json;
    private final Map<String, Refusal> refused = new LinkedHashMap<>();
    private List<String> passed = List.of();

    ImportReport(PrintWriter out, PrintWriter err, boolean json) {
        this.out = out;
        this.err = err;
        this.json = json;
    }

    /** Files that were not opened, since they are links or cannot be read. */
    void passed(List<String> files) {
        passed = files;
        files.forEach(file -> err.println(file + ": not looked at; it is a link or cannot be read."));
    }

    /** A file that was not opened, or not written. */
    void refused(String file, Refusal refusal) {
        refused.put(file, refusal);
    }

    void planned(Plan plan) {
        if (json) {
            out.println(JsonOutput.of(tree(plan)));
            return;
        }
        table(plan);
        out.println(sum(plan, "new"));
        tellRefused();
    }

    /** @param replaced whether references were to be put in place of the values */
    void done(Plan plan, boolean replaced) {
        if (json) {
            out.println(JsonOutput.of(tree(plan)));
            return;
        }
        table(plan);
        out.println(sum(plan, "stored and read back"));
        out.println(
                replaced
                        ? refused.isEmpty()
                                ? "References stand in place of the values; 'holdfast env restore FILE' writes the values again."
                                : "References stand in place of the values, but not in the files below."
                        : "The files are as they were. 'holdfast env restore FILE' rebuilds one that is lost.");
        tellRefused();
    }

    private void tellRefused() {
        refused.forEach((file, refusal) ->
                err.println(file + ": " + refusal.reason() + ": " + refusal.problem() + " " + refusal.hint()));
    }

    /** 1 when a secret stays unstored or a file was refused. */
    int exit(Plan plan) {
        boolean unreachable = refused.values().stream().anyMatch(one -> Exit.of(one.reason()) == Exit.UNREACHABLE);
        if (unreachable) {
            return Exit.of(Reason.STORE_UNAVAILABLE);
        }
        return plan.leavesSecrets() || !refused.isEmpty() ? Exit.REFUSED : Exit.DONE;
    }

    private void table(Plan plan) {
        Table table = new Table("variable", "file", "key path", "description", "what");
        for (Row row : plan.rows()) {
            table.row(row.name(), row.file() + ":" + row.line(), text(row.path()), text(row.description()), what(row));
        }
        table.print(out);
    }

    private static String text(@Nullable Object value) {
        return value == null ? "" : value.toString();
    }

    private static String what(Row row) {
        return switch (row.fate()) {
            case NEW -> "new";
            case PRESENT, SHARED -> row.note();
            case CONFLICT, LEFT, SKIPPED -> row.fate().word() + ": " + row.note();
        };
    }

    private static String sum(Plan plan, String stored) {
        int left = plan.count(Fate.CONFLICT) + plan.count(Fate.LEFT);
        String sum = plan.count(Fate.NEW) + " " + stored + ", " + plan.count(Fate.PRESENT) + " stored already, "
                + plan.count(Fate.SHARED) + " the same as another, " + plan.count(Fate.SKIPPED) + " not secret, " + left
                + " left.";
        return left == 0 ? sum : sum + " What is left is secret and not stored: see the reasons above.";
    }

    private Map<String, Object> tree(Plan plan) {
        return EnvSubcommand.tree(
                "entries",
                plan.rows().stream().map(ImportReport::tree).toList(),
                "new",
                plan.count(Fate.NEW),
                "present",
                plan.count(Fate.PRESENT),
                "shared",
                plan.count(Fate.SHARED),
                "skipped",
                plan.count(Fate.SKIPPED),
                "left",
                plan.count(Fate.CONFLICT) + plan.count(Fate.LEFT),
                "passed",
                passed,
                "refused",
                refused.entrySet().stream()
                        .map(one -> EnvSubcommand.tree("file", one.getKey(), one.getValue()))
                        .toList(),
                "ok",
                !plan.leavesSecrets() && refused.isEmpty());
    }

    private static Map<String, Object> tree(Row row) {
        return EnvSubcommand.tree(
                "name",
                row.name(),
                "file",
                row.file(),
                "line",
                row.line(),
                "status",
                row.fate().word(),
                "keyPath",
                row.path() == null ? null : row.path().toString(),
                "description",
                row.description() == null ? null : row.description().text(),
                "note",
                row.note().isEmpty() ? null : row.note());
    }
}
