package dev.holdfast.dotenv;

import dev.holdfast.access.Refusal;
import dev.holdfast.secret.SecretValue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Arrays;

/** A file of the workspace whose whole content is a value. */
final class WorkspaceFile {

    private WorkspaceFile() {}

    /**
     * Reads a file, without one final newline.
     *
     * @param home the folder of the store, from which nothing is read
     * @throws Refusal when the file lies elsewhere, is not there, or is no regular file
     */
    static SecretValue read(Workspace workspace, Path home, String file) {
        Path path = workspace.existing(file);
        refuseHome(home, path);
        byte[] bytes = new byte[0];
        try {
            if (!Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)) {
                throw EnvRefusals.refused(
                        "What stands there is not a regular file.",
                        "valueFrom file: needs a regular file of the workspace.");
            }
            if (Files.size(path) > SecretValue.MAX_BYTES + 2) {
                // Let the value's own rule speak, without reading what cannot be one.
                return SecretValue.ofUtf8(new byte[SecretValue.MAX_BYTES + 1]);
            }
            bytes = Files.readAllBytes(path);
            byte[] value = Arrays.copyOf(bytes, bytes.length - finalNewline(bytes));
            try {
                return SecretValue.ofUtf8(value);
            } finally {
                Arrays.fill(value, (byte) 0);
            }
        } catch (IOException e) {
            throw EnvRefusals.unreadable();
        } finally {
            Arrays.fill(bytes, (byte) 0);
        }
    }

    static void refuseHome(Path home, Path path) {
        Path real = home;
        try {
            real = home.toRealPath();
        } catch (IOException e) {
            // A home folder that is not there holds nothing that could be read from it.
        }
        if (path.startsWith(real)) {
            throw EnvRefusals.refused(
                    "The file lies in Holdfast's own folder.",
                    "Name a file of the project; nothing is read from there.");
        }
    }

    private static int finalNewline(byte[] bytes) {
        int length = bytes.length;
        if (length == 0 || bytes[length - 1] != '\n') {
            return 0;
        }
        return length > 1 && bytes[length - 2] == '\r' ? 2 : 1;
    }
}
