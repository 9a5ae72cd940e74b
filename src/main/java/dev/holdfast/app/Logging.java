package dev.holdfast.app;

import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.logging.ConsoleHandler;
import java.util.logging.Filter;
import java.util.logging.Formatter;
import java.util.logging.Level;
import java.util.logging.LogManager;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/**
 * The log: lines on standard error, never with the text of an exception.
 *
 * <p>Loggers of libraries that print what passes through them are shut, whatever level is set. Named to the JDK by the
 * property {@code java.util.logging.config.class}, so that it holds before the first logger is made.
 */
public final class Logging {

    /** The property by which the level reaches this class. */
    static final String LEVEL = "holdfast.log";

    /** The property by which the format reaches this class: {@code text} or {@code json}. */
    static final String FORMAT = "holdfast.log.format";

    private static final Map<String, Level> LEVELS = Map.of(
            "off", Level.OFF,
            "error", Level.SEVERE,
            "warn", Level.WARNING,
            "info", Level.INFO,
            "debug", Level.FINE,
            "trace", Level.FINEST);

    /** Made by the JDK. */
    public Logging() {
        LogManager.getLogManager().reset();
        Level level = LEVELS.getOrDefault(System.getProperty(LEVEL, "warn").toLowerCase(Locale.ROOT), Level.WARNING);
        ConsoleHandler handler = new ConsoleHandler();
        handler.setLevel(level);
        handler.setFilter(new NoPayload());
        boolean json = System.getProperty(FORMAT, "text").equalsIgnoreCase("json");
        handler.setFormatter(json ? new JsonLine() : new OneLine());
        Logger root = Logger.getLogger("");
        root.setLevel(level);
        root.addHandler(handler);
    }

    static void install(String level, String format) {
        System.setProperty(LEVEL, level);
        System.setProperty(FORMAT, format);
        System.setProperty("java.util.logging.config.class", Logging.class.getName());
    }

    /** Lets through what is ours, and of others only what carries no payload. */
    static final class NoPayload implements Filter {

        @Override
        public boolean isLoggable(LogRecord record) {
            String name = record.getLoggerName();
            return name != null
                    && !name.startsWith("io.modelcontextprotocol")
                    && !name.startsWith("reactor")
                    && !name.startsWith("com.fasterxml")
                    && !name.startsWith("org.sqlite")
                    && !name.startsWith("org.postgresql")
                    && !name.startsWith("com.zaxxer")
                    && !name.startsWith("org.flywaydb")
                    && !name.startsWith("org.springframework")
                    && !name.startsWith("dev.holdfast.store.vault")
                    && !name.startsWith("jdk.httpclient")
                    && !name.startsWith("jdk.internal.httpclient")
                    && !name.startsWith("io.github.resilience4j")
                    && !name.startsWith("io.jsonwebtoken")
                    && !name.startsWith("io.micrometer")
                    && !name.startsWith("io.lettuce")
                    && !name.startsWith("io.netty")
                    && !name.startsWith("io.github.bucket4j")
                    && !name.startsWith("io.javalin")
                    && !name.startsWith("org.eclipse.jetty");
        }
    }

    /** A line a record: time, level, logger, message, and of an exception its class alone. */
    static final class OneLine extends Formatter {

        @Override
        public String format(LogRecord record) {
            Throwable thrown = record.getThrown();
            return Instant.ofEpochMilli(record.getMillis()) + " " + record.getLevel() + " " + record.getLoggerName()
                    + " " + formatMessage(record)
                    + (thrown == null ? "" : " (" + thrown.getClass().getName() + ")") + "\n";
        }
    }
}
