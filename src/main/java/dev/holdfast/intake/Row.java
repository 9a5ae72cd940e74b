package dev.holdfast.intake;

import dev.holdfast.secret.Description;
import dev.holdfast.secret.KeyPath;
import org.jspecify.annotations.Nullable;

/**
 * A variable in the plan, or in what came of it; no value.
 *
 * @param file from the workspace
 * @param line counted from 1
 * @param path of its secret; null where it gets none
 * @param description of the secret; null where none is made
 * @param note why, or where the value is stored
 */
public record Row(
        String name,
        String file,
        int line,
        @Nullable KeyPath path,
        @Nullable Description description,
        Fate fate,
        String note) {

    /** The same variable with another fate. */
    Row as(Fate other, String why) {
        return new Row(name, file, line, path, description, other, why);
    }
}
