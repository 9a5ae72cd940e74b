import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.sqlite.SQLiteConfig;

/** SQLite as a program would use it that only keeps rows: what Holdfast's calls are measured against. */
final class Bare {

    private static final int ROW_BYTES = 480;
    private static final int PAGE = 500;

    private final Connection connection;

    private Bare(Connection connection) {
        this.connection = connection;
    }

    /** Reads a kind of work a line, and answers each with the nanoseconds that it took. */
    public static void main(String[] args) throws Exception {
        SQLiteConfig config = new SQLiteConfig();
        config.setJournalMode(SQLiteConfig.JournalMode.WAL);
        config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
        config.setBusyTimeout(4000);
        try (Connection connection = config.createConnection("jdbc:sqlite:" + args[0]);
                BufferedReader in = new BufferedReader(new InputStreamReader(System.in))) {
            Bare bare = new Bare(connection);
            for (String work = in.readLine(); work != null; work = in.readLine()) {
                long begun = System.nanoTime();
                if (work.equals("commits")) {
                    bare.commits();
                } else {
                    bare.pages();
                }
                System.out.println(System.nanoTime() - begun);
            }
        }
    }

    /** Three durable rows: what a write of Holdfast keeps is a decision, the secret and an outcome. */
    private void commits() throws SQLException {
        execute("CREATE TABLE IF NOT EXISTS bare (id INTEGER PRIMARY KEY, text TEXT NOT NULL)");
        for (int i = 0; i < 3; i++) {
            execute("BEGIN IMMEDIATE");
            try (PreparedStatement insert = connection.prepareStatement("INSERT INTO bare (text) VALUES (?)")) {
                insert.setString(1, "x".repeat(ROW_BYTES));
                insert.executeUpdate();
            }
            execute("COMMIT");
        }
    }

    /** All secrets in pages, each column read. */
    private void pages() throws SQLException {
        String sql = "SELECT s.path, s.key_id, s.description, s.created_at, s.rotated_at, s.current_version, v.version,"
                + " v.fingerprint, v.created_at, v.valid_until FROM secret s JOIN secret_version v ON v.secret_id = s.id"
                + " WHERE v.version = s.current_version AND s.path > ? ORDER BY s.path LIMIT ?";
        String after = "";
        int rows = PAGE;
        while (rows == PAGE) {
            rows = 0;
            try (PreparedStatement select = connection.prepareStatement(sql)) {
                select.setString(1, after);
                select.setInt(2, PAGE);
                try (ResultSet row = select.executeQuery()) {
                    for (; row.next(); rows++) {
                        after = row.getString(1);
                        for (int column = 2; column <= 10; column++) {
                            row.getString(column);
                        }
                    }
                }
            }
        }
    }

    private void execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
