package dev.holdfast.store.vault;

import dev.holdfast.secret.KeyPath;
import dev.holdfast.secret.Tags;
import dev.holdfast.store.Holding;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * Finds where values are stored, by their look-up marks in the metadata of all secrets: one walk for all of them.
 *
 * <p>Only what someone else stored is read, once for each version: its mark is remembered, never its value. Two seconds
 * at the most. Thread-safe.
 */
final class Finder {

    private static final Duration LONGEST = Duration.ofSeconds(2);
    private static final int MOST_REMEMBERED = 10_000;
    private static final Comparator<Holding> ORDER = Comparator.comparing(Holding::path)
            .thenComparing(Comparator.comparingInt(Holding::version).reversed());

    private final Folders folders;
    private final Reader reader;
    private final Workers workers;
    private final Map<String, String> foreign = new ConcurrentHashMap<>();

    Finder(Folders folders, Reader reader, Workers workers) {
        this.folders = folders;
        this.reader = reader;
        this.workers = workers;
    }

    /** As {@code SecretStore.holding}, by the marks of the values. */
    List<List<Holding>> holding(List<String> lookups) {
        if (lookups.isEmpty()) {
            return List.of();
        }
        Map<String, List<Holding>> found = walk(Set.copyOf(lookups));
        found.values().forEach(holdings -> holdings.sort(ORDER));
        return lookups.stream()
                .map(lookup -> List.copyOf(found.getOrDefault(lookup, List.of())))
                .toList();
    }

    private Map<String, List<Holding>> walk(Set<String> lookups) {
        long end = System.nanoTime() + LONGEST.toNanos();
        Map<String, List<Holding>> found = new HashMap<>();
        Deque<Future<Found>> waiting = new ArrayDeque<>();
        Places.roots().forEach(root -> waiting.add(workers.start(() -> look(root, "", lookups))));
        try {
            while (!waiting.isEmpty()) {
                Found next = Workers.result(waiting.getFirst(), Duration.ofNanos(Math.max(0, end - System.nanoTime())));
                waiting.removeFirst();
                next.matches()
                        .forEach(match -> found.computeIfAbsent(match.lookup(), any -> new ArrayList<>())
                                .add(match.holding()));
                next.further().forEach(further -> waiting.add(workers.start(further::look)));
            }
        } finally {
            waiting.forEach(unneeded -> unneeded.cancel(true));
        }
        return found;
    }

    /** Where one of the values is. */
    private record Match(String lookup, Holding holding) {}

    /** What one request showed, and what is to be asked next. */
    private record Found(List<Match> matches, List<Further> further) {}

    /** Something that is still to be looked at. */
    private interface Further {
        Found look();
    }

    private Found look(String folder, String after, Set<String> lookups) {
        Page page = folders.page(folder, after);
        Found found = new Found(new ArrayList<>(), new ArrayList<>());
        page.entries().forEach((name, metadata) -> {
            if (metadata == null) {
                found.further().add(() -> look(name, "", lookups));
            } else if (metadata.live()) {
                consider(new Leaf(KeyPath.parse(name), metadata), lookups, found);
            }
        });
        String next = page.next();
        if (next != null) {
            found.further().add(() -> look(folder, next, lookups));
        }
        return found;
    }

    private void consider(Leaf leaf, Set<String> lookups, Found found) {
        Facts copy = leaf.metadata().custom().copyOf(leaf.metadata().current());
        if (copy != null) {
            found.matches().addAll(matches(leaf.path(), copy, lookups));
            return;
        }
        String known = foreign.get(name(leaf));
        if (known == null || leaf.metadata().custom().ours()) {
            found.further().add(() -> read(leaf, lookups));
        } else if (lookups.contains(known)) {
            found.matches()
                    .add(new Match(
                            known, new Holding(leaf.path(), leaf.metadata().current(), null)));
        }
    }

    private static String name(Leaf leaf) {
        return leaf.path().slashed() + "#" + leaf.metadata().current();
    }

    private Found read(Leaf leaf, Set<String> lookups) {
        Current current = reader.current(leaf.path());
        if (current != null
                && !current.facts().ours()
                && current.number() == leaf.metadata().current()) {
            remember(name(leaf), current.facts().lookup());
        }
        List<Match> matches = current == null ? List.of() : matches(leaf.path(), current.facts(), lookups);
        return new Found(matches, List.of());
    }

    private void remember(String name, String mark) {
        if (foreign.size() >= MOST_REMEMBERED) {
            foreign.clear();
        }
        foreign.put(name, mark);
    }

    private static List<Match> matches(KeyPath path, @Nullable Facts facts, Set<String> lookups) {
        if (facts == null) {
            return List.of();
        }
        Tags tags = facts.labels().tags();
        List<Match> matches = new ArrayList<>();
        if (lookups.contains(facts.lookup())) {
            matches.add(new Match(facts.lookup(), new Holding(path, facts.version(), null, tags)));
        }
        facts.earlier().forEach((version, before) -> {
            if (lookups.contains(before.lookup())) {
                matches.add(new Match(before.lookup(), new Holding(path, version, before.end(), tags)));
            }
        });
        return matches;
    }
}
