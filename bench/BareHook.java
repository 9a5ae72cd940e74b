import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import org.sqlite.SQLiteConfig;

/** A hook that decides nothing: it parses the same input and, where a database is named, opens that and reads one row. */
final class BareHook {

    private BareHook() {}

    public static void main(String[] args) throws Exception {
        String database = System.getenv("BARE_DATABASE");
        boolean command = false;
        try (JsonParser json = new JsonFactory().createParser(System.in.readAllBytes())) {
            for (JsonToken token = json.nextToken(); token != null; token = json.nextToken()) {
                command |= token == JsonToken.VALUE_STRING && json.getText().contains("holdfast");
            }
        }
        if (database != null) {
            SQLiteConfig config = new SQLiteConfig();
            config.setBusyTimeout(4000);
            System.setProperty("org.sqlite.tmpdir", System.getProperty("holdfast.cache", "."));
            try (Connection connection = config.createConnection("jdbc:sqlite:" + database);
                    Statement statement = connection.createStatement();
                    ResultSet row = statement.executeQuery("SELECT count(*) FROM secret")) {
                command |= row.next() && row.getInt(1) < 0;
            }
        }
        System.exit(command ? 1 : 0);
    }
}
