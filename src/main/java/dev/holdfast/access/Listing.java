package dev.holdfast.access;

import dev.holdfast.secret.SecretInfo;
import dev.holdfast.store.SecretStore;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A page of secrets, by path.
 *
 * @param next the slashed path to go on behind, or null when this was the last page
 */
public record Listing(List<SecretInfo> secrets, @Nullable String next) {

    private static final int MANY = 500;

    public Listing {
        secrets = List.copyOf(secrets);
    }

    /** The first secrets of a store, from there on, that may be seen and are wanted. */
    static Listing of(SecretStore store, String prefix, String after, int limit, Predicate<SecretInfo> shown) {
        List<SecretInfo> page = new ArrayList<>();
        String from = after;
        int asked = limit + 1;
        while (true) {
            List<SecretInfo> found = store.list(prefix, from, asked);
            for (SecretInfo info : found) {
                if (shown.test(info)) {
                    if (page.size() == limit) {
                        return new Listing(page, page.get(limit - 1).path().slashed());
                    }
                    page.add(info);
                }
            }
            if (found.size() < asked) {
                return new Listing(page, null);
            }
            from = found.get(found.size() - 1).path().slashed();
            asked = Math.max(asked, MANY); // Few are shown: so more are looked through at a time.
        }
    }
}
