package dev.holdfast.dotenv;

import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collections;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * What this process wrote lately: which content of a file became which, and the names that were changed.
 *
 * <p>An agent asks for several settings of one file at once. The later of them finds the file changed, but by ourselves
 * and in other names, and goes on from there instead of being refused. Remembers hashes, 64 a file. The caller holds
 * {@link EnvLock#inProcess()}.
 */
final class OwnWrites {

    private static final int REMEMBERED = 64;

    private record Step(String after, Set<String> names) {}

    private final Map<Path, Map<String, Step>> files = new HashMap<>();

    void add(Path file, EnvText before, byte[] after, Set<String> names) {
        files.computeIfAbsent(file, any -> new Recent()).put(hash(before), new Step(hash(after), Set.copyOf(names)));
    }

    /** Whether our own writes alone lead from {@code before} to {@code now}, and none of them changed {@code names}. */
    boolean lead(Path file, EnvText before, EnvText now, Set<String> names) {
        Map<String, Step> steps = files.getOrDefault(file, Map.of());
        String goal = hash(now);
        String at = hash(before);
        for (int i = 0; i < REMEMBERED && !at.equals(goal); i++) {
            Step step = steps.get(at);
            if (step == null || !Collections.disjoint(step.names(), names)) {
                return false;
            }
            at = step.after();
        }
        return at.equals(goal);
    }

    private static String hash(EnvText text) {
        return text.exists() ? hash(text.bytes()) : "missing";
    }

    private static String hash(byte[] content) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /** The latest steps of one file. */
    private static final class Recent extends LinkedHashMap<String, Step> {

        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Step> eldest) {
            return size() > REMEMBERED;
        }
    }
}
