package dev.holdfast.cli;

import dev.holdfast.audit.AuditLog;
import dev.holdfast.audit.Channel;
import dev.holdfast.mcp.Services;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Opens configuration, identity, audit and store for a command. */
public interface Backend {

    /**
     * For whom and where a command runs.
     *
     * @param agent named by a flag or the environment, or null
     * @param person at the terminal, or null where there is none or the command is no person's
     * @param workspace the folder that files of the project lie in
     */
    record Who(@Nullable String agent, @Nullable String person, Path workspace, Channel channel) {}

    /** What was opened; closing it closes all of it. */
    record Opened(Services services, AuditLog audit, AutoCloseable all) implements AutoCloseable {

        @Override
        public void close() throws Exception {
            all.close();
        }
    }

    /**
     * Opens everything, making the home folder and the key on first use.
     *
     * @throws dev.holdfast.access.Refusal when something cannot be opened; it has no audit row, since there is no audit
     */
    Opened open(Who who);

    /** Whether there is something to open already; if not, opening makes it. */
    boolean present();
}
