package dev.holdfast.dotenv;

import dev.holdfast.access.Call;
import dev.holdfast.access.SecretAccess;
import dev.holdfast.dotenv.EnvReport.Standing;
import dev.holdfast.dotenv.detect.Looks;
import dev.holdfast.dotenv.detect.SecretLooks;
import dev.holdfast.policy.Action;
import dev.holdfast.secret.Category;
import dev.holdfast.secret.KeyPath;
import dev.holdfast.secret.SecretValue;
import dev.holdfast.store.Holding;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The one decision about a {@code .env}: is exactly this value stored for this project, under a path that the caller may
 * list?
 *
 * <p>Decided by keyed look-up; no value is compared or shown. Thread-safe.
 */
final class EnvGate {

    private final SecretAccess access;
    private final GateSources sources;
    private final Clock clock;

    EnvGate(SecretAccess access, GateSources sources, Clock clock) {
        this.access = access;
        this.sources = sources;
        this.clock = clock;
    }

    /**
     * How each variable of a text stands, in the order of the lines: at its worst, where it stands there twice or readers
     * differ about it.
     */
    List<EnvReport.Entry> check(Call call, Project project, EnvText text) {
        Baseline baseline = Baseline.of(project, sources);
        List<Assignment> assignments = text.assignments();
        List<List<Judged>> values = judge(call, project, assignments);
        Map<String, EnvReport.Entry> entries = new LinkedHashMap<>();
        for (int i = 0; i < assignments.size(); i++) {
            Assignment assignment = assignments.get(i);
            entries.merge(assignment.name(), entry(assignment, values.get(i), baseline), EnvGate::worse);
        }
        return List.copyOf(entries.values());
    }

    /** A value as it was judged, with the place where it is stored for this project; null where it is not. */
    private static final class Judged {

        private final SecretValue value;
        private final Looks looks;
        private @Nullable KeyPath place;

        Judged(Assignment assignment, SecretValue value) {
            this.value = value;
            this.looks = SecretLooks.of(assignment.name(), value);
        }
    }

    /** The values of each assignment; all of them are looked up at once. */
    private List<List<Judged>> judge(Call call, Project project, List<Assignment> assignments) {
        List<List<Judged>> all = new ArrayList<>();
        for (Assignment assignment : assignments) {
            all.add(assignment.readings().stream()
                    .map(value -> new Judged(assignment, value))
                    .toList());
        }
        List<Judged> storable = all.stream()
                .flatMap(List::stream)
                .filter(one -> one.looks != Looks.BLANK)
                .toList();
        List<List<Holding>> holdings =
                access.holdings(call, storable.stream().map(one -> one.value).toList());
        Instant now = clock.instant();
        for (int i = 0; i < storable.size(); i++) {
            storable.get(i).place = holdings.get(i).stream()
                    .filter(holding -> holding.validAt(now) && counts(project, holding.path()))
                    .findFirst()
                    .map(Holding::path)
                    .orElse(null);
        }
        return all;
    }

    /** A secret of another project is none of this one's; what is shared lies outside of all of them. */
    private static boolean counts(Project project, KeyPath path) {
        return project.name() == null
                || path.category() != Category.PROJECT
                || project.name().equals(path.project());
    }

    private EnvReport.Entry entry(Assignment assignment, List<Judged> values, Baseline baseline) {
        EnvReport.Entry worst = new EnvReport.Entry(assignment.name(), Standing.NOT_SECRET, null);
        for (Judged value : values) {
            worst = worse(worst, entry(assignment, value, baseline));
        }
        return worst;
    }

    private EnvReport.Entry entry(Assignment assignment, Judged judged, Baseline baseline) {
        String name = assignment.name();
        if (judged.place != null) {
            return new EnvReport.Entry(name, Standing.STORED, judged.place);
        }
        if (judged.looks != Looks.SECRET || baseline.accepts(name, judged.value)) {
            return new EnvReport.Entry(name, Standing.NOT_SECRET, null);
        }
        if (SecretLooks.webToken(judged.value) && sources.ownToken(judged.value)) {
            return new EnvReport.Entry(name, Standing.STORED, null);
        }
        return new EnvReport.Entry(
                name, assignment.allowed() ? Standing.NOT_SECRET : Standing.NOT_STORED, null, assignment.allowed());
    }

    /** Of two the one that says less; of two alike the first. */
    private static EnvReport.Entry worse(EnvReport.Entry one, EnvReport.Entry other) {
        EnvReport.Entry worst = worst(one, other);
        return one.allowed() || other.allowed() ? worst.allowing() : worst;
    }

    private static EnvReport.Entry worst(EnvReport.Entry one, EnvReport.Entry other) {
        if (one.status() == Standing.NOT_STORED || other.status() == Standing.NOT_STORED) {
            return one.status() == Standing.NOT_STORED ? one : other;
        }
        return one.status() == Standing.STORED ? one : other;
    }

    /** What looks secret in a text and is not stored. */
    List<Assignment> notStored(Call call, Project project, EnvText text) {
        Baseline baseline = Baseline.of(project, sources);
        List<Assignment> assignments = text.assignments();
        List<List<Judged>> values = judge(call, project, assignments);
        List<Assignment> open = new ArrayList<>();
        for (int i = 0; i < assignments.size(); i++) {
            if (entry(assignments.get(i), values.get(i), baseline).status() == Standing.NOT_STORED) {
                open.add(assignments.get(i));
            }
        }
        return open;
    }

    /**
     * Accepts assignments for good: from then on they count as no secrets.
     *
     * @return the names
     */
    List<String> accept(Project project, List<Assignment> assignments) {
        if (!assignments.isEmpty()) {
            Baseline.of(project, sources).add(assignments);
        }
        return assignments.stream().map(Assignment::name).distinct().toList();
    }

    /** Whether replacing these values of variables would lose one: it looks secret and was never stored. */
    boolean wouldLose(Call call, Map<String, List<SecretValue>> values) {
        List<SecretValue> secret = new ArrayList<>();
        values.forEach((name, its) ->
                its.stream().filter(value -> SecretLooks.secret(name, value)).forEach(secret::add));
        if (secret.isEmpty()) {
            return false;
        }
        return !call.authority().permitsSomewhere(Action.LIST)
                || access.holdings(call, secret).stream().anyMatch(List::isEmpty);
    }
}
