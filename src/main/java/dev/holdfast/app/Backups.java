package dev.holdfast.app;

import dev.holdfast.access.Call;
import dev.holdfast.access.Reason;
import dev.holdfast.access.Refusal;
import dev.holdfast.access.Safekeeping;
import dev.holdfast.audit.AuditLog;
import dev.holdfast.audit.Verification;
import dev.holdfast.audit.jdbc.SqliteAuditLog;
import dev.holdfast.backup.BackupFile;
import dev.holdfast.backup.ScratchFolder;
import dev.holdfast.cli.Backend;
import dev.holdfast.config.Config;
import dev.holdfast.config.Environment;
import dev.holdfast.fault.FaultPoints;
import dev.holdfast.key.MasterKey;
import dev.holdfast.sql.Database;
import dev.holdfast.sql.Sqlite;
import dev.holdfast.sql.Trouble;
import dev.holdfast.store.embedded.EmbeddedStore;
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
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Backs up the database of the home folder, and puts a backup in place. */
final class Backups {

    private static final DateTimeFormatter STAMP =
            DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss", Locale.ROOT).withZone(ZoneOffset.UTC);

    private final Config config;
    private final Clock clock;
    private final SecureRandom random;
    private final FaultPoints steps;
    private final Audits audits;
    private final Path database;
    private final MasterKeySource source;
    private final Supplier<Call> calls;

    /** @param calls for the rows, of the owner of the home folder */
    Backups(
            Environment environment,
            Config config,
            Clock clock,
            SecureRandom random,
            FaultPoints steps,
            Supplier<Call> calls) {
        this.config = config;
        this.clock = clock;
        this.random = random;
        this.steps = steps;
        this.calls = calls;
        audits = new Audits(config, clock, random);
        database = config.home().resolve(Wiring.DATABASE);
        source = new MasterKeySource(config.home().resolve(Stores.MASTER_KEY), environment.masterKey(), random);
        if (config.store() == Config.Store.VAULT && config.audit().login() != null) {
            throw new Refusal(
                    Reason.INVALID_ARGUMENT,
                    "Secrets and audit are on servers: the home folder has nothing that must not be lost.",
                    "Take a snapshot of OpenBao and a pg_dump, and restore those, as docs/operations.md shows.");
        }
    }

    Backend.Backup make(Path out, Closing closing) throws SQLException {
        if (!Files.exists(database)) {
            throw new Refusal(
                    Reason.NOT_FOUND,
                    "There is no store in the home folder yet.",
                    "Store something first, then back up.");
        }
        Database local = closing.later(Sqlite.open(database));
        MasterKey key = closing.later(StoreKey.openKnown(local, source));
        AuditLog audit = audits.open(local, config.home().resolve(Audits.WRITERS), Stores.auditKey(key), closing);
        BackupFile file = new BackupFile(out, key, steps);
        return new Safekeeping(audit).done(calls.get(), Safekeeping.Work.BACKUP, () -> {
            file.requireNew();
            return Faults.told(() -> write(file));
        });
    }

    private Backend.Backup write(BackupFile file) throws SQLException, IOException {
        try (ScratchFolder scratch = ScratchFolder.in(config.home(), Files.size(database))) {
            BackupFile.touch(scratch.copy());
            Sqlite.copy(database, scratch.copy());
            steps.reached("backup.copied");
            return new Backend.Backup(file.write(scratch.copy(), random), note());
        }
    }

    private @Nullable String note() {
        if (config.store() == Config.Store.VAULT) {
            return "The secrets are not in it: they are in Vault or OpenBao, of which you take a snapshot.";
        }
        return config.audit().login() == null
                ? null
                : "The audit is not in it: it is in PostgreSQL, of which you take a pg_dump.";
    }

    Backend.OpenedRestore check(Path file, Backend.Steps progress, Closing closing) throws SQLException {
        return Faults.told(() -> opened(file, progress, closing));
    }

    private Backend.OpenedRestore opened(Path file, Backend.Steps progress, Closing closing)
            throws SQLException, IOException {
        if (!Files.isRegularFile(file)) {
            throw new Refusal(Reason.NOT_FOUND, "There is no such file.", "Name the file that 'holdfast backup' made.");
        }
        MasterKey key = closing.later(StoreKey.atHand(source));
        ScratchFolder scratch = closing.later(ScratchFolder.in(config.home(), 2 * Files.size(file)));
        new BackupFile(file, key, steps).open(scratch.copy());
        steps.reached("restore.opened");
        Closing copies = closing.later(new Closing());
        Database copy = copies.later(Sqlite.open(scratch.copy()));
        if (!copy.whole()) {
            throw notSound("the database in it is damaged");
        }
        MasterKey known = copies.later(StoreKey.openKnown(copy, source));
        EmbeddedStore store = copies.later(EmbeddedStore.open(copy, known, clock, random));
        int values = store.prove(progress::at);
        AuditLog audit = audits.open(copy, scratch.path().resolve(Audits.WRITERS), Stores.auditKey(known), copies);
        if (config.audit().login() == null) {
            Verification verified = audit.verify();
            if (!verified.holds()) {
                throw notSound("a row of its audit was changed");
            }
        }
        steps.reached("restore.proven");
        return new Backend.OpenedRestore(values, !vacant(), () -> put(scratch, audit, copies), closing);
    }

    private static Refusal notSound(String what) {
        return new Refusal(
                Reason.STORE_UNAVAILABLE,
                "The backup opens, but " + what + ".",
                "Restore an older one; nothing in the home folder was changed.");
    }

    private boolean vacant() throws SQLException {
        if (!Files.exists(database)) {
            return true;
        }
        try (Database local = Sqlite.open(database)) {
            return local.empty();
        } catch (SQLException e) {
            if (Trouble.of(e) == Trouble.DAMAGED) {
                throw damaged();
            }
            throw e;
        }
    }

    private static Refusal damaged() {
        return new Refusal(
                Reason.STORE_UNAVAILABLE,
                "The database in the home folder is damaged, so it cannot be kept aside as it should.",
                "Move holdfast.db, holdfast.db-wal and holdfast.db-shm into another folder, and call again.");
    }

    /** The pages go into the database in one transaction: whoever has it open, or is killed, sees the old or the new one. */
    private @Nullable Path put(ScratchFolder scratch, AuditLog audit, Closing copies) {
        return Faults.told(() -> {
                    try (AutoCloseable alone =
                            SqliteAuditLog.alone(config.home().resolve(Audits.WRITERS))) {
                        new Safekeeping(audit).done(calls.get(), Safekeeping.Work.RESTORE, () -> true);
                        copies.close();
                        try (Database local = Sqlite.open(database)) {
                            Path kept = local.empty() ? null : keep(scratch);
                            steps.reached("restore.kept");
                            Sqlite.replace(database, scratch.copy());
                            steps.reached("restore.copied");
                            return Optional.ofNullable(kept);
                        }
                    }
                })
                .orElse(null);
    }

    private Path keep(ScratchFolder scratch) throws SQLException, IOException {
        Path copy = scratch.path().resolve("before.db");
        BackupFile.touch(copy);
        Sqlite.copy(database, copy);
        BackupFile.sync(copy);
        Path kept = database.resolveSibling(Wiring.DATABASE + ".before-restore-" + STAMP.format(clock.instant()));
        Files.createLink(kept, copy);
        BackupFile.syncFolder(kept);
        return kept;
    }
}
