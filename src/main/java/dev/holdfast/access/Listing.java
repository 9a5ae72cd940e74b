package dev.holdfast.access;

import dev.holdfast.secret.SecretInfo;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A page of secrets, by path.
 *
 * @param next the slashed path to go on behind, or null when this was the last page
 */
public record Listing(List<SecretInfo> secrets, @Nullable String next) {

    public Listing {
        secrets = List.copyOf(secrets);
    }
}
