package dev.holdfast.state;

import dev.holdfast.secret.KeyPath;
import dev.holdfast.sql.Database;
import java.nio.file.Path;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Which variable of which {@code .env} was written from which secret. Thread-safe, and safe for several processes. */
public final class PlacementTable {

    private final Database database;

    private PlacementTable(Database database) {
        this.database = database;
    }

    /**
     * That a variable of a file holds a version of a secret.
     *
     * @param file absolute, links resolved
     */
    public record Placement(Path file, String name, KeyPath path, int version) {}

    /** Opens the table, making it when it is missing. */
    public static PlacementTable open(Database database) throws SQLException {
        database.makeTable(
                "env_placement", """
                CREATE TABLE IF NOT EXISTS env_placement (
                  file    TEXT    NOT NULL,
                  name    TEXT    NOT NULL,
                  path    TEXT    NOT NULL,
                  version INTEGER NOT NULL,
                  PRIMARY KEY (file, name)
                ) WITHOUT ROWID""", "CREATE INDEX IF NOT EXISTS env_placement_path ON env_placement (path)");
        return new PlacementTable(database);
    }

    public void put(List<Placement> placements) throws SQLException {
        database.change(connection -> {
            try (PreparedStatement upsert = connection.prepareStatement(
                    "INSERT OR REPLACE INTO env_placement (file, name, path, version) VALUES (?, ?, ?, ?)")) {
                for (Placement placement : placements) {
                    upsert.setString(1, placement.file().toString());
                    upsert.setString(2, placement.name());
                    upsert.setString(3, placement.path().slashed());
                    upsert.setInt(4, placement.version());
                    upsert.executeUpdate();
                }
            }
        });
    }

    /** Where a secret was written, by file and name. */
    public List<Placement> of(KeyPath path) throws SQLException {
        return database.read(connection -> {
            try (PreparedStatement select = connection.prepareStatement(
                    "SELECT file, name, version FROM env_placement WHERE path = ? ORDER BY file, name")) {
                select.setString(1, path.slashed());
                List<Placement> placements = new ArrayList<>();
                try (ResultSet row = select.executeQuery()) {
                    while (row.next()) {
                        placements.add(new Placement(Path.of(row.getString(1)), row.getString(2), path, row.getInt(3)));
                    }
                }
                return placements;
            }
        });
    }

    /** What was written into a file, by name. */
    public List<Placement> in(Path file) throws SQLException {
        return database.read(connection -> {
            try (PreparedStatement select = connection.prepareStatement(
                    "SELECT name, path, version FROM env_placement WHERE file = ? ORDER BY name")) {
                select.setString(1, file.toString());
                List<Placement> placements = new ArrayList<>();
                try (ResultSet row = select.executeQuery()) {
                    while (row.next()) {
                        KeyPath path = KeyPath.parse(row.getString(2));
                        placements.add(new Placement(file, row.getString(1), path, row.getInt(3)));
                    }
                }
                return placements;
            }
        });
    }
}
