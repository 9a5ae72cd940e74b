package dev.holdfast.sql;

import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/**
 * What is the matter with a database, in our own words: the driver's words may name files or repeat what was written, and
 * never leave this package.
 */
public enum Trouble {
    FULL("The disk is full.", "Free some space there and call again; no restart is needed."),
    READ_ONLY("The disk or the file is read-only.", "Make it writable and call again; no restart is needed."),
    LOCKED("Another program holds the database locked.", "Call again; if it stays so, end the program that holds it."),
    DAMAGED("The database file is damaged.", "Run 'holdfast doctor'; restore the file from a backup."),
    UNREACHABLE("The database cannot be opened.", "Run 'holdfast doctor', which says what is wrong with the folder."),

    SERVER_UNREACHABLE(
            "The database server cannot be reached, or did not answer in time.",
            "Check that PostgreSQL runs at the address of audit.url, and that sslmode there fits it; no restart is needed."),
    LOGIN_REFUSED(
            "The database server refused the login.",
            "Check audit.user and its password; a password that was changed is read again by itself."),
    PASSWORD_UNREADABLE(
            "The file with the password of the database cannot be read.",
            "Check that password_file in holdfast.yaml names it and that this user may read it; no restart is needed."),
    NO_RIGHT(
            "The login of the database lacks a right that is needed.",
            "Let the owner of the tables run 'holdfast migrate --schema', which grants the rights."),
    NO_DATABASE("The database of audit.url does not exist.", "Create it, or correct audit.url in holdfast.yaml."),
    CROWDED(
            "The database server takes no more connections or has no memory left.",
            "Call again; if it stays so, raise max_connections or end programs that hold connections."),
    SHUTTING_DOWN(
            "The database server is starting or shutting down.", "Call again in a few seconds; no restart is needed."),
    SLOW("The database took too long.", "Call again; if it stays so, look for what locks or loads the server."),
    STANDBY("The database server takes no writes.", "Let audit.url name the primary server, then call again."),
    TABLES_MISSING(
            "The tables of Holdfast are missing in the database.",
            "Run 'holdfast migrate --schema' under the login that is to own them.");

    /** Our own, of the class for logins: the password could not even be sent. */
    static final String NO_PASSWORD_STATE = "28HF1";

    private final String problem;
    private final String hint;

    Trouble(String problem, String hint) {
        this.problem = problem;
        this.hint = hint;
    }

    public static Trouble of(SQLException exception) {
        for (Throwable cause = exception; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLiteException sqlite) {
                return of(sqlite.getResultCode());
            }
        }
        String state = state(exception);
        return state == null && exception instanceof SQLTransientConnectionException ? SLOW : ofState(state);
    }

    /** Whether nobody can tell if the statement was done: its answer was lost with the connection. */
    public static boolean lost(SQLException exception) {
        String state = state(exception);
        return state != null && (state.startsWith("08") || state.startsWith("57P"));
    }

    /** Whether a row found no partition to lie in. */
    public static boolean noPartition(SQLException exception) {
        return "23514".equals(state(exception));
    }

    private static @Nullable String state(SQLException exception) {
        // The pool's exception, when its time is over, has the last attempt's as its cause.
        String found = null;
        for (Throwable cause = exception; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql && sql.getSQLState() != null) {
                found = sql.getSQLState();
            }
        }
        return found == null ? null : found.toUpperCase(Locale.ROOT);
    }

    private static Trouble of(SQLiteErrorCode code) {
        // The lower byte is the primary code; the rest tells the variant.
        return switch (code.code & 0xff) {
            case 13 -> FULL;
            case 8 -> READ_ONLY;
            case 5, 6 -> LOCKED;
            case 11, 26 -> DAMAGED;
            default -> UNREACHABLE;
        };
    }

    /** By the codes of PostgreSQL's manual, appendix A. */
    private static Trouble ofState(@Nullable String state) {
        if (state == null || state.length() != 5) {
            return UNREACHABLE;
        }
        return switch (state) {
            case "53100" -> FULL;
            case NO_PASSWORD_STATE -> PASSWORD_UNREADABLE;
            case "42501" -> NO_RIGHT;
            case "3D000" -> NO_DATABASE;
            case "25006" -> STANDBY;
            case "42P01", "3F000", "42703", "42883" -> TABLES_MISSING;
            case "57014", "55P03", "25P03", "40P01" -> SLOW;
            default -> ofClass(state.substring(0, 2));
        };
    }

    private static Trouble ofClass(String states) {
        return switch (states) {
            case "08" -> SERVER_UNREACHABLE;
            case "28" -> LOGIN_REFUSED;
            case "53" -> CROWDED;
            case "57" -> SHUTTING_DOWN;
            case "XX" -> DAMAGED;
            default -> UNREACHABLE;
        };
    }

    /** What is wrong: one sentence. */
    public String problem() {
        return problem;
    }

    /** What to do: one or two sentences. */
    public String hint() {
        return hint;
    }
}
