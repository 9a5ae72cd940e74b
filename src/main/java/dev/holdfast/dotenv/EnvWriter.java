package dev.holdfast.dotenv;

import dev.holdfast.access.Refusal;
import dev.holdfast.fault.FaultPoints;
import java.util.List;
import java.util.Set;

/**
 * The way to write secrets into the {@code .env} files of a workspace, in two steps: everything that can be refused
 * without a value is asked first, so that nothing is stored for a file that could not be written.
 *
 * <p>Thread-safe; one for a workspace and process, so that calls at the same time build on each other.
 */
public final class EnvWriter {

    private final Workspace workspace;
    private final FaultPoints faults;
    private final OwnWrites ownWrites = new OwnWrites();

    public EnvWriter(Workspace workspace, FaultPoints faults) {
        this.workspace = workspace;
        this.faults = faults;
    }

    /** The file that a caller named, for reading. */
    EnvFile locate(String file) {
        return workspace.locate(file);
    }

    /** The workspace that the files lie in. */
    Workspace workspace() {
        return workspace;
    }

    /**
     * Checks the place and the names, and reads the file as it is now.
     *
     * @param file a path as the caller named it
     * @param names the variables that will be written, each once
     * @throws Refusal {@code INVALID_ARGUMENT} or {@code ENV_REFUSED}
     */
    public PreparedEnv prepare(String file, List<String> names) {
        names.forEach(EnvName::require);
        if (Set.copyOf(names).size() != names.size()) {
            throw EnvRefusals.argument(
                    "A variable is named more than once.", "Name each variable once; they are written together.");
        }
        EnvFile located = workspace.locate(file);
        EnvLock.inProcess().lock();
        try {
            Leftovers.removeFrom(located.folder());
        } finally {
            EnvLock.inProcess().unlock();
        }
        located.requireWritable();
        faults.reached("env.check");
        EnvText before = located.read();
        faults.reached("env.read");
        if (!before.isUtf8()) {
            before.close();
            throw EnvRefusals.refused(
                    "The file is not UTF-8, which some readers of .env need.",
                    "Save the file as UTF-8, then call again.");
        }
        return new PreparedEnv(located, before, Set.copyOf(names), ownWrites, faults);
    }
}
