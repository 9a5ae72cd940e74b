package dev.holdfast.store.vault;

import dev.holdfast.secret.KeyPath;
import dev.holdfast.secret.SecretInfo;

/**
 * A secret that is there: its newest version, and the facts that hold for it, whoever wrote it.
 *
 * <p>A class and not a record: the version holds a value.
 */
final class Current {

    private final KeyPath path;
    private final KvVersion version;
    private final KvData data;
    private final Facts facts;

    Current(KeyPath path, KvVersion version, KvData data, Facts facts) {
        this.path = path;
        this.version = version;
        this.data = data;
        this.facts = facts;
    }

    int number() {
        return version.number();
    }

    KvData data() {
        return data;
    }

    Facts facts() {
        return facts;
    }

    CustomMetadata custom() {
        return version.custom();
    }

    /** Whether someone marked the secret as known to others, in whichever of the two places. */
    boolean compromised() {
        return facts.compromised() || version.custom().compromised();
    }

    SecretInfo info() {
        return facts.current(path, compromised());
    }

    /** Whether the copy for lists speaks of another version, though there should be one of this. */
    boolean hasStaleCopy() {
        return facts.ours() && custom().copyOf(number()) == null;
    }
}
