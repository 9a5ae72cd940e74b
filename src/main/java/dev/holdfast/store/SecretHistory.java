package dev.holdfast.store;

import dev.holdfast.secret.KeyPath;
import dev.holdfast.secret.Remark;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The versions of one secret that have a value, the oldest first, at least the current one. Closing it wipes the values. */
public final class SecretHistory implements AutoCloseable {

    private final List<Version> versions;

    public SecretHistory(List<Version> versions) {
        if (versions.isEmpty()) {
            throw new IllegalArgumentException("a secret has a current version");
        }
        this.versions = List.copyOf(versions);
    }

    /**
     * A version and why it was written.
     *
     * @param reason in the words of whoever wrote it, or null
     */
    public record Version(ReadSecret secret, @Nullable Remark reason) {

        public int number() {
            return secret.info().version();
        }
    }

    public List<Version> versions() {
        return versions;
    }

    /** The newest version. */
    public Version current() {
        return versions.get(versions.size() - 1);
    }

    public KeyPath path() {
        return current().secret().info().path();
    }

    @Override
    public void close() {
        versions.forEach(version -> version.secret().close());
    }
}
