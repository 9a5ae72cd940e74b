package dev.holdfast.store.vault;

import dev.holdfast.secret.Description;
import dev.holdfast.secret.Fingerprint;
import dev.holdfast.secret.KeyPath;
import dev.holdfast.secret.Labels;
import dev.holdfast.secret.SecretInfo;
import dev.holdfast.secret.SecretValue;
import dev.holdfast.store.ReadSecret;
import dev.holdfast.store.StoreException;
import java.time.Instant;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Reads secrets and makes out what holds for them, whoever wrote them. Thread-safe. */
final class Reader {

    private static final int MOST_STEPS_BACK = 50;
    private static final int MOST_REMEMBERED = 10_000;

    private final Kv kv;
    private final Places places;
    private final Marks marks;
    private final Set<String> unmendable = ConcurrentHashMap.newKeySet();

    Reader(Kv kv, Places places, Marks marks) {
        this.kv = kv;
        this.places = places;
        this.marks = marks;
    }

    /** A secret as it stands, its copy mended; null when there is none. */
    @Nullable
    Current current(KeyPath path) {
        Current current = unmended(path);
        if (current != null && current.hasStaleCopy()) {
            mend(path, current);
        }
        return current;
    }

    /** A secret as it stands; null when there is none. */
    @Nullable
    Current unmended(KeyPath path) {
        KvVersion newest = kv.newest(places.of(path));
        return newest == null ? null : current(path, newest);
    }

    /** The secret whose newest version this is; null when it was deleted. */
    private @Nullable Current current(KeyPath path, KvVersion newest) {
        KvData data = newest.data();
        return data == null ? null : new Current(path, newest, data, facts(path, newest, data));
    }

    /** The marks are always made of the value itself, so that whoever changes it cannot leave wrong ones. */
    private Facts facts(KeyPath path, KvVersion newest, KvData data) {
        Facts said = said(path, newest, data);
        try (SecretValue value = data.value()) {
            Fingerprint fingerprint = value == null ? Facts.NO_FINGERPRINT : marks.fingerprint(path, value);
            String lookup = value == null ? "" : marks.lookup(value);
            return said.marked(fingerprint, lookup, data.compromised());
        }
    }

    private Facts said(KeyPath path, KvVersion newest, KvData data) {
        Facts own = newest.facts();
        // The copy of a version that someone else wrote is what was worked out below when it was first seen.
        Facts known = own != null ? own : newest.custom().copyOf(newest.number());
        if (known != null) {
            return known;
        }
        Facts last = lastOurs(path, newest);
        if (last == null) {
            return foreign(path, newest);
        }
        boolean patched = last.keyId().equals(data.facts().path("keyId").asText());
        return last.overwritten(newest.number(), newest.created(), patched, data.compromised());
    }

    /** The newest facts of ours under a version of someone else; null when we never wrote to this secret. */
    private @Nullable Facts lastOurs(KeyPath path, KvVersion newest) {
        int tag = newest.custom().tag();
        if (tag < 0) {
            return null;
        }
        int least = Math.max(Math.max(tag, 1), newest.number() - MOST_STEPS_BACK);
        for (int number = newest.number() - 1; number >= least; number--) {
            KvVersion before = kv.version(places.of(path), number);
            Facts facts = before == null ? null : before.facts();
            if (facts != null) {
                return facts;
            }
        }
        Facts copy = newest.custom().copy();
        return copy != null && copy.version() < newest.number() ? copy : null;
    }

    private Facts foreign(KeyPath path, KvVersion newest) {
        KvMetadata metadata = kv.metadata(places.of(path));
        Instant created = metadata == null ? newest.created() : metadata.created();
        return foreign(path, newest.number(), created, newest.created());
    }

    /** What holds for a secret that Holdfast never wrote to, as far as it shows without its value. */
    Facts foreign(KeyPath path, int version, Instant created, Instant updated) {
        return new Facts(
                version,
                false,
                false,
                false,
                marks.keyIdOf(path),
                Description.stored(""),
                Labels.NONE,
                Facts.NO_FINGERPRINT,
                "",
                created,
                updated,
                null,
                null,
                null,
                null,
                "",
                new TreeMap<>());
    }

    /** Puts the copy right, where the login may; where it may not, that is not tried again for this version. */
    private void mend(KeyPath path, Current current) {
        String name = path.slashed() + "#" + current.number();
        if (unmendable.contains(name)) {
            return;
        }
        try {
            kv.change(places.of(path), 0, current.custom().replacing(current.facts()));
        } catch (StoreException e) {
            if (unmendable.size() >= MOST_REMEMBERED) {
                unmendable.clear();
            }
            unmendable.add(name);
        }
    }

    /** The value of a version, the current one for null; null when there is none. One that has ended and is not destroyed yet says so. */
    @Nullable
    ReadSecret read(KeyPath path, @Nullable Integer number) {
        Current current = current(path);
        if (current == null) {
            return null;
        }
        if (number == null || number == current.number()) {
            return newest(current);
        }
        boolean possible =
                number >= 1 && number < current.number() && !current.facts().forgotten(number);
        KvVersion version = possible ? kv.version(places.of(path), number) : null;
        return version == null || version.data() == null ? null : older(path, version, version.data(), current);
    }

    /** The current version. */
    ReadSecret newest(Current current) {
        return new ReadSecret(current.info(), required(current.data()));
    }

    /** A version before the current one. */
    ReadSecret older(KeyPath path, KvVersion version, KvData data, Current current) {
        SecretValue value = required(data);
        Facts own = version.facts();
        SecretInfo newest = current.info();
        Earlier said = current.facts().earlier().get(version.number());
        boolean exposed = newest.compromised() || data.compromised() || (said != null && said.compromised());
        SecretInfo info = new SecretInfo(
                path,
                newest.keyId(),
                version.number(),
                newest.description(),
                newest.labels(),
                marks.fingerprint(path, value),
                newest.createdAt(),
                own == null ? version.created() : own.updatedAt(),
                newest.rotatedAt(),
                null,
                said == null ? null : said.end(),
                own != null,
                false,
                exposed);
        return new ReadSecret(info, value);
    }

    private static SecretValue required(KvData data) {
        SecretValue value = data.value();
        if (value == null) {
            throw new StoreException(
                    StoreException.Kind.NOT_FOUND,
                    "What someone else stored at this path has no value that Holdfast can hand out: no field named value,"
                            + " and not one field alone.",
                    "Have the secret put into a field named value, or store it here with set_secret; the other fields stay.");
        }
        return value;
    }
}
