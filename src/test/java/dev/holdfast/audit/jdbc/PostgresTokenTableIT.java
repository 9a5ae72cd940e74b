package dev.holdfast.audit.jdbc;

import dev.holdfast.services.PostgreSql;
import dev.holdfast.services.RequiresService;
import dev.holdfast.services.Service;
import dev.holdfast.sql.Database;
import dev.holdfast.sql.Postgres;
import dev.holdfast.state.TokenTableContract;
import java.sql.SQLException;
import org.junit.jupiter.api.AfterEach;

/** Under the role that the server runs under, on the tables that the migration made. */
@RequiresService(Service.POSTGRESQL)
final class PostgresTokenTableIT extends TokenTableContract {

    private Database database;

    @Override
    protected Database database() throws SQLException {
        database = Postgres.open(AuditDatabase.migrated(PostgreSql.shared()).app());
        return database;
    }

    @AfterEach
    void close() {
        database.close();
    }
}
