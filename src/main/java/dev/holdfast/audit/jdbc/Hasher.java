package dev.holdfast.audit.jdbc;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import javax.crypto.Mac;
import org.jspecify.annotations.Nullable;

/**
 * Hashes one message after the other, each made of parts that are preceded by their length: a part that says nothing by -1,
 * so that no two messages look alike. Used by one thread at a time; keeps its buffer, so that many rows cost little.
 */
final class Hasher {

    private final Mac mac;
    private ByteBuffer message = ByteBuffer.allocate(1024);

    Hasher(Mac keyed) {
        mac = keyed;
    }

    Hasher part(@Nullable Object part) {
        byte[] bytes = part == null ? null : part.toString().getBytes(StandardCharsets.UTF_8);
        int length = bytes == null ? 0 : bytes.length;
        if (message.remaining() < Integer.BYTES + length) {
            grow(Integer.BYTES + length);
        }
        message.putInt(bytes == null ? -1 : length);
        if (bytes != null) {
            message.put(bytes);
        }
        return this;
    }

    private void grow(int more) {
        byte[] wider = Arrays.copyOf(message.array(), 2 * message.capacity() + more);
        message = ByteBuffer.wrap(wider).position(message.position());
    }

    /** The hash of the parts since the last one, in hex. */
    String hash() {
        mac.update(message.array(), 0, message.position());
        message.clear();
        return HexFormat.of().formatHex(mac.doFinal());
    }
}
