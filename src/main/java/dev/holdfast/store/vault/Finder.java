package dev.holdfast.store.vault;

import dev.holdfast.secret.KeyPath;
import dev.holdfast.store.Holding;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * Finds where a value is stored, by its look-up mark in the metadata of all secrets.
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

    /** As {@code SecretStore.holding}. */
    List<Holding> holding(String lookup) {
        long end = System.nanoTime() + LONGEST.toNanos();
        List<Holding> found = new ArrayList<>();
        Deque<Future<Found>> waiting = new ArrayDeque<>();
        Places.roots().forEach(root -> waiting.add(workers.start(() -> look(root, "", lookup))));
        try {
            while (!waiting.isEmpty()) {
                Found next = Workers.result(waiting.getFirst(), Duration.ofNanos(Math.max(0, end - System.nanoTime())));
                waiting.removeFirst();
                found.addAll(next.holdings());
                next.further().forEach(further -> waiting.add(workers.start(further::look)));
            }
        } finally {
            waiting.forEach(unneeded -> unneeded.cancel(true));
        }
        found.sort(ORDER);
        return found;
    }

    /** What one request showed, and what is to be asked next. */
    private record Found(List<Holding> holdings, List<Further> further) {}

    /** Something that is still to be looked at. */
    private interface Further {
        Found look();
    }

    private Found look(String folder, String after, String lookup) {
        Page page = folders.page(folder, after);
        Found found = new Found(new ArrayList<>(), new ArrayList<>());
        page.entries().forEach((name, metadata) -> {
            if (metadata == null) {
                found.further().add(() -> look(name, "", lookup));
            } else if (metadata.live()) {
                consider(new Leaf(KeyPath.parse(name), metadata), lookup, found);
            }
        });
        String next = page.next();
        if (next != null) {
            found.further().add(() -> look(folder, next, lookup));
        }
        return found;
    }

    private void consider(Leaf leaf, String lookup, Found found) {
        Facts copy = leaf.metadata().custom().copyOf(leaf.metadata().current());
        if (copy != null) {
            found.holdings().addAll(matches(leaf.path(), copy, lookup));
            return;
        }
        String known = foreign.get(name(leaf));
        if (known == null || leaf.metadata().custom().ours()) {
            found.further().add(() -> read(leaf, lookup));
        } else if (known.equals(lookup)) {
            found.holdings().add(new Holding(leaf.path(), leaf.metadata().current(), null));
        }
    }

    private static String name(Leaf leaf) {
        return leaf.path().slashed() + "#" + leaf.metadata().current();
    }

    private Found read(Leaf leaf, String lookup) {
        Current current = reader.current(leaf.path());
        if (current != null
                && !current.facts().ours()
                && current.number() == leaf.metadata().current()) {
            remember(name(leaf), current.facts().lookup());
        }
        List<Holding> matches = current == null ? List.of() : matches(leaf.path(), current.facts(), lookup);
        return new Found(matches, List.of());
    }

    private void remember(String name, String mark) {
        if (foreign.size() >= MOST_REMEMBERED) {
            foreign.clear();
        }
        foreign.put(name, mark);
    }

    private static List<Holding> matches(KeyPath path, @Nullable Facts facts, String lookup) {
        List<Holding> matches = new ArrayList<>();
        if (facts != null && facts.lookup().equals(lookup)) {
            matches.add(new Holding(path, facts.version(), null));
        }
        if (facts != null) {
            facts.earlier().forEach((version, before) -> {
                if (before.lookup().equals(lookup)) {
                    matches.add(new Holding(path, version, before.end()));
                }
            });
        }
        return matches;
    }
}
