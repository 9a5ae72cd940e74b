package dev.holdfast.metrics;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The names of services as labels: of registered ones alone, and so many at the most; everybody else is {@value #OTHER}.
 * Thread-safe.
 */
final class ServiceNames {

    /** Everybody else. */
    static final String OTHER = "other";

    /** The most names that ever become labels of one process: each costs memory here and in the monitoring system. */
    static final int MOST = 500;

    private final Set<String> labels = ConcurrentHashMap.newKeySet();
    private volatile Supplier<Set<String>> registered = Set::of;

    /** @param names gives the names of the registered services of this moment */
    void registered(Supplier<Set<String>> names) {
        registered = names;
    }

    String label(@Nullable String name) {
        if (name == null) {
            return OTHER;
        }
        if (labels.contains(name)) {
            return name;
        }
        return labels.size() < MOST && registered.get().contains(name) && labels.add(name) ? name : OTHER;
    }

    /** The labels of all that are registered now. */
    Set<String> all() {
        registered.get().forEach(this::label);
        return Set.copyOf(labels);
    }
}
