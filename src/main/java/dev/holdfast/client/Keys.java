package dev.holdfast.client;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * The answer for several keys: for each path, in the order in which they were asked for, its value or its failure.
 *
 * <p>Closing it closes all values. Thread-safe.
 */
public final class Keys implements AutoCloseable {

    private final Set<String> paths;
    private final Map<String, KeyValue> found;
    private final Map<String, KeyServiceException> failures;

    Keys(Set<String> paths, Map<String, KeyValue> found, Map<String, KeyServiceException> failures) {
        this.paths = paths;
        this.found = found;
        this.failures = Collections.unmodifiableMap(failures);
    }

    /**
     * The value of one of the keys; closed together with this answer.
     *
     * @throws KeyServiceException the failure of this path
     * @throws IllegalArgumentException when the path was not asked for
     */
    public KeyValue get(String path) {
        KeyValue value = found.get(path);
        if (value != null) {
            return value;
        }
        KeyServiceException failure = failures.get(path);
        if (failure == null) {
            throw new IllegalArgumentException("this path was not asked for");
        }
        throw failure;
    }

    /** Every path that was asked for, each once. */
    public Set<String> paths() {
        return paths;
    }

    /** The failures by path; empty when all was found. */
    public Map<String, KeyServiceException> failures() {
        return failures;
    }

    /**
     * This answer, when it holds a value for each path.
     *
     * @throws KeyServiceException the first failure, after closing all values
     */
    public Keys orThrow() {
        for (KeyServiceException failure : failures.values()) {
            close();
            throw failure;
        }
        return this;
    }

    @Override
    public void close() {
        found.values().forEach(KeyValue::close);
    }

    @Override
    public String toString() {
        return "Keys[" + found.size() + " found, " + failures.size() + " failed]";
    }

    /** Collects the answers; used by one thread. */
    static final class Collector {

        private final Set<String> paths;
        private final Map<String, KeyValue> found = new LinkedHashMap<>();
        private final Map<String, KeyServiceException> failures = new LinkedHashMap<>();

        Collector(Set<String> paths) {
            this.paths = Collections.unmodifiableSet(paths);
        }

        void found(String path, KeyValue value) {
            found.put(path, value);
        }

        void failed(String path, KeyServiceException failure) {
            failures.put(path, failure);
        }

        Keys keys() {
            return new Keys(paths, found, failures);
        }
    }
}
