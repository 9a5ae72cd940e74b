package dev.holdfast.store.vault;

import dev.holdfast.secret.KeyPath;
import dev.holdfast.secret.SecretInfo;
import dev.holdfast.store.StoreException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Lists secrets in the order of their whole paths, from their metadata alone.
 *
 * <p>Names are compared with the slash of folders, since everything below {@code p1/} comes after {@code p1-2/}. A folder
 * that lies wholly before where the page begins, or behind where it ends, is not asked for. Thread-safe.
 */
final class Listing {

    /** Behind every path of a folder: a path is lower-case ASCII. */
    private static final char LAST = '\u007f';

    private final Folders folders;
    private final Reader reader;

    Listing(Folders folders, Reader reader) {
        this.folders = folders;
        this.reader = reader;
    }

    /** As {@code SecretStore.list}. */
    List<SecretInfo> list(String prefix, String after, int limit) {
        List<SecretInfo> found = new ArrayList<>();
        for (String root : Places.roots()) {
            if (wanted(root, prefix, after)) {
                collect(root, prefix, after, limit, found);
            }
        }
        return found;
    }

    private void collect(String folder, String prefix, String after, int limit, List<SecretInfo> found) {
        @Nullable String from = begin(folder, after);
        while (from != null && found.size() < limit) {
            Page page = folders.page(folder, from);
            for (Map.Entry<String, @Nullable KvMetadata> entry : page.entries().entrySet()) {
                if (found.size() == limit) {
                    return;
                }
                take(entry.getKey(), entry.getValue(), prefix, after, limit, found);
            }
            from = page.next();
        }
    }

    private void take(
            String name,
            @Nullable KvMetadata metadata,
            String prefix,
            String after,
            int limit,
            List<SecretInfo> found) {
        if (metadata == null) {
            if (wanted(name, prefix, after)) {
                collect(name, prefix, after, limit, found);
            }
        } else if (name.startsWith(prefix) && name.compareTo(after) > 0 && metadata.live()) {
            SecretInfo info = info(KeyPath.parse(name), metadata);
            if (info != null) {
                found.add(info);
            }
        }
    }

    /** Where in a folder the names begin that lie behind this path: a name of the path itself may be a folder's, too. */
    private static String begin(String folder, String after) {
        if (!after.startsWith(folder)) {
            return "";
        }
        String rest = after.substring(folder.length());
        return rest.contains("/") ? "" : rest;
    }

    private static boolean wanted(String folder, String prefix, String after) {
        boolean inside = folder.startsWith(prefix) || prefix.startsWith(folder);
        return inside && (folder + LAST).compareTo(after) > 0;
    }

    private @Nullable SecretInfo info(KeyPath path, KvMetadata metadata) {
        CustomMetadata custom = metadata.custom();
        Facts copy = custom.copyOf(metadata.current());
        if (copy != null) {
            return copy.current(path, custom.compromised());
        }
        return custom.ours() ? mended(path, metadata) : foreign(path, metadata);
    }

    /** Reads the facts where the copy is of another version; where that is not allowed, tells what the metadata tell. */
    private @Nullable SecretInfo mended(KeyPath path, KvMetadata metadata) {
        try {
            Current current = reader.current(path);
            return current == null ? null : current.info();
        } catch (StoreException e) {
            return foreign(path, metadata);
        }
    }

    private SecretInfo foreign(KeyPath path, KvMetadata metadata) {
        return reader.foreign(path, metadata.current(), metadata.created(), metadata.updated())
                .current(path, metadata.custom().compromised());
    }
}
