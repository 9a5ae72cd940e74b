package dev.holdfast.audit.jdbc;

import dev.holdfast.services.PostgreSql;
import dev.holdfast.services.RequiresService;
import dev.holdfast.services.Service;
import dev.holdfast.sql.Database;
import dev.holdfast.sql.Login;
import dev.holdfast.sql.Postgres;
import dev.holdfast.state.TokenTableContract;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;

/** Under the role that the server runs under, on the tables that the migration made. */
@RequiresService(Service.POSTGRESQL)
final class PostgresTokenTableIT extends TokenTableContract {

    private final List<Database> opened = new ArrayList<>();
    private Login login;

    @Override
    protected Database database() throws SQLException {
        login = AuditDatabase.migrated(PostgreSql.shared()).app();
        return another();
    }

    @Override
    protected Database another() throws SQLException {
        Database database = Postgres.open(login);
        opened.add(database);
        return database;
    }

    @AfterEach
    void close() {
        opened.forEach(Database::close);
    }
}
