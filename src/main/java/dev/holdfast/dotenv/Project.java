package dev.holdfast.dotenv;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The project that a file belongs to.
 *
 * @param folder that {@code .holdfast.yaml} lies in, else the file's own
 * @param name the second segment of its key paths; null where no file names it
 */
public record Project(Path folder, @Nullable String name) {}
