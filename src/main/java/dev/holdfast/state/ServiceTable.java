package dev.holdfast.state;

import dev.holdfast.sql.Database;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The registered services in a database. Thread-safe, and safe for several processes. */
public final class ServiceTable {

    private static final String COLUMNS =
            "id, name, description, environment, permissions, rate_requests, rate_window_ms,"
                    + " notify_url, active, registered_at, ended_at";

    private final Database database;

    private ServiceTable(Database database) {
        this.database = database;
    }

    /** Opens the table, making it when it is missing. */
    public static ServiceTable open(Database database) throws SQLException {
        database.makeTable("registered_service", """
                CREATE TABLE IF NOT EXISTS registered_service (
                  id             TEXT    PRIMARY KEY,
                  name           TEXT    NOT NULL UNIQUE,
                  description    TEXT    NOT NULL,
                  environment    TEXT    NOT NULL,
                  permissions    TEXT    NOT NULL,
                  rate_requests  INTEGER NOT NULL,
                  rate_window_ms INTEGER NOT NULL,
                  notify_url     TEXT,
                  active         INTEGER NOT NULL,
                  registered_at  INTEGER NOT NULL,
                  ended_at       INTEGER
                )""");
        return new ServiceTable(database);
    }

    /** All of them, by name. */
    public List<ServiceRecord> all() throws SQLException {
        return database.read(connection -> {
            try (PreparedStatement select = connection.prepareStatement(
                            "SELECT " + COLUMNS + " FROM registered_service ORDER BY name");
                    ResultSet row = select.executeQuery()) {
                List<ServiceRecord> services = new ArrayList<>();
                while (row.next()) {
                    services.add(service(row));
                }
                return services;
            }
        });
    }

    public Optional<ServiceRecord> find(String name) throws SQLException {
        return database.read(connection -> {
            try (PreparedStatement select =
                    connection.prepareStatement("SELECT " + COLUMNS + " FROM registered_service WHERE name = ?")) {
                select.setString(1, name);
                try (ResultSet row = select.executeQuery()) {
                    return row.next() ? Optional.of(service(row)) : Optional.empty();
                }
            }
        });
    }

    /** Adds a service; whether its name was free. */
    public boolean add(ServiceRecord service) throws SQLException {
        return database.write(connection -> {
            try (PreparedStatement insert = connection.prepareStatement("INSERT INTO registered_service (" + COLUMNS
                    + ") VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (name) DO NOTHING")) {
                bind(insert, service);
                return insert.executeUpdate() > 0;
            }
        });
    }

    /** Keeps what is said of a service now, but for id, name and the time when it was registered; whether it is there and has not ended. */
    public boolean change(ServiceRecord service) throws SQLException {
        return database.write(connection -> {
            try (PreparedStatement update = connection.prepareStatement("UPDATE registered_service SET description = ?,"
                    + " environment = ?, permissions = ?, rate_requests = ?, rate_window_ms = ?, notify_url = ?,"
                    + " active = ?, ended_at = ? WHERE name = ? AND ended_at IS NULL")) {
                update.setString(1, service.description());
                update.setString(2, service.environment());
                update.setString(3, String.join(" ", service.permissions()));
                update.setInt(4, service.requests());
                update.setLong(5, service.window().toMillis());
                update.setString(6, service.notifyUrl());
                update.setInt(7, service.active() ? 1 : 0);
                time(update, 8, service.endedAt());
                update.setString(9, service.name());
                return update.executeUpdate() > 0;
            }
        });
    }

    private static void bind(PreparedStatement insert, ServiceRecord service) throws SQLException {
        insert.setString(1, service.id());
        insert.setString(2, service.name());
        insert.setString(3, service.description());
        insert.setString(4, service.environment());
        insert.setString(5, String.join(" ", service.permissions()));
        insert.setInt(6, service.requests());
        insert.setLong(7, service.window().toMillis());
        insert.setString(8, service.notifyUrl());
        insert.setInt(9, service.active() ? 1 : 0);
        insert.setLong(10, service.registeredAt().toEpochMilli());
        time(insert, 11, service.endedAt());
    }

    private static void time(PreparedStatement statement, int index, @Nullable Instant time) throws SQLException {
        if (time == null) {
            statement.setNull(index, Types.BIGINT);
        } else {
            statement.setLong(index, time.toEpochMilli());
        }
    }

    private static ServiceRecord service(ResultSet row) throws SQLException {
        String permissions = row.getString("permissions");
        long ended = row.getLong("ended_at");
        return new ServiceRecord(
                row.getString("id"),
                row.getString("name"),
                row.getString("description"),
                row.getString("environment"),
                permissions.isEmpty() ? List.of() : List.of(permissions.split(" ")),
                row.getInt("rate_requests"),
                Duration.ofMillis(row.getLong("rate_window_ms")),
                row.getString("notify_url"),
                row.getInt("active") != 0,
                Instant.ofEpochMilli(row.getLong("registered_at")),
                ended == 0 ? null : Instant.ofEpochMilli(ended));
    }
}
