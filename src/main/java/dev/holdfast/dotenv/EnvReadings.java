package dev.holdfast.dotenv;

import dev.holdfast.secret.SecretValue;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What the dialects read in a file, put together: each line's name once, with every different value. */
final class EnvReadings {

    /** Node 20 reads nothing that matters otherwise, and takes a comment in the last line for a name. */
    private static final List<EnvDialect> ASKED =
            List.of(EnvDialect.NPM_DOTENV, EnvDialect.NODE_PARSE_ENV, EnvDialect.PYTHON_DOTENV);

    private record Place(int line, String name) {}

    private final Map<Place, List<SecretValue>> byPlace = new LinkedHashMap<>();
    private final Map<String, List<SecretValue>> lastByName = new HashMap<>();

    private final AllowMarks marks;
    /** Where a value holds the word that allows, which is no comment there. */
    private final Set<Place> holdingMarks = new HashSet<>();

    private EnvReadings(AllowMarks marks) {
        this.marks = marks;
    }

    static EnvReadings of(byte[] file) {
        EnvReadings readings = new EnvReadings(AllowMarks.of(file));
        for (EnvDialect dialect : ASKED) {
            Map<String, SecretValue> last = new HashMap<>();
            for (Binding binding : dialect.read(file)) {
                readings.add(binding, last);
            }
            last.forEach((name, value) ->
                    addDistinct(readings.lastByName.computeIfAbsent(name, any -> new ArrayList<>()), value));
        }
        return readings;
    }

    /** In the order of the lines. */
    List<Assignment> assignments() {
        return byPlace.entrySet().stream()
                .map(entry -> new Assignment(
                        EnvName.shown(entry.getKey().name(), entry.getKey().line()),
                        entry.getKey().line(),
                        entry.getValue(),
                        allowed(entry.getKey())))
                .sorted(Comparator.comparingInt(Assignment::line))
                .toList();
    }

    private boolean allowed(Place place) {
        return !holdingMarks.contains(place) && marks.allows(place.line(), holdingMarks.isEmpty());
    }

    /** The values that count for {@code name}: one per dialect, equal ones once, empty ones not at all. */
    List<SecretValue> last(String name) {
        return List.copyOf(lastByName.getOrDefault(name, List.of()));
    }

    void close() {
        byPlace.values().forEach(values -> values.forEach(SecretValue::close));
        lastByName.values().forEach(values -> values.forEach(SecretValue::close));
    }

    private void add(Binding binding, Map<String, SecretValue> last) {
        String name = binding.plainName();
        char[] chars = binding.value();
        if (chars == null || name.isEmpty()) {
            return;
        }
        if (AllowMarks.isIn(chars)) {
            holdingMarks.add(new Place(binding.line(), name));
        }
        List<SecretValue> here = byPlace.computeIfAbsent(new Place(binding.line(), name), any -> new ArrayList<>());
        SecretValue replaced = last.remove(name);
        if (replaced != null) {
            replaced.close();
        }
        if (chars.length > 0) {
            byte[] utf8 = EnvUtf8.encode(chars);
            addDistinct(here, SecretValue.stored(utf8));
            last.put(name, SecretValue.stored(utf8));
            Arrays.fill(utf8, (byte) 0);
        }
        binding.wipe();
    }

    private static void addDistinct(List<SecretValue> values, SecretValue value) {
        if (values.stream().anyMatch(value::sameAs)) {
            value.close();
        } else {
            values.add(value);
        }
    }
}
