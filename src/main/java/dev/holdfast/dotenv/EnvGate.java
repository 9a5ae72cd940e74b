package dev.holdfast.dotenv;

import dev.holdfast.access.Call;
import dev.holdfast.access.SecretAccess;
import dev.holdfast.dotenv.EnvReport.Standing;
import dev.holdfast.dotenv.detect.SecretLooks;
import dev.holdfast.policy.Action;
import dev.holdfast.secret.KeyPath;
import dev.holdfast.secret.SecretValue;
import dev.holdfast.store.Holding;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The one decision about a {@code .env}: is exactly this value stored, under a path that the caller may list?
 *
 * <p>Decided by keyed look-up; no value is compared or shown. Thread-safe.
 */
final class EnvGate {

    private final SecretAccess access;
    private final Clock clock;

    EnvGate(SecretAccess access, Clock clock) {
        this.access = access;
        this.clock = clock;
    }

    /** How each variable of a text stands, in the order of the lines; a variable that readers differ about by its worst. */
    List<EnvReport.Entry> check(Call call, EnvText text) {
        Map<String, List<SecretValue>> values = new LinkedHashMap<>();
        text.assignments().forEach(assignment -> values.computeIfAbsent(assignment.name(), text::valuesOf));
        List<SecretValue> all = values.values().stream().flatMap(List::stream).toList();
        List<Optional<Holding>> places = access.locate(call, all);
        List<EnvReport.Entry> entries = new ArrayList<>();
        int next = 0;
        for (Map.Entry<String, List<SecretValue>> variable : values.entrySet()) {
            int count = variable.getValue().size();
            entries.add(entry(variable.getKey(), variable.getValue(), places.subList(next, next + count)));
            next += count;
        }
        return entries;
    }

    private EnvReport.Entry entry(String name, List<SecretValue> values, List<Optional<Holding>> places) {
        KeyPath stored = null;
        for (int i = 0; i < values.size(); i++) {
            Optional<Holding> place = places.get(i).filter(holding -> holding.validAt(clock.instant()));
            if (place.isPresent()) {
                stored = place.get().path();
            } else if (SecretLooks.secret(name, values.get(i))) {
                return new EnvReport.Entry(name, Standing.NOT_STORED, null);
            }
        }
        return new EnvReport.Entry(name, stored == null ? Standing.NOT_SECRET : Standing.STORED, stored);
    }

    /** Whether replacing these values of a variable would lose one: it looks secret and was never stored. */
    boolean wouldLose(Call call, String name, List<SecretValue> values) {
        List<SecretValue> secret =
                values.stream().filter(value -> SecretLooks.secret(name, value)).toList();
        if (secret.isEmpty()) {
            return false;
        }
        return !call.authority().permitsSomewhere(Action.LIST)
                || access.locate(call, secret).stream().anyMatch(Optional::isEmpty);
    }
}
