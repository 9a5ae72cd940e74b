package dev.holdfast.store.vault;

import dev.holdfast.secret.Category;
import dev.holdfast.secret.InvalidInput;
import dev.holdfast.secret.KeyPath;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Which key path lies where: in which mount, behind which prefix.
 *
 * <p>A folder is written as the slashed path that all key paths in it begin with, its last slash included.
 */
final class Places {

    private final VaultSettings settings;
    private final String front;

    Places(VaultSettings settings) {
        this.settings = settings;
        this.front = settings.prefix().isEmpty() ? "" : settings.prefix() + "/";
    }

    Place of(KeyPath path) {
        return new Place(settings.mountOf(path.slashed()), front + path.slashed());
    }

    /** The folders that key paths begin with, in their order; nothing else of a mount is looked at. */
    static List<String> roots() {
        return Stream.of(Category.values())
                .map(category -> category.word() + "/")
                .sorted()
                .toList();
    }

    /** The mounts in which key paths of a folder may lie. */
    Set<String> mountsOf(String folder) {
        Set<String> mounts = new TreeSet<>();
        mounts.add(settings.mountOf(folder.substring(0, folder.length() - 1)));
        for (Map.Entry<String, String> own : settings.mounts().entrySet()) {
            if (own.getKey().startsWith(folder)) {
                mounts.add(own.getValue());
            }
        }
        return mounts;
    }

    /** Whether what a mount has under this name may be ours: a key path of that mount, or a folder that may hold one. */
    boolean mayLieIn(String mount, String name) {
        if (name.endsWith("/")) {
            return keyPath(name + "x") != null && mountsOf(name).contains(mount);
        }
        return keyPath(name) != null && settings.mountOf(name).equals(mount);
    }

    /** The key path that is written so, or null: other people's names need not be any. */
    static @Nullable KeyPath keyPath(String slashed) {
        try {
            KeyPath path = KeyPath.parse(slashed);
            return path.slashed().equals(slashed) ? path : null;
        } catch (InvalidInput e) {
            return null;
        }
    }

    /** Where the names of a folder are listed: {@code metadata} or {@code detailed-metadata}. */
    String folder(String mount, String kind, String folder) {
        return mount + "/" + kind + "/" + front + folder;
    }
}
