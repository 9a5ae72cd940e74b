package dev.holdfast.cli;

import dev.holdfast.access.Call;
import dev.holdfast.access.StoreMove;
import dev.holdfast.agent.Agent;
import dev.holdfast.audit.AuditLog;
import dev.holdfast.audit.Channel;
import dev.holdfast.audit.Retention;
import dev.holdfast.audit.Verification;
import dev.holdfast.config.Config;
import dev.holdfast.grant.AgentRegistry;
import dev.holdfast.grant.Tokens;
import dev.holdfast.health.Finding;
import dev.holdfast.mcp.Services;
import java.nio.file.Path;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
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

    /** Two stores that secrets are copied between. */
    record OpenedMove(StoreMove move, Supplier<Call> calls, AutoCloseable all) implements AutoCloseable {

        @Override
        public void close() throws Exception {
            all.close();
        }
    }

    /**
     * Opens two stores, and the audit of the one that is configured.
     *
     * @throws dev.holdfast.access.Refusal when something cannot be opened
     */
    OpenedMove openMove(Who who, Config.Store from, Config.Store to);

    /**
     * Brings the tables of the audit's database to the version of this program, under the owner's login.
     *
     * @return the version
     * @throws dev.holdfast.access.Refusal when no database is configured or it cannot be changed
     */
    int migrateSchema();

    /**
     * Opens the retention of the audit's database, under the owner's login.
     *
     * @param days how many whole days are kept; null for what is configured
     * @param archive the folder of the archives; null for the one that is configured
     * @throws dev.holdfast.access.Refusal when no database is configured or it cannot be opened
     */
    Retention retention(@Nullable Integer days, @Nullable Path archive);

    /**
     * Proves archives of the audit, and that those that follow each other join.
     *
     * @param archives in the order of their days
     */
    Verification verifyArchives(List<Path> archives);

    /** The desk where tokens are issued. */
    record OpenedTokens(Tokens tokens, Supplier<Call> calls, AutoCloseable all) implements AutoCloseable {

        @Override
        public void close() throws Exception {
            all.close();
        }
    }

    /**
     * Opens the store, the audit and the keys that tokens are signed by.
     *
     * @throws dev.holdfast.access.Refusal when something cannot be opened
     */
    OpenedTokens openTokens(Who who);

    /**
     * The registry of agents in the database.
     *
     * @param configured the agents of the configuration
     */
    record OpenedAgents(AgentRegistry agents, List<Agent> configured, Supplier<Call> calls, AutoCloseable all)
            implements AutoCloseable {

        @Override
        public void close() throws Exception {
            all.close();
        }
    }

    /**
     * Opens the audit and the agents of the database.
     *
     * @throws dev.holdfast.access.Refusal when something cannot be opened
     */
    OpenedAgents openAgents(Who who);

    /**
     * A server on the network.
     *
     * @param address that clients name, such as {@code http://127.0.0.1:8700}
     * @param metrics where the metrics are, or an empty text where they are not served
     * @param note what the owner should know, or an empty text
     * @param stop finishes what is under way and ends; whether all of it came to its end
     */
    record Serving(String address, String metrics, String note, BooleanSupplier stop) {}

    /**
     * Where a server is to be, for what is configured; null for that.
     *
     * @param port 0 for any that is free
     * @param metricsPort 0 for any that is free
     */
    record Addresses(
            @Nullable String host,
            @Nullable Integer port,
            @Nullable Integer metricsPort) {}

    /**
     * Opens everything and serves on the network, until it is stopped.
     *
     * @param workspace the folder that files of the project lie in
     * @throws dev.holdfast.access.Refusal when something cannot be opened or the address cannot be bound
     */
    Serving serve(Addresses addresses, Path workspace);

    /**
     * What was backed up.
     *
     * @param bytes of the file
     * @param note what is not in it, or null
     */
    record Backup(long bytes, @Nullable String note) {}

    /**
     * Seals a copy of the database into a new file, while others write.
     *
     * @throws dev.holdfast.access.Refusal when it cannot be made; then there is no file
     */
    Backup backup(Who owner, Path out);

    /** Who wants to know how far something is. */
    interface Steps {
        void at(int done, int all);
    }

    /**
     * A backup that was proven to be whole, unchanged and of this key.
     *
     * @param values how many values opened
     * @param replaces whether there is a database, which putting keeps aside
     * @param put puts it in place; where the database is kept that was there before, or null
     */
    record OpenedRestore(int values, boolean replaces, Supplier<@Nullable Path> put, AutoCloseable all)
            implements AutoCloseable {

        @Override
        public void close() throws Exception {
            all.close();
        }
    }

    /**
     * Opens a backup beside the database and proves it; changes nothing.
     *
     * @throws dev.holdfast.access.Refusal when it does not open or is not sound
     */
    OpenedRestore openRestore(Who owner, Path file, Steps progress);

    /**
     * What became of the master key.
     *
     * @param secrets whose data keys are under the new one now
     * @param kept where the old one is kept, or null where it is the environment's
     */
    record Rekeyed(int secrets, @Nullable Path kept) {}

    /**
     * Puts all secrets of the embedded store under a new master key, in one transaction.
     *
     * @param given asked for the new key, base64 of 32 bytes, where the environment has the old one; made here otherwise
     * @throws dev.holdfast.access.Refusal when it cannot be done; then the old key still is the key
     */
    Rekeyed rekey(Who owner, Supplier<byte[]> given);

    /** Looks at each server that is configured, changing nothing. */
    List<Finding> examine();

    /** Whether there is something to open already; if not, opening makes it. */
    boolean present();
}
