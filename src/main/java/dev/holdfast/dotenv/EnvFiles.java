package dev.holdfast.dotenv;

import dev.holdfast.secret.SecretValue;
import java.nio.file.Path;
import java.util.List;

/**
 * Files of the workspace from which a value is read without showing it: whole, or one variable of a {@code .env}.
 *
 * <p>Never from the home folder of Holdfast, wherever it lies. Thread-safe.
 */
public final class EnvFiles {

    private final Workspace workspace;
    private final Path home;

    /** @param home the folder of the store and its key */
    public EnvFiles(Workspace workspace, Path home) {
        this.workspace = workspace;
        this.home = home;
    }

    /** The content of a file without one final newline. The caller closes it. */
    public SecretValue wholeFile(String file) {
        return WorkspaceFile.read(workspace, home, file);
    }

    /** The value of a variable of a {@code .env}, where all readers agree on it. The caller closes it. */
    public SecretValue variable(String file, String name) {
        WorkspaceFile.refuseHome(home, workspace.existing(file));
        try (EnvText text = workspace.locate(file).read()) {
            List<SecretValue> values = text.valuesOf(name);
            if (values.size() != 1) {
                throw EnvRefusals.argument(
                        values.isEmpty()
                                ? "valueFrom names a variable that the file does not have, or that is empty."
                                : "Programs read that variable in different ways, so its value is in doubt.",
                        "Check the name and the quotes in the file, or send the value in another way.");
            }
            return values.get(0).copy();
        }
    }
}
