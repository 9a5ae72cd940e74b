package dev.holdfast.store.vault;

import dev.holdfast.secret.Description;
import dev.holdfast.secret.Fingerprint;
import dev.holdfast.secret.KeyPath;
import dev.holdfast.secret.Labels;
import dev.holdfast.secret.Remark;
import dev.holdfast.secret.SecretInfo;
import java.time.Instant;
import java.util.Collections;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What Holdfast knows of one version of a secret, never its value: the object that lies beside the value in the data of
 * KV v2, and, under another name, in the custom metadata as a copy for lists.
 *
 * @param version the number of the version it speaks of; it is believed of no other
 * @param ours whether Holdfast ever wrote to this secret
 * @param managed whether Holdfast wrote this version, or someone who left our facts in it
 * @param compromised whether the data of the version say that its value is known to others
 * @param keyId the secret's stable id
 * @param description empty when someone else stored the secret
 * @param labels none when someone else stored the secret
 * @param lookup the look-up mark of the value, base64; empty when the value cannot be read
 * @param createdAt when the first version was stored
 * @param updatedAt when this version was stored
 * @param rotatedAt when the secret was last rotated
 * @param reason why it was written
 * @param previousVersion the version before, null for a new secret
 * @param field the field of the data that the value stood in before Holdfast wrote to the secret, when that is not
 *     {@code value}; whoever reads it there goes on finding the value
 * @param write a random name of the write, by which a writer knows its own
 * @param earlier what is known of the versions before; one of ours that is missing here has ended
 */
record Facts(
        int version,
        boolean ours,
        boolean managed,
        boolean compromised,
        String keyId,
        Description description,
        Labels labels,
        Fingerprint fingerprint,
        String lookup,
        Instant createdAt,
        Instant updatedAt,
        @Nullable Instant rotatedAt,
        @Nullable Remark reason,
        @Nullable Integer previousVersion,
        @Nullable String field,
        String write,
        NavigableMap<Integer, Earlier> earlier) {

    /** Stands where a value is not read, or cannot be: the fingerprint of nothing. */
    static final Fingerprint NO_FINGERPRINT = Fingerprint.ofMac(new byte[16]);

    /** The most versions before that are spoken of. */
    static final int MOST_EARLIER = 100;

    Facts {
        NavigableMap<Integer, Earlier> newest = new TreeMap<>(earlier);
        while (newest.size() > MOST_EARLIER) {
            newest.pollFirstEntry();
        }
        earlier = Collections.unmodifiableNavigableMap(newest);
    }

    /**
     * What is known of a version that someone else wrote over ours.
     *
     * @param patched whether they left our facts in it, so that our description and labels still hold
     */
    Facts overwritten(int number, Instant time, boolean patched, boolean exposed) {
        NavigableMap<Integer, Earlier> before = new TreeMap<>(earlier);
        for (int k = version; k < number; k++) {
            before.put(k, new Earlier(null, k == version ? lookup : "", compromised));
        }
        return new Facts(
                number,
                true,
                patched,
                exposed,
                keyId,
                patched ? description : Description.stored(""),
                patched ? labels : Labels.NONE,
                fingerprint,
                "",
                createdAt,
                time,
                rotatedAt,
                null,
                null,
                field,
                "",
                before);
    }

    /** The same with the marks of the value that is really there. */
    Facts marked(Fingerprint actual, String actualLookup, boolean exposed) {
        return new Facts(
                version,
                ours,
                managed,
                exposed,
                keyId,
                description,
                labels,
                actual,
                actualLookup,
                createdAt,
                updatedAt,
                rotatedAt,
                reason,
                previousVersion,
                field,
                write,
                earlier);
    }

    /** Whether a version before this one has ended so long ago that nothing is known of it any more. */
    boolean forgotten(int number) {
        return ours && !earlier.containsKey(number);
    }

    /** Whether a version before this one has ended. */
    boolean ended(int number, Instant now) {
        Earlier before = earlier.get(number);
        return before == null ? ours : before.endedAt(now);
    }

    /** The facts as the current version's, for callers. */
    SecretInfo current(KeyPath path, boolean exposed) {
        return new SecretInfo(
                path,
                keyId,
                version,
                description,
                labels,
                fingerprint,
                createdAt,
                updatedAt,
                rotatedAt,
                null,
                null,
                managed,
                true,
                exposed || compromised);
    }
}
