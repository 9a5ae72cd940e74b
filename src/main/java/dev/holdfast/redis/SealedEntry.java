package dev.holdfast.redis;

import dev.holdfast.key.Sealer;
import dev.holdfast.secret.Description;
import dev.holdfast.secret.Fingerprint;
import dev.holdfast.secret.KeyPath;
import dev.holdfast.secret.Labels;
import dev.holdfast.secret.Owner;
import dev.holdfast.secret.SecretInfo;
import dev.holdfast.secret.SecretValue;
import dev.holdfast.secret.Tags;
import dev.holdfast.store.cached.KeptSecret;
import dev.holdfast.store.cached.Place;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A value with its facts and its age, sealed for its place: what was written for another path or version does not open,
 * nor does what was changed by a bit. Thread-safe.
 */
final class SealedEntry {

    private static final int FORMAT = 1;

    /** More than the facts of any value take. */
    private static final int FACTS = 8 * 1024;

    private final byte[] key;
    private final Sealer sealer;

    SealedEntry(byte[] key, SecureRandom random) {
        this.key = key;
        this.sealer = new Sealer(random);
    }

    private static byte[] place(Place place) {
        return Sealer.place("cache", place.path().slashed(), version(place));
    }

    /** The number that was asked for, or {@code current}. */
    static String version(Place place) {
        Integer version = place.version();
        return version == null ? "current" : version.toString();
    }

    /** Null when the facts are longer than any of ours: someone else wrote them. */
    byte @Nullable [] seal(Place place, KeptSecret secret) {
        // Room for all, so that no copy is left behind by growing.
        Room room = new Room(secret.value().length() + FACTS);
        try {
            write(new DataOutputStream(room), secret);
            byte[] plain = room.written();
            try {
                return sealer.seal(key, place(place), plain);
            } finally {
                Arrays.fill(plain, (byte) 0);
            }
        } catch (IOException | UncheckedIOException e) {
            return null;
        } finally {
            room.wipe();
        }
    }

    private static void write(DataOutputStream out, KeptSecret secret) throws IOException {
        SecretInfo info = secret.info();
        out.writeByte(FORMAT);
        out.writeLong(secret.at().toEpochMilli());
        out.writeUTF(info.keyId());
        out.writeInt(info.version());
        out.writeUTF(info.description().text());
        write(out, info.labels());
        out.writeUTF(info.fingerprint().text());
        write(out, info.createdAt());
        write(out, info.updatedAt());
        write(out, info.rotatedAt());
        write(out, info.rotationDueAt());
        write(out, info.validUntil());
        out.writeBoolean(info.managed());
        out.writeBoolean(info.current());
        out.writeBoolean(info.compromised());
        out.writeInt(secret.value().length());
        secret.value().reveal(bytes -> {
            try {
                out.write(bytes);
                return true;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    private static void write(DataOutputStream out, Labels labels) throws IOException {
        Owner owner = labels.owner();
        out.writeUTF(owner == null ? "" : owner.text());
        out.writeByte(labels.tags().words().size());
        for (String word : labels.tags().words()) {
            out.writeUTF(word);
        }
    }

    private static Labels labels(DataInputStream in) throws IOException {
        String owner = in.readUTF();
        List<String> words = new ArrayList<>();
        for (int i = in.readByte(); i > 0; i--) {
            words.add(in.readUTF());
        }
        return new Labels(owner.isEmpty() ? null : Owner.stored(owner), Tags.stored(words));
    }

    private static void write(DataOutputStream out, @Nullable Instant time) throws IOException {
        out.writeUTF(time == null ? "" : time.toString());
    }

    /** What was sealed for this place; null when this is anything else. */
    @Nullable
    KeptSecret open(Place place, byte[] sealed) {
        byte[] plain = {};
        try {
            plain = Sealer.open(key, place(place), sealed);
            return read(place.path(), new DataInputStream(new ByteArrayInputStream(plain)));
        } catch (GeneralSecurityException | IOException | DateTimeException | IllegalArgumentException notOurs) {
            return null;
        } finally {
            Arrays.fill(plain, (byte) 0);
        }
    }

    private static @Nullable KeptSecret read(KeyPath path, DataInputStream in) throws IOException {
        if (in.readByte() != FORMAT) {
            return null;
        }
        Instant at = Instant.ofEpochMilli(in.readLong());
        SecretInfo info = new SecretInfo(
                path,
                in.readUTF(),
                in.readInt(),
                Description.stored(in.readUTF()),
                labels(in),
                new Fingerprint(in.readUTF()),
                Instant.parse(in.readUTF()),
                Instant.parse(in.readUTF()),
                time(in.readUTF()),
                time(in.readUTF()),
                time(in.readUTF()),
                in.readBoolean(),
                in.readBoolean(),
                in.readBoolean());
        byte[] bytes = new byte[in.readInt()];
        try {
            in.readFully(bytes);
            return new KeptSecret(info, SecretValue.stored(bytes), at);
        } finally {
            Arrays.fill(bytes, (byte) 0);
        }
    }

    private static @Nullable Instant time(String written) {
        return written.isEmpty() ? null : Instant.parse(written);
    }

    /** Bytes that do not move, and are wiped. */
    private static final class Room extends OutputStream {

        private final byte[] bytes;
        private int used;

        Room(int size) {
            bytes = new byte[size];
        }

        @Override
        public void write(int b) throws IOException {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] from, int start, int length) throws IOException {
            if (length > bytes.length - used) {
                throw new IOException("no room");
            }
            System.arraycopy(from, start, bytes, used, length);
            used += length;
        }

        byte[] written() {
            return Arrays.copyOf(bytes, used);
        }

        void wipe() {
            Arrays.fill(bytes, (byte) 0);
        }
    }
}
