package dev.holdfast.sql;

import java.sql.SQLException;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/**
 * What is the matter with a database, in our own words: the driver's words may name files and never leave this package.
 */
public enum Trouble {
    FULL("The disk is full.", "Free some space there and call again; no restart is needed."),
    READ_ONLY("The disk or the file is read-only.", "Make it writable and call again; no restart is needed."),
    LOCKED("Another program holds the database locked.", "Call again; if it stays so, end the program that holds it."),
    DAMAGED("The database file is damaged.", "Run 'holdfast doctor'; restore the file from a backup."),
    UNREACHABLE("The database cannot be opened.", "Run 'holdfast doctor', which says what is wrong with the folder.");

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
        return UNREACHABLE;
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

    /** What is wrong: one sentence. */
    public String problem() {
        return problem;
    }

    /** What to do: one or two sentences. */
    public String hint() {
        return hint;
    }
}
