package dev.holdfast.store.vault;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.holdfast.store.StoreException;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/** The requests of KV v2 for one secret, as methods; each throws {@link StoreException} as {@link VaultConnection} does. */
final class Kv {

    private final VaultConnection connection;
    private final Workers workers;

    Kv(VaultConnection connection, Workers workers) {
        this.connection = connection;
        this.workers = workers;
    }

    /** The newest version, which may be deleted; null when there is none. */
    @Nullable
    KvVersion newest(Place place) {
        return KvVersion.of(connection.read(place.data()));
    }

    @Nullable
    KvVersion version(Place place, int number) {
        return KvVersion.of(connection.read(place.data(number)));
    }

    @Nullable
    KvMetadata metadata(Place place) {
        return KvMetadata.of(connection.read(place.metadata()));
    }

    /**
     * Writes the version after {@code current}, or finds that another one is there.
     *
     * <p>When the answer is lost, the version is read back: it bears the name of its write. Where it is not there, the
     * write is sent once more; check-and-set sees to it that only one of the two counts.
     *
     * @return whether the version is ours
     * @throws StoreException with {@link StoreException#possiblyStored} when that could not be found out
     */
    boolean write(Place place, ObjectNode data, int current, String write) {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.putObject("options").put("cas", current);
        body.set("data", data);
        try {
            return !connection.write(place.data(), body).conflict();
        } catch (LostAnswer lost) {
            // On a thread of its own, with a time limit of its own: the write may have used up all of this call's.
            return Workers.result(
                    workers.start(() -> connection.within(() -> found(place, body, current + 1, write, lost))));
        }
    }

    private boolean found(Place place, ObjectNode body, int number, String write, LostAnswer lost) {
        try {
            KvVersion made = version(place, number);
            if (made == null) {
                made = again(place, body, number);
            }
            if (made == null || made.data() == null) {
                throw lost.unavailable();
            }
            return made.madeBy(write);
        } catch (StoreException e) {
            throw e.afterLostWrite(number);
        } catch (LostAnswer twice) {
            throw twice.unavailable().afterLostWrite(number);
        }
    }

    private @Nullable KvVersion again(Place place, ObjectNode body, int number) {
        connection.write(place.data(), body);
        return version(place, number);
    }

    /** Makes the metadata of a secret that is not there yet; others' are replaced, so change those that are. */
    void create(Place place, int maxVersions, ObjectNode custom) {
        connection.repeatable(place.metadata(), settings(maxVersions, custom));
    }

    /** Changes what is named and leaves the rest, others' keys included; {@code maxVersions} 0 leaves that too. */
    void change(Place place, int maxVersions, ObjectNode custom) {
        connection.patch(place.metadata(), settings(maxVersions, custom));
    }

    private static ObjectNode settings(int maxVersions, ObjectNode custom) {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        if (maxVersions > 0) {
            body.put("max_versions", maxVersions);
        }
        body.set("custom_metadata", custom);
        return body;
    }

    void delete(Place place, Collection<Integer> versions) {
        onVersions(place, "delete", versions);
    }

    void undelete(Place place, Collection<Integer> versions) {
        onVersions(place, "undelete", versions);
    }

    /** For good: the server forgets the data and keeps the number. */
    void destroy(Place place, Collection<Integer> versions) {
        onVersions(place, "destroy", versions);
    }

    private void onVersions(Place place, String operation, Collection<Integer> versions) {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        ArrayNode numbers = body.putArray("versions");
        versions.forEach(numbers::add);
        connection.repeatable(place.versions(operation), body);
    }
}
