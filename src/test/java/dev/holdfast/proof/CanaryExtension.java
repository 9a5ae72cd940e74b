package dev.holdfast.proof;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Fails every test during which something logs {@link Canary#VALUE}, at whatever level, in whatever form.
 *
 * <p>Registered for the whole suite by {@code META-INF/services}. The root logger is opened to its finest level; what goes
 * to the console stays warnings.
 */
public final class CanaryExtension implements BeforeAllCallback, BeforeEachCallback, AfterEachCallback {

    private static final Logger ROOT = Logger.getLogger("");
    private static final Watch WATCH = new Watch();

    @Override
    public void beforeAll(ExtensionContext context) {
        install();
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        install();
    }

    /** Again before each test: the product's own set-up of the log takes all handlers away. */
    private static synchronized void install() {
        for (Handler handler : ROOT.getHandlers()) {
            if (handler == WATCH) {
                return;
            }
            if (handler.getLevel().intValue() < Level.WARNING.intValue()) {
                handler.setLevel(Level.WARNING);
            }
        }
        ROOT.setLevel(Level.ALL);
        ROOT.addHandler(WATCH);
    }

    @Override
    public void afterEach(ExtensionContext context) {
        String leak = WATCH.leaks.poll();
        WATCH.leaks.clear();
        if (leak != null) {
            throw new AssertionError("the canary value was logged by " + leak);
        }
    }

    /** Keeps of each record that leaks where it came from, and nothing of its text. */
    private static final class Watch extends Handler {

        private final Queue<String> leaks = new ConcurrentLinkedQueue<>();

        Watch() {
            setLevel(Level.ALL);
        }

        @Override
        public void publish(LogRecord record) {
            if (leaks(record)) {
                leaks.add(record.getLoggerName() + " at " + record.getLevel());
            }
        }

        private static boolean leaks(LogRecord record) {
            StringBuilder text = new StringBuilder(String.valueOf(record.getMessage()));
            if (record.getParameters() != null) {
                for (Object parameter : record.getParameters()) {
                    text.append(' ').append(parameter);
                }
            }
            Throwable thrown = record.getThrown();
            for (int depth = 0; thrown != null && depth < 20; depth++, thrown = thrown.getCause()) {
                text.append(' ').append(thrown);
            }
            return Canary.in(text.toString()).isPresent();
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }
}
