package dev.holdfast.client;

import dev.holdfast.client.KeyServiceException.Kind;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;

/**
 * Whether the service was down a moment ago, so that not every call that has a last known value waits for it again.
 * Thread-safe.
 */
final class Outage {

    private static final Logger LOG = System.getLogger(Outage.class.getName());
    private static final Duration REST = Duration.ofSeconds(5);

    private final Timing timing;
    private boolean down;
    private long since;

    Outage(Timing timing) {
        this.timing = timing;
    }

    synchronized boolean lasts() {
        return down && timing.nanos() - since < REST.toNanos();
    }

    synchronized void answered() {
        down = false;
    }

    /** Only what concerns every path begins an outage: a fault with one key says nothing of the others. */
    synchronized void failed(KeyServiceException failure) {
        if (failure.kind() == Kind.INTERRUPTED) {
            return;
        }
        boolean before = down;
        down = failure.kind() == Kind.UNAVAILABLE;
        since = timing.nanos();
        if (down && !before) {
            LOG.log(Level.WARNING, "The key service is down; keys that it gave before are used where there are any.");
        }
    }
}
