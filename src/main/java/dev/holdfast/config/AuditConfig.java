package dev.holdfast.config;

import dev.holdfast.sql.Login;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Where the audit is kept, and for how long.
 *
 * @param login to a PostgreSQL database, of the processes that write rows and need INSERT and SELECT only; null for the
 *     SQLite file in the home folder
 * @param owner the login of the tables' owner, for {@code migrate --schema} and {@code retention}; where none is named, the
 *     same as {@code login}
 * @param checkpoint how often the ends of all chains are signed
 * @param checkpointFile where signed checkpoints are appended beside the table, or null for nowhere
 * @param retention how long rows are kept before they are archived
 * @param archive the folder for archives
 * @param groupedReads whether the rows of services' reads are written a moment after the answer ({@code reads: grouped})
 */
public record AuditConfig(
        @Nullable Login login,
        @Nullable Login owner,
        Duration checkpoint,
        @Nullable Path checkpointFile,
        Duration retention,
        Path archive,
        boolean groupedReads) {

    static AuditConfig defaults(Path home) {
        return new AuditConfig(
                null, null, Duration.ofSeconds(60), null, Duration.ofDays(90), home.resolve("archive"), false);
    }

    static AuditConfig of(Section audit, Environment environment) {
        Path home = environment.home();
        AuditConfig defaults = defaults(home);
        if (audit.isMissing()) {
            return defaults;
        }
        audit.knowing(
                "url",
                "user",
                "password_file",
                "owner",
                "checkpoint",
                "checkpoint_file",
                "retention",
                "archive",
                "reads");
        Section owner = audit.in("owner").knowing("user", "password_file");
        DatabaseAddress address = DatabaseAddress.of(audit, "url");
        Login login = address == null ? null : address.login(audit, home, environment.auditPassword());
        Path archive = audit.path("archive", home);
        return new AuditConfig(
                login,
                address == null || owner.isMissing()
                        ? login
                        : address.login(owner, home, environment.auditOwnerPassword()),
                audit.duration("checkpoint", defaults.checkpoint(), Duration.ofSeconds(1)),
                audit.path("checkpoint_file", home),
                audit.duration("retention", defaults.retention(), Duration.ofDays(1)),
                archive == null ? defaults.archive() : archive,
                audit.word("reads", "durable", "grouped").equals("grouped"));
    }

    /** The address of the database, for people to read; null when the audit is in the home folder. */
    public @Nullable String place() {
        return login == null ? null : login.url();
    }
}
