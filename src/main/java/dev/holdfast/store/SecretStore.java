package dev.holdfast.store;

import dev.holdfast.secret.Fingerprint;
import dev.holdfast.secret.KeyPath;
import dev.holdfast.secret.SecretInfo;
import dev.holdfast.secret.SecretValue;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where secrets live, by key path and version.
 *
 * <p>Asked by the door alone: no method takes a caller, and none asks whether the caller may. Implementations are
 * thread-safe, and safe for several processes at once. Every method throws {@link StoreException}: of kind {@code
 * UNAVAILABLE} when the store cannot be asked, {@code REFUSED} when it does not let Holdfast do this, of another kind as
 * said there.
 */
public interface SecretStore extends AutoCloseable {

    /**
     * Stores a value as the next version, durably, all or nothing.
     *
     * @throws StoreException {@code CONFLICT} when the current version is not the expected one, {@code NOT_FOUND} when a
     *     rotation finds no secret, {@code NEEDS_DESCRIPTION} when a new secret has none
     */
    Written put(KeyPath path, SecretValue value, Write write);

    /** The value of a version (the current one for null), or null when there is none. The caller closes it. */
    @Nullable
    ReadSecret read(KeyPath path, @Nullable Integer version);

    /** The facts of the current version, or null when there is no such secret. */
    @Nullable
    SecretInfo describe(KeyPath path);

    /**
     * The current versions of the secrets whose slashed path begins with {@code prefix}, in the order of their paths.
     *
     * @param after the slashed path to begin behind, or an empty string
     * @param limit how many at the most, 1 or more
     */
    List<SecretInfo> list(String prefix, String after, int limit);

    /** The fingerprint that this value has, or would have, at this path. */
    Fingerprint fingerprint(KeyPath path, SecretValue value);

    /**
     * For each value, in the order given: every version, current, in grace or past it, that has exactly this value; in the
     * order of their paths. Many values are looked up at about the price of one; of none, the store is not asked.
     */
    List<List<Holding>> holding(List<SecretValue> values);

    /**
     * Takes a secret out of sight: it is neither read nor listed until {@link #undelete} or the next {@link #put}, which
     * counts as a new secret and ends the versions before for good.
     *
     * @return whether there was a secret
     */
    boolean delete(KeyPath path);

    /**
     * Brings a deleted secret back, with the versions that have not ended since.
     *
     * @return whether there was a deleted secret
     */
    boolean undelete(KeyPath path);

    /** The versions of a secret that have a value, or null when there is no such secret. The caller closes it. */
    @Nullable
    SecretHistory history(KeyPath path);

    /**
     * Takes over a secret from another store: id, numbers, values, times, reasons, description and labels of its
     * versions. What an
     * earlier call took over is kept, and what has come since, or was left by an interruption, is added.
     *
     * @return how many versions were written; 0 when all of them were here already
     * @throws StoreException {@code CONFLICT} when another secret lies at this path
     */
    int adopt(SecretHistory history);

    @Override
    void close();
}
