package dev.holdfast.config;

import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Where the audit is kept, and for how long.
 *
 * @param url of a PostgreSQL database for JDBC, or null for the SQLite file in the home folder
 * @param login of the processes that write rows; may INSERT and SELECT only
 * @param owner of the tables, for {@code migrate --schema} and {@code retention} alone
 * @param checkpoint how often the ends of all chains are signed
 * @param checkpointFile where signed checkpoints are appended beside the table, or null for nowhere
 * @param retention how long rows are kept before they are archived
 * @param archive the folder for archives
 */
public record AuditConfig(
        @Nullable String url,
        Login login,
        Login owner,
        Duration checkpoint,
        @Nullable Path checkpointFile,
        Duration retention,
        Path archive) {

    /**
     * A login to the database.
     *
     * @param user null for what the URL or the driver says
     * @param passwordFile whose first line is the password, read anew for each connection; or null
     */
    public record Login(@Nullable String user, @Nullable Path passwordFile) {

        static final Login NONE = new Login(null, null);
    }

    static AuditConfig defaults(Path home) {
        return new AuditConfig(
                null,
                Login.NONE,
                Login.NONE,
                Duration.ofSeconds(60),
                null,
                Duration.ofDays(90),
                home.resolve("archive"));
    }

    static AuditConfig of(Section audit, Path home) {
        AuditConfig defaults = defaults(home);
        if (audit.isMissing()) {
            return defaults;
        }
        audit.knowing("url", "user", "password_file", "owner", "checkpoint", "checkpoint_file", "retention", "archive");
        String url = audit.text("url");
        if (url != null && !url.startsWith("jdbc:postgresql:")) {
            audit.fault("url", " must begin with jdbc:postgresql:, or be left out for the file in the home folder.");
        }
        Path archive = audit.path("archive", home);
        return new AuditConfig(
                url,
                login(audit, home),
                login(audit.in("owner").knowing("user", "password_file"), home),
                audit.duration("checkpoint", defaults.checkpoint(), Duration.ofSeconds(1)),
                audit.path("checkpoint_file", home),
                audit.duration("retention", defaults.retention(), Duration.ofDays(1)),
                archive == null ? defaults.archive() : archive);
    }

    private static Login login(Section section, Path home) {
        return new Login(section.text("user"), section.path("password_file", home));
    }
}
