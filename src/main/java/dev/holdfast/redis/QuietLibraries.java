package dev.holdfast.redis;

import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * The loggers that would print what passes through them: Lettuce prints commands, Netty buffers.
 *
 * <p>Shut here too and not by the program's log alone, so that a cache is safe in whatever program it stands.
 */
final class QuietLibraries {

    /** Held, since the JDK forgets the level of a logger that nobody holds. */
    private static final List<Logger> SHUT = List.of(
            Logger.getLogger("io.lettuce"),
            Logger.getLogger("io.netty"),
            Logger.getLogger("reactor"),
            Logger.getLogger("io.github.bucket4j"));

    private QuietLibraries() {}

    static void hush() {
        SHUT.forEach(logger -> logger.setLevel(Level.OFF));
    }
}
