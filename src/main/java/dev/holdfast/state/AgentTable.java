package dev.holdfast.state;

import dev.holdfast.sql.Database;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** The agents in a database: their rules, and whether they are active. Thread-safe, and safe for several processes. */
public final class AgentTable {

    private final Database database;

    private AgentTable(Database database) {
        this.database = database;
    }

    /** Opens the table, making it when it is missing. */
    public static AgentTable open(Database database) throws SQLException {
        database.makeTable("registered_agent", """
                CREATE TABLE IF NOT EXISTS registered_agent (
                  name       TEXT    PRIMARY KEY,
                  rules      TEXT,
                  active     INTEGER NOT NULL,
                  changed_at INTEGER NOT NULL
                )""");
        return new AgentTable(database);
    }

    /** All of them, by name. */
    public List<RegisteredAgent> all() throws SQLException {
        return database.read(connection -> {
            try (PreparedStatement select = connection.prepareStatement(
                            "SELECT name, rules, active FROM registered_agent ORDER BY name");
                    ResultSet row = select.executeQuery()) {
                List<RegisteredAgent> agents = new ArrayList<>();
                while (row.next()) {
                    agents.add(new RegisteredAgent(row.getString(1), row.getString(2), row.getInt(3) != 0));
                }
                return agents;
            }
        });
    }

    /** Keeps the rules of an agent; whether it is active stays, and a new one is. */
    public void put(String name, String rules, Instant now) throws SQLException {
        database.change(connection -> {
            try (PreparedStatement upsert = connection.prepareStatement(
                    "INSERT INTO registered_agent (name, rules, active, changed_at) VALUES (?, ?, 1, ?)"
                            + " ON CONFLICT (name) DO UPDATE SET rules = excluded.rules, changed_at = excluded.changed_at")) {
                upsert.setString(1, name);
                upsert.setString(2, rules);
                upsert.setLong(3, now.toEpochMilli());
                upsert.executeUpdate();
            }
        });
    }

    /** Makes an agent active or not, whether its rules are here or in the configuration. */
    public void setActive(String name, boolean active, Instant now) throws SQLException {
        database.change(connection -> {
            try (PreparedStatement upsert = connection.prepareStatement(
                    "INSERT INTO registered_agent (name, rules, active, changed_at) VALUES (?, NULL, ?, ?)"
                            + " ON CONFLICT (name) DO UPDATE SET active = excluded.active, changed_at = excluded.changed_at")) {
                upsert.setString(1, name);
                upsert.setInt(2, active ? 1 : 0);
                upsert.setLong(3, now.toEpochMilli());
                upsert.executeUpdate();
            }
        });
    }
}
