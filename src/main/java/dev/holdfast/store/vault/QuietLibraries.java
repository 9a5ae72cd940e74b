package dev.holdfast.store.vault;

import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * The loggers that would print what passes through them: Spring prints bodies of logins, the JDK's client headers.
 *
 * <p>Shut here too and not by the program's log alone, so that a store is safe in whatever program it stands.
 */
final class QuietLibraries {

    /** Held, since the JDK forgets the level of a logger that nobody holds. */
    private static final List<Logger> SHUT = List.of(
            Logger.getLogger("org.springframework"),
            // spring-vault's session logs the server's words under the name of our subclass; we log nothing here.
            Logger.getLogger(QuietLibraries.class.getPackageName()),
            Logger.getLogger("jdk.httpclient"),
            Logger.getLogger("jdk.internal.httpclient"),
            Logger.getLogger("io.github.resilience4j"));

    private QuietLibraries() {}

    static void hush() {
        SHUT.forEach(logger -> logger.setLevel(Level.OFF));
    }
}
