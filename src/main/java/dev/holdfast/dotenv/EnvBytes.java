package dev.holdfast.dotenv;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.Arrays;

/** The bytes of a {@code .env}, up to a size that no such file reaches by right. */
final class EnvBytes {

    /** In bytes. */
    static final int MAX = 1024 * 1024;

    private EnvBytes() {}

    /** Reads from the start; refuses what is longer than {@link #MAX}. */
    static byte[] read(FileChannel channel) throws IOException {
        long size = channel.size();
        if (size > MAX) {
            throw tooLong();
        }
        ByteBuffer buffer = ByteBuffer.allocate((int) size + 1);
        int count = 0;
        while (count >= 0 && buffer.hasRemaining()) {
            count = channel.read(buffer, buffer.position());
        }
        byte[] bytes = Arrays.copyOf(buffer.array(), buffer.position());
        Arrays.fill(buffer.array(), (byte) 0);
        if (!buffer.hasRemaining()) {
            // It grew while it was being read.
            throw EnvRefusals.changedMeanwhile();
        }
        return bytes;
    }

    static RuntimeException tooLong() {
        return EnvRefusals.refused(
                "The file is longer than 1 MiB, which no .env should be.", "Name a file of settings, not of data.");
    }
}
