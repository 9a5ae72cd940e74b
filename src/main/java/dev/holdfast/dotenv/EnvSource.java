package dev.holdfast.dotenv;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * A {@code .env} that was opened to look at its variables.
 *
 * <p>Holds secrets until it is closed; not thread-safe.
 */
public final class EnvSource implements AutoCloseable {

    private final EnvFile file;
    private final EnvText text;

    EnvSource(EnvFile file, EnvText text) {
        this.file = file;
        this.text = text;
    }

    /** The path from the workspace, for a reply. */
    public String label() {
        return file.label();
    }

    /** Absolute, links resolved. */
    public Path path() {
        return file.path();
    }

    /** The workspace that it lies in, links resolved. */
    public Path workspace() {
        return file.root();
    }

    /** Whether its values are what stands in it: UTF-8 without NUL, which no reader replaces or cuts. */
    public boolean sound() {
        return text.isUtf8() && !EnvQuoting.has(text.bytes(), '\0');
    }

    EnvText text() {
        return text;
    }

    /**
     * The lines that give a name a value, but of a repeated name those alone that say something of their own: the last one,
     * which counts, and earlier ones with a value that is in no reader's answer.
     */
    public List<EnvVariable> variables() {
        List<Assignment> assignments = text.assignments();
        List<EnvVariable> variables = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        for (int i = assignments.size() - 1; i >= 0; i--) {
            EnvVariable variable = new EnvVariable(assignments.get(i), text);
            if (seen.add(variable.name()) || variable.shadowed()) {
                variables.add(0, variable);
            }
        }
        return variables;
    }

    @Override
    public void close() {
        text.close();
    }

    @Override
    public String toString() {
        return "EnvSource[" + label() + "]";
    }
}
