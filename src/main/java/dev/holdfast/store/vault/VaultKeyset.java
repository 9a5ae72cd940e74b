package dev.holdfast.store.vault;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.holdfast.key.MasterKey;
import dev.holdfast.store.StoreException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * The key of a mount, from which fingerprints, look-up marks, key ids and the audit's keys come, the same for every
 * process: 32 random bytes at {@code holdfast/keys}, where no key path lies.
 *
 * <p>Made once, with check-and-set: of several that make it at the same time, all but one take the winner's.
 */
final class VaultKeyset {

    /** Its path within the mount. */
    static final String PATH = "holdfast/keys";

    private static final String FIELD = "key";

    private VaultKeyset() {}

    /**
     * Reads the key, or makes it.
     *
     * @param mayMake whether to make it where there is none
     * @throws StoreException when it cannot be had
     */
    static MasterKey open(VaultConnection connection, String mount, SecureRandom random, boolean mayMake) {
        String path = mount + "/data/" + PATH;
        return connection.within(() -> {
            KvVersion there = KvVersion.of(connection.read(path));
            if (there == null && mayMake) {
                make(connection, path, random);
                there = KvVersion.of(connection.read(path));
            }
            return key(there);
        });
    }

    /** Leaves what is there as it is. */
    private static void make(VaultConnection connection, String path, SecureRandom random) {
        byte[] bytes = new byte[MasterKey.LENGTH];
        random.nextBytes(bytes);
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.putObject("options").put("cas", 0);
        body.putObject("data").put(FIELD, Base64.getEncoder().encodeToString(bytes));
        Arrays.fill(bytes, (byte) 0);
        try {
            connection.write(path, body);
        } catch (LostAnswer | StoreException readBack) {
            // Whether it is there, the read that follows tells; a login that may not make it is told how to go on.
        }
    }

    private static MasterKey key(@Nullable KvVersion there) {
        if (there == null) {
            throw StoreException.unavailable(
                    "The mount has no keyset yet: holdfast/keys is missing.",
                    "Run 'holdfast init' once with a login that may write holdfast/keys (policy holdfast-init.hcl).");
        }
        KvData data = there.data();
        if (data == null) {
            throw StoreException.unavailable(
                    "The keyset of the mount, holdfast/keys, was deleted.",
                    "Undelete it ('bao kv undelete'); a new one would make every fingerprint and audit row unprovable.");
        }
        return MasterKey.decode(data.text(FIELD))
                .orElseThrow(() -> StoreException.unavailable(
                        "The keyset of the mount, holdfast/keys, is not what Holdfast wrote there.",
                        "Bring back the version that Holdfast wrote ('bao kv rollback')."));
    }
}
