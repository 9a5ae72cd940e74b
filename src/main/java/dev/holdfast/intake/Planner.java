package dev.holdfast.intake;

import dev.holdfast.access.Call;
import dev.holdfast.access.Listing;
import dev.holdfast.access.SecretAccess;
import dev.holdfast.dotenv.EnvAccess;
import dev.holdfast.dotenv.EnvSource;
import dev.holdfast.dotenv.EnvVariable;
import dev.holdfast.secret.Category;
import dev.holdfast.secret.Description;
import dev.holdfast.secret.InvalidInput;
import dev.holdfast.secret.KeyPath;
import dev.holdfast.secret.SecretInfo;
import dev.holdfast.secret.SecretValue;
import dev.holdfast.store.Holding;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Decides for each variable of some files whether its value is stored, and where it goes if not.
 *
 * <p>First every value that the store has already keeps its path, so that a run which was interrupted goes on where it was;
 * then the others get theirs. Used for one plan.
 */
final class Planner {

    private static final int PAGE = 500;

    private final SecretAccess access;
    private final EnvAccess env;
    private final Projects projects;
    private final Clock clock;
    private final Call call;

    private final List<Secret> secrets = new ArrayList<>();
    private final List<Row> others = new ArrayList<>();
    private final Map<String, List<Secret>> byShape = new HashMap<>();
    private final Map<String, Set<KeyPath>> existing = new HashMap<>();
    private final Set<KeyPath> taken = new HashSet<>();

    Planner(SecretAccess access, EnvAccess env, Projects projects, Clock clock, Call call) {
        this.access = access;
        this.env = env;
        this.projects = projects;
        this.clock = clock;
        this.call = call;
    }

    Plan plan(List<EnvSource> sources) {
        for (EnvSource source : sources) {
            Project project = projects.of(source.path(), source.workspace());
            Map<String, KeyPath> noted = new HashMap<>();
            env.placed(call, source).forEach(entry -> noted.put(entry.name(), entry.path()));
            source.variables().forEach(variable -> sort(source, variable, project, noted));
        }
        keepStored();
        secrets.stream().filter(secret -> !secret.wanted()).forEach(this::choose);
        return new Plan(secrets, others);
    }

    private void sort(EnvSource source, EnvVariable variable, Project project, Map<String, KeyPath> noted) {
        String fault = fault(source, variable);
        if (fault == null) {
            variable.value()
                    .ifPresentOrElse(
                            value -> add(new Place(source, variable, value, project, noted.get(variable.name()))),
                            () -> others.add(row(source, variable, Fate.SKIPPED, "empty")));
        } else {
            boolean secret = variable.looksSecret();
            others.add(row(source, variable, secret ? Fate.LEFT : Fate.SKIPPED, fault));
        }
    }

    /** Why the value of a variable cannot be taken as it stands, or null. */
    private static @Nullable String fault(EnvSource source, EnvVariable variable) {
        if (!source.sound()) {
            return "the file is not UTF-8, or holds NUL; save it as UTF-8";
        }
        if (!variable.named()) {
            return "programs read something else for a name in this line; mend its quotes";
        }
        if (variable.shadowed()) {
            return "a later line of this name counts; remove one of them";
        }
        if (variable.disputed()) {
            return "programs read different values; mend the quotes";
        }
        boolean tooLong = variable.value()
                .filter(value -> value.length() > SecretValue.MAX_BYTES)
                .isPresent();
        return tooLong ? "longer than 64 KiB" : null;
    }

    private static Row row(EnvSource source, EnvVariable variable, Fate fate, String note) {
        return new Row(variable.name(), source.label(), variable.line(), null, null, fate, note);
    }

    private void add(Place place) {
        String shape = place.project().name() + " " + place.value().length();
        List<Secret> alike = byShape.computeIfAbsent(shape, any -> new ArrayList<>());
        Optional<Secret> same =
                alike.stream().filter(secret -> secret.takes(place)).findFirst();
        if (same.isPresent()) {
            same.get().add(place);
        } else {
            Secret secret = new Secret(place);
            alike.add(secret);
            secrets.add(secret);
        }
    }

    private void keepStored() {
        List<List<Holding>> holdings =
                access.holdings(call, secrets.stream().map(Secret::value).toList());
        for (int i = 0; i < secrets.size(); i++) {
            Secret secret = secrets.get(i);
            holdings.get(i).stream()
                    .filter(holding -> holding.validAt(clock.instant()) && belongs(secret, holding.path()))
                    .findFirst()
                    .ifPresent(holding -> {
                        secret.isStored(holding.path(), holding.version());
                        taken.add(holding.path());
                    });
        }
    }

    /** Another project's secret is not ours, even when it is equal; a short value is ours only where we put it. */
    private static boolean belongs(Secret secret, KeyPath path) {
        boolean reachable = path.category() != Category.PROJECT
                || secret.first().project().name().equals(path.project());
        boolean proposed = secret.places().stream().anyMatch(place -> place.belongsAt(path));
        return proposed || (secret.distinctive() && reachable);
    }

    private void choose(Secret secret) {
        Place first = secret.first();
        if (secret.places().stream().noneMatch(place -> place.variable().looksSecret())) {
            secret.isLeft(Fate.SKIPPED, null, "does not look like a secret");
            return;
        }
        KeyPath path = first.proposals().stream()
                .filter(one -> !taken.contains(one))
                .findFirst()
                .orElse(null);
        if (path == null || existing(first.project()).contains(path)) {
            secret.isLeft(
                    Fate.CONFLICT,
                    path,
                    "another value is stored there; if this one is right, store it with set_secret");
            return;
        }
        try {
            secret.becomesNew(path, description(first));
            taken.add(path);
        } catch (InvalidInput e) {
            secret.isLeft(Fate.LEFT, path, "no description can be made that does not tell the value");
        }
    }

    private static Description description(Place place) {
        return DescriptionProposal.of(
                place.variable().name(),
                place.project(),
                place.source().label(),
                place.variable().line(),
                place.value());
    }

    private Set<KeyPath> existing(Project project) {
        return existing.computeIfAbsent(project.name(), this::paths);
    }

    private Set<KeyPath> paths(String project) {
        Set<KeyPath> paths = new HashSet<>();
        String prefix = "project/" + project + "/";
        String after = "";
        while (after != null) {
            Listing page = access.list(call, prefix, after, PAGE);
            page.secrets().stream().map(SecretInfo::path).forEach(paths::add);
            after = page.next();
        }
        return paths;
    }
}
