package dev.holdfast.dotenv;

import dev.holdfast.access.Refusal;
import dev.holdfast.fault.FaultPoints;
import dev.holdfast.secret.SecretValue;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A {@code .env} that was found writable, with what it held then; ready to take values.
 *
 * <p>Holds secrets until it is closed. Not thread-safe; several of them for one file may be open at once.
 */
public final class PreparedEnv implements AutoCloseable {

    private final EnvFile file;
    private final EnvText before;
    private final Set<String> names;
    private final OwnWrites ownWrites;
    private final FaultPoints faults;

    PreparedEnv(EnvFile file, EnvText before, Set<String> names, OwnWrites ownWrites, FaultPoints faults) {
        this.file = file;
        this.before = before;
        this.names = names;
        this.ownWrites = ownWrites;
        this.faults = faults;
    }

    /** The path from the workspace, for a reply. */
    public String fileLabel() {
        return file.label();
    }

    /** The file itself, absolute and without links. */
    Path path() {
        return file.path();
    }

    /** The value of {@code name} in the file as it was read, the first of {@link #currentReadings}; closed with this. */
    public Optional<SecretValue> current(String name) {
        return currentReadings(name).stream().findFirst();
    }

    /**
     * Every value that a reader sees for {@code name} in the file as it was read: more than one where readers disagree,
     * none where it is missing or empty. Writing would lose each of them. They are closed with this.
     */
    public List<SecretValue> currentReadings(String name) {
        return before.valuesOf(name);
    }

    /**
     * Writes all of the settings, or none. A file that has them already stays untouched.
     *
     * @throws Refusal {@code ENV_REFUSED} when a value cannot be carried, when another program changed the file since it
     *     was prepared, or when it cannot be written; it is then as it was
     */
    public void write(List<EnvSetting> settings) {
        Set<String> changed = namesOf(settings);
        EnvLock.inProcess().lock();
        try (EnvText now = file.read()) {
            if (!before.sameFileAs(now) && !ownWrites.lead(file.path(), before, now, changed)) {
                throw EnvRefusals.changedMeanwhile();
            }
            byte[] after = apply(now, settings);
            if (!now.exists() || !Arrays.equals(now.bytes(), after)) {
                new Replacement(file, now, faults).write(after);
                ownWrites.add(file.path(), now, after, changed);
            }
            Arrays.fill(after, (byte) 0);
        } finally {
            EnvLock.inProcess().unlock();
        }
    }

    private Set<String> namesOf(List<EnvSetting> settings) {
        Set<String> changed = new HashSet<>();
        for (EnvSetting setting : settings) {
            if (!names.contains(setting.name()) || !changed.add(setting.name())) {
                throw new IllegalArgumentException("a setting that was not prepared, or twice");
            }
        }
        return changed;
    }

    private static byte[] apply(EnvText text, List<EnvSetting> settings) {
        byte[] bytes = text.bytes().clone();
        for (EnvSetting setting : settings) {
            byte[] next;
            try {
                next = EnvEncoder.put(bytes, setting.name(), setting.value());
            } finally {
                Arrays.fill(bytes, (byte) 0);
            }
            bytes = next;
        }
        if (bytes.length > EnvBytes.MAX) {
            throw EnvBytes.tooLong();
        }
        return bytes;
    }

    @Override
    public void close() {
        before.close();
    }

    @Override
    public String toString() {
        return "PreparedEnv[" + file.label() + "]";
    }
}
