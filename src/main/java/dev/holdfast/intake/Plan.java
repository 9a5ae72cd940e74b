package dev.holdfast.intake;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** What is to happen to each variable of some files, and after its execution what has happened. */
public final class Plan {

    private static final Comparator<Row> ORDER = Comparator.comparing(Row::file).thenComparingInt(Row::line);

    private final List<Secret> secrets;
    private final List<Row> others;

    /** @param others the variables that are no part of a secret */
    Plan(List<Secret> secrets, List<Row> others) {
        this.secrets = List.copyOf(secrets);
        this.others = List.copyOf(others);
    }

    List<Secret> secrets() {
        return secrets;
    }

    /** Those that are stored, or to be. */
    List<Secret> wanted() {
        return secrets.stream().filter(Secret::wanted).toList();
    }

    /** How many secrets are to be stored or read back. */
    public int steps() {
        return wanted().size();
    }

    /** Each variable, by file and line. */
    public List<Row> rows() {
        List<Row> rows = new ArrayList<>(others);
        secrets.forEach(secret -> secret.places().forEach(place -> rows.add(secret.row(place))));
        rows.sort(ORDER);
        return rows;
    }

    /** How many variables have this fate. */
    public int count(Fate fate) {
        return (int) rows().stream().filter(row -> row.fate() == fate).count();
    }

    /** Whether some secret stays unstored. */
    public boolean leavesSecrets() {
        return rows().stream().anyMatch(row -> row.fate().leavesSecret());
    }
}
