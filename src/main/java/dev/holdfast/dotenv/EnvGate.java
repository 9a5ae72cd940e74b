package dev.holdfast.dotenv;

import dev.holdfast.access.Call;
import dev.holdfast.access.SecretAccess;
import dev.holdfast.dotenv.EnvReport.Standing;
import dev.holdfast.dotenv.detect.SecretLooks;
import dev.holdfast.policy.Action;
import dev.holdfast.secret.Category;
import dev.holdfast.secret.KeyPath;
import dev.holdfast.secret.SecretValue;
import dev.holdfast.store.Holding;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
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
        Iterator<@Nullable KeyPath> places = places(call, project, assignments).iterator();
        Map<String, EnvReport.Entry> entries = new LinkedHashMap<>();
        for (Assignment assignment : assignments) {
            entries.merge(assignment.name(), entry(assignment, baseline, places), EnvGate::worse);
        }
        return List.copyOf(entries.values());
    }

    /** Where each value that could be stored is, for this project; null where it is not. */
    private List<@Nullable KeyPath> places(Call call, Project project, List<Assignment> assignments) {
        List<SecretValue> values = new ArrayList<>();
        assignments.forEach(assignment ->
                assignment.readings().stream().filter(EnvGate::storable).forEach(values::add));
        Instant now = clock.instant();
        List<@Nullable KeyPath> places = new ArrayList<>();
        for (List<Holding> holdings : access.holdings(call, values)) {
            places.add(holdings.stream()
                    .filter(holding -> holding.validAt(now) && counts(project, holding.path()))
                    .findFirst()
                    .map(Holding::path)
                    .orElse(null));
        }
        return places;
    }

    private static boolean storable(SecretValue value) {
        return !SecretLooks.blank(value);
    }

    /** A secret of another project is none of this one's; what is shared lies outside of all of them. */
    private static boolean counts(Project project, KeyPath path) {
        return project.name() == null
                || path.category() != Category.PROJECT
                || project.name().equals(path.project());
    }

    /** @param places the places of the values that could be stored, as many of which are taken as there are here */
    private EnvReport.Entry entry(Assignment assignment, Baseline baseline, Iterator<@Nullable KeyPath> places) {
        String name = assignment.name();
        EnvReport.Entry worst = new EnvReport.Entry(name, Standing.NOT_SECRET, null);
        for (SecretValue value : assignment.readings()) {
            if (storable(value)) {
                worst = worse(worst, entry(assignment, value, baseline, places.next()));
            }
        }
        return worst;
    }

    private EnvReport.Entry entry(
            Assignment assignment, SecretValue value, Baseline baseline, @Nullable KeyPath place) {
        String name = assignment.name();
        if (place != null) {
            return new EnvReport.Entry(name, Standing.STORED, place);
        }
        if (assignment.allowed() || !SecretLooks.secret(name, value) || baseline.accepts(name, value)) {
            return new EnvReport.Entry(name, Standing.NOT_SECRET, null);
        }
        boolean own = SecretLooks.webToken(value) && sources.ownToken(value);
        return new EnvReport.Entry(name, own ? Standing.STORED : Standing.NOT_STORED, null);
    }

    /** Of two the one that says less; of two alike the first. */
    private static EnvReport.Entry worse(EnvReport.Entry one, EnvReport.Entry other) {
        if (one.status() == Standing.NOT_STORED || other.status() == Standing.NOT_STORED) {
            return one.status() == Standing.NOT_STORED ? one : other;
        }
        return one.status() == Standing.STORED ? one : other;
    }

    /** What looks secret in a text and is not stored. */
    List<Assignment> notStored(Call call, Project project, EnvText text) {
        Baseline baseline = Baseline.of(project, sources);
        List<Assignment> assignments = text.assignments();
        Iterator<@Nullable KeyPath> places = places(call, project, assignments).iterator();
        return assignments.stream()
                .filter(one -> entry(one, baseline, places).status() == Standing.NOT_STORED)
                .toList();
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

    /** Whether replacing these values of a variable would lose one: it looks secret and was never stored. */
    boolean wouldLose(Call call, String name, List<SecretValue> values) {
        List<SecretValue> secret =
                values.stream().filter(value -> SecretLooks.secret(name, value)).toList();
        if (secret.isEmpty()) {
            return false;
        }
        return !call.authority().permitsSomewhere(Action.LIST)
                || access.holdings(call, secret).stream().anyMatch(List::isEmpty);
    }
}
