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
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.SQLException;
import java.time.Clock;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Puts the embedded store under a new master key, while no other process has it open: those hold the old one.
 *
 * <p>The new key is written beside the old one first, then the database changes in one transaction, then the files change
 * places. Killed at any point, the next start finds the key that the database asks for.
 */
final class Rekeying {

    private static final DateTimeFormatter STAMP =
            DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss-SSS", Locale.ROOT).withZone(ZoneOffset.UTC);

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

    Backend.Rekeyed change(Call call, Supplier<String> given, Closing closing) throws SQLException {
        if (!Files.exists(database)) {
            throw new Refusal(Reason.NOT_FOUND, "There is no store in the home folder yet.", "Store something first.");
        }
        try {
            closing.later(SqliteAuditLog.alone(config.home().resolve(Audits.WRITERS)));
            // Nobody else writes the audit now; a folder of its own keeps our own liveness apart from that lock.
            ScratchFolder scratch = closing.later(ScratchFolder.in(config.home(), 0));
            Database local = closing.later(Sqlite.open(database));
            MasterKey key = closing.later(StoreKey.openKnown(local, source));
            AuditLog audit = closing.later(audit(local, scratch, key, closing));
            return new Safekeeping(audit).done(call, Safekeeping.Work.REKEY, () -> change(local, key, given, closing));
        } catch (IOException e) {
            throw files();
        }
    }

    private AuditLog audit(Database local, ScratchFolder scratch, MasterKey key, Closing closing) {
        if (config.audit().login() == null) {
            Path liveness = scratch.path().resolve(Audits.WRITERS);
            return SqliteAuditLog.open(local, liveness, Stores.auditKey(key), clock, random);
        }
        Audits audits = new Audits(config, clock, random);
        return audits.open(audits.database(local, closing), Stores.auditKey(key));
    }

    private Backend.Rekeyed change(Database local, MasterKey key, Supplier<String> given, Closing closing) {
        try {
            MasterKey next = closing.later(source.isEnvironment() ? decoded(given.get()) : source.makeNext());
            steps.reached("rekey.drafted");
            int changed = StoreKey.change(local, key, next, random);
            steps.reached("rekey.changed");
            Path kept = source.isEnvironment() ? null : replaced();
            steps.reached("rekey.replaced");
            return new Backend.Rekeyed(changed, kept);
        } catch (SQLException e) {
            throw Wiring.refusal(e);
        } catch (IOException e) {
            throw files();
        }
    }

    private @Nullable Path replaced() throws IOException {
        Path kept = config.home().resolve(Stores.MASTER_KEY + ".before-rekey-" + STAMP.format(clock.instant()));
        source.replace(kept);
        return kept;
    }

    private static MasterKey decoded(String base64) {
        return MasterKey.decode(base64)
                .orElseThrow(() -> new Refusal(
                        Reason.INVALID_ARGUMENT,
                        "The new key is not base64 of 32 bytes; nothing was changed.",
                        "Make one with 'openssl rand -base64 32'."));
    }

    private static Refusal files() {
        return new Refusal(
                Reason.STORE_UNAVAILABLE,
                "A file of the home folder cannot be written: it is not yours, or the disk is full.",
                "Mend that and run any command: the store opens with the key that it was left with.");
    }
}
