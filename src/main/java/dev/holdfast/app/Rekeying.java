package dev.holdfast.app;

import dev.holdfast.access.Call;
import dev.holdfast.access.Reason;
import dev.holdfast.access.Refusal;
import dev.holdfast.access.Safekeeping;
import dev.holdfast.audit.AuditLog;
import dev.holdfast.audit.jdbc.SqliteAuditLog;
import dev.holdfast.backup.ScratchFolder;
import dev.holdfast.cli.Backend;
import dev.holdfast.config.Config;
import dev.holdfast.config.Environment;
import dev.holdfast.fault.FaultPoints;
import dev.holdfast.key.MasterKey;
import dev.holdfast.sql.Database;
import dev.holdfast.sql.Sqlite;
import dev.holdfast.store.embedded.MasterKeySource;
import dev.holdfast.store.embedded.StoreKey;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.SQLException;
import java.time.Clock;
import java.util.Arrays;
import java.util.function.Supplier;

/**
 * Puts the embedded store under a new master key, while no other process has it open: those hold the old one.
 *
 * <p>The new key is written beside the old one first, then the database changes in one transaction, then the files change
 * places. Killed at any point, the next start finds the key that the database asks for.
 */
final class Rekeying {

    private final Config config;
    private final Clock clock;
    private final SecureRandom random;
    private final FaultPoints steps;
    private final Path database;
    private final MasterKeySource source;

    Rekeying(Environment environment, Config config, Clock clock, SecureRandom random, FaultPoints steps) {
        this.config = config;
        this.clock = clock;
        this.random = random;
        this.steps = steps;
        database = config.home().resolve(Wiring.DATABASE);
        source = new MasterKeySource(config.home().resolve(Stores.MASTER_KEY), environment.masterKey(), random);
    }

    Backend.Rekeyed change(Call call, Supplier<byte[]> given, Closing closing) {
        if (!Files.exists(database)) {
            throw new Refusal(Reason.NOT_FOUND, "There is no store in the home folder yet.", "Store something first.");
        }
        return Faults.told(() -> {
            closing.later(SqliteAuditLog.alone(config.home().resolve(Audits.WRITERS)));
            // Nobody else writes the audit now; a folder of its own keeps our own liveness apart from that lock.
            ScratchFolder scratch = closing.later(ScratchFolder.in(config.home(), 0));
            Database local = closing.later(Sqlite.open(database));
            MasterKey key = closing.later(StoreKey.openKnown(local, source));
            AuditLog audit = new Audits(config, clock, random)
                    .open(local, scratch.path().resolve(Audits.WRITERS), Stores.auditKey(key), closing);
            return new Safekeeping(audit)
                    .changed(call, Safekeeping.Work.REKEY, () -> Faults.told(() -> change(local, key, given, closing)));
        });
    }

    private Backend.Rekeyed change(Database local, MasterKey key, Supplier<byte[]> given, Closing closing)
            throws SQLException {
        MasterKey next = closing.later(source.isEnvironment() ? decoded(given.get()) : source.makeNext());
        steps.reached("rekey.drafted");
        int changed = StoreKey.change(local, key, next, random);
        steps.reached("rekey.changed");
        Path kept = source.isEnvironment() ? null : source.replace();
        steps.reached("rekey.replaced");
        return new Backend.Rekeyed(changed, kept);
    }

    /** @param base64 is wiped */
    private static MasterKey decoded(byte[] base64) {
        try {
            return MasterKey.decode(base64)
                    .orElseThrow(() -> new Refusal(
                            Reason.INVALID_ARGUMENT,
                            "The new key is not base64 of 32 bytes; nothing was changed.",
                            "Make one with 'openssl rand -base64 32'."));
        } finally {
            Arrays.fill(base64, (byte) 0);
        }
    }
}
