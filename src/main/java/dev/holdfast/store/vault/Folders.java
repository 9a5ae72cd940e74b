package dev.holdfast.store.vault;

import com.fasterxml.jackson.databind.JsonNode;
import dev.holdfast.secret.KeyPath;
import dev.holdfast.store.StoreException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * The names in the folders of KV v2, with the metadata of the secrets among them.
 *
 * <p>OpenBao lists both at once and in pages ({@code detailed-metadata}). Vault does not know that request, and a policy
 * may not allow it: then the names are listed and the metadata read, eight at a time. Thread-safe.
 */
final class Folders {

    /** How many names are asked for at once. */
    static final int PAGE = 500;

    private final VaultConnection connection;
    private final Kv kv;
    private final Places places;
    private final Workers workers;
    private volatile boolean detailedUnknown;

    Folders(VaultConnection connection, Kv kv, Places places, Workers workers) {
        this.connection = connection;
        this.kv = kv;
        this.places = places;
        this.workers = workers;
    }

    /**
     * The names of a folder behind {@code after}, which stands within the folder and may be empty.
     *
     * <p>A folder that lies in several mounts comes whole: the orders of several servers' pages cannot be merged.
     */
    Page page(String folder, String after) {
        var mounts = places.mountsOf(folder);
        if (mounts.size() == 1) {
            return page(mounts.iterator().next(), folder, after);
        }
        NavigableMap<String, @Nullable KvMetadata> all = new TreeMap<>();
        for (String mount : mounts) {
            @Nullable String from = after;
            while (from != null) {
                Page page = page(mount, folder, from);
                all.putAll(page.entries());
                from = page.next();
            }
        }
        return new Page(all, null);
    }

    private Page page(String mount, String folder, String after) {
        if (!detailedUnknown) {
            Page detailed = detailed(mount, folder, after);
            if (detailed != null) {
                return detailed;
            }
        }
        return plain(mount, folder, after);
    }

    /** Null when the server does not answer such requests; whether it is that or worse, a plain list shows. */
    private @Nullable Page detailed(String mount, String folder, String after) {
        String query = "?limit=" + PAGE + (after.isEmpty() ? "" : "&after=" + encoded(after));
        Answer answer;
        try {
            answer = connection.list(places.folder(mount, "detailed-metadata", folder) + query);
        } catch (StoreException e) {
            return null;
        }
        if (!answer.found() && answer.body().path("warnings").size() > 0) {
            detailedUnknown = true;
            return null;
        }
        JsonNode known = answer.data().path("key_info");
        Map<String, @Nullable KvMetadata> found = new LinkedHashMap<>();
        List<String> names = names(answer);
        for (String name : names) {
            KvMetadata metadata = name.endsWith("/") ? null : KvMetadata.of(known.path(name), answer.serverTime());
            if (name.endsWith("/") || metadata != null) {
                found.put(name, metadata);
            }
        }
        // More than was asked for is all there is: that server has no pages.
        String next = names.size() == PAGE ? names.get(PAGE - 1) : null;
        return new Page(ours(mount, folder, after, found), next);
    }

    /** Other people's names may be anything. */
    private static String encoded(String name) {
        return URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private static List<String> names(Answer answer) {
        List<String> names = new ArrayList<>();
        answer.data().path("keys").forEach(name -> names.add(name.asText()));
        names.sort(null);
        return names;
    }

    private Page plain(String mount, String folder, String after) {
        List<String> names = names(connection.list(places.folder(mount, "metadata", folder))).stream()
                .filter(name -> name.compareTo(after) > 0)
                .toList();
        List<String> some = names.subList(0, Math.min(PAGE, names.size()));
        Map<String, @Nullable KvMetadata> found = metadata(mount, folder, some);
        return new Page(ours(mount, folder, after, found), some.size() < names.size() ? some.get(PAGE - 1) : null);
    }

    private Map<String, @Nullable KvMetadata> metadata(String mount, String folder, List<String> names) {
        Map<String, Future<@Nullable KvMetadata>> asked = new LinkedHashMap<>();
        Map<String, @Nullable KvMetadata> found = new LinkedHashMap<>();
        for (String name : names) {
            KeyPath path = name.endsWith("/") ? null : Places.keyPath(folder + name);
            if (path != null && places.mayLieIn(mount, folder + name)) {
                asked.put(name, workers.start(() -> kv.metadata(places.of(path))));
            } else if (path == null && name.endsWith("/")) {
                found.put(name, null);
            }
        }
        asked.forEach((name, metadata) -> {
            KvMetadata known = Workers.result(metadata);
            if (known != null) {
                found.put(name, known);
            }
        });
        return found;
    }

    /** What may be ours, by its whole path. */
    private NavigableMap<String, @Nullable KvMetadata> ours(
            String mount, String folder, String after, Map<String, @Nullable KvMetadata> found) {
        NavigableMap<String, @Nullable KvMetadata> ours = new TreeMap<>();
        found.forEach((name, metadata) -> {
            if (name.compareTo(after) > 0 && places.mayLieIn(mount, folder + name)) {
                ours.put(folder + name, metadata);
            }
        });
        return ours;
    }
}
