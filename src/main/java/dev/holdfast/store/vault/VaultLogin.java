package dev.holdfast.store.vault;

import java.nio.file.Path;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * How Holdfast proves to the server who it is.
 *
 * <p>No part of it is a secret: tokens, secret ids and JWTs stand in files, or behind a supplier that is asked at each
 * login and whose answer is kept nowhere here.
 */
public sealed interface VaultLogin {

    /** Where Kubernetes puts the token of a pod's service account. */
    Path SERVICE_ACCOUNT = Path.of("/var/run/secrets/kubernetes.io/serviceaccount/token");

    /**
     * A token that someone else obtained; it is renewed, and never revoked.
     *
     * @param file read again when it changes; null when the supplier gives the token
     * @param supplier asked when there is no file, for instance the environment; gives null when it has none
     */
    record Token(@Nullable Path file, Supplier<@Nullable String> supplier) implements VaultLogin {}

    /**
     * AppRole: a role id and a secret id.
     *
     * @param mount where the method is enabled, usually {@code approle}
     * @param secretIdFile read at each login; null when the supplier gives the secret id
     * @param supplier asked when there is no file; gives null for a role that needs no secret id
     */
    record AppRole(String mount, String roleId, @Nullable Path secretIdFile, Supplier<@Nullable String> supplier)
            implements VaultLogin {}

    /**
     * A JWT of an identity provider.
     *
     * @param mount where the method is enabled, usually {@code jwt}
     * @param role null for the default role of the mount
     * @param jwtFile read at each login
     */
    record Jwt(String mount, @Nullable String role, Path jwtFile) implements VaultLogin {}

    /**
     * The service account of a Kubernetes pod.
     *
     * @param mount where the method is enabled, usually {@code kubernetes}
     * @param serviceAccountFile read at each login, usually {@link #SERVICE_ACCOUNT}
     */
    record Kubernetes(String mount, String role, Path serviceAccountFile) implements VaultLogin {}
}
