package dev.holdfast.run;

import dev.holdfast.mask.MaskedStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Passes one stream of a process on as it comes. */
final class Pump {

    private static final int PIECE = 64 * 1024;

    /** How long an end of one to three bytes that may begin a secret waits for more, in steps. */
    private static final int PAUSES = 10;

    private static final long PAUSE_MILLIS = 5;

    /** How long output is waited for after the process itself has ended: a process that it left may have the other end. */
    private static final long QUIET_MILLIS = 500;

    private final InputStream from;
    private final MaskedStream to;
    private final Process process;
    private final CountDownLatch ended = new CountDownLatch(1);
    private boolean closed;
    private volatile long lastNanos = System.nanoTime();

    Pump(InputStream from, MaskedStream to, Process process) {
        this.from = from;
        this.to = to;
        this.process = process;
    }

    void start() {
        Thread thread = new Thread(this::run, "output");
        thread.setDaemon(true);
        thread.start();
    }

    private void run() {
        byte[] piece = new byte[PIECE];
        try {
            for (int length = from.read(piece); length >= 0; length = from.read(piece)) {
                lastNanos = System.nanoTime();
                take(piece, length);
                settle();
            }
            finish();
        } catch (IOException e) {
            close(); // Nobody reads any more: then the process shall learn that too, by its next write.
        } finally {
            Arrays.fill(piece, (byte) 0);
            ended.countDown();
        }
    }

    private synchronized void take(byte[] piece, int length) throws IOException {
        if (closed) {
            throw new IOException("closed"); // What would be masked by is about to be forgotten.
        }
        to.take(piece, length);
    }

    /** A prompt that ends like a secret begins appears whole, when nothing more comes. */
    private void settle() throws IOException {
        for (int i = 0; i < PAUSES && to.heldBack() > 0 && process.isAlive(); i++) {
            if (from.available() > 0) {
                return;
            }
            pause();
        }
        synchronized (this) {
            to.passShort();
        }
    }

    private static void pause() {
        try {
            Thread.sleep(PAUSE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized void finish() throws IOException {
        closed = true;
        to.finish();
    }

    private void close() {
        try {
            from.close();
        } catch (IOException e) {
            return; // It is closed for us.
        }
    }

    /** Waits for the end of the stream, or until nothing has come for a while. For when the process has ended. */
    void end() throws InterruptedException {
        long since = System.nanoTime();
        long left = QUIET_MILLIS;
        while (left > 0 && !ended.await(left, TimeUnit.MILLISECONDS)) {
            long quiet = System.nanoTime() - Math.max(since, lastNanos);
            left = QUIET_MILLIS - TimeUnit.NANOSECONDS.toMillis(quiet);
        }
        if (ended.getCount() > 0) {
            try {
                finish();
            } catch (IOException e) {
                return; // Nobody reads any more.
            }
        }
    }
}
