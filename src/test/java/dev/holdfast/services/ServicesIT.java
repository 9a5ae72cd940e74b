package dev.holdfast.services;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.Proof;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@RequiresService({Service.OPENBAO, Service.POSTGRESQL})
class ServicesIT {

    private static final String CONTENT = "{\"data\":{\"value\":\"kept\"}}";

    @TempDir
    private Path folder;

    @BeforeAll
    static void measureStarts() {
        long bao = System.nanoTime();
        OpenBao.shared();
        line("services-openbao-shared", bao);
        long postgres = System.nanoTime();
        PostgreSql.shared();
        line("services-postgresql-shared", postgres);
    }

    @Test
    void openBao_shared_freshMountKeepsValue() {
        OpenBao bao = OpenBao.shared();
        String mount = bao.freshMount();
        bao.call("POST", mount + "/data/a", CONTENT);
        assertThat(value(bao, mount)).isEqualTo("kept");
        assertThat(bao.call("GET", mount + "/data/b", null).isMissingNode()).isTrue();
        assertThat(bao.freshMount()).isNotEqualTo(mount);
    }

    @Test
    void openBao_tokenForPolicy_mayDoThatAlone() {
        OpenBao bao = OpenBao.shared();
        String mount = bao.freshMount();
        bao.call("POST", mount + "/data/a", CONTENT);
        String token = bao.tokenFor("path \"" + mount + "/data/a\" { capabilities = [\"read\"] }");
        BaoApi asToken = new BaoApi(bao.address(), () -> token, null);
        assertThat(asToken.status("GET", mount + "/data/a", null)).isEqualTo(200);
        assertThat(asToken.status("POST", mount + "/data/a", CONTENT)).isEqualTo(403);
    }

    @Test
    void openBao_enableAuth_loginAnswers() {
        OpenBao bao = OpenBao.shared();
        String path = OpenBao.freshName("approle");
        bao.enableAuth("approle", path);
        bao.call("POST", "auth/" + path + "/role/a", "{}");
        assertThat(bao.call("GET", "auth/" + path + "/role/a/role-id", null)
                        .at("/data/role_id")
                        .asText())
                .isNotEmpty();
    }

    @Test
    void openBaoServer_killedAndStarted_valueIsThere() {
        long start = System.nanoTime();
        try (OpenBaoServer server = OpenBaoServer.ready(folder)) {
            line("services-openbao-own", start);
            OpenBao bao = server.root();
            String mount = bao.freshMount();
            bao.call("POST", mount + "/data/a", CONTENT);
            server.kill();
            assertThat(bao.status("GET", "sys/health", null)).isZero();
            long again = System.nanoTime();
            server.start();
            assertThat(bao.status("GET", mount + "/data/a", null)).isEqualTo(503);
            server.unseal();
            line("services-openbao-again", again);
            assertThat(value(bao, mount)).isEqualTo("kept");
            server.stop();
            server.start();
            server.unseal();
            assertThat(value(bao, mount)).isEqualTo("kept");
        }
    }

    @Test
    void openBaoServer_sealed_answers503UntilUnsealed() {
        try (OpenBaoServer server = OpenBaoServer.ready(folder)) {
            OpenBao bao = server.root();
            String mount = bao.freshMount();
            bao.call("POST", mount + "/data/a", CONTENT);
            server.seal();
            assertThat(bao.status("GET", mount + "/data/a", null)).isEqualTo(503);
            server.unseal();
            assertThat(value(bao, mount)).isEqualTo("kept");
        }
    }

    @Test
    void openBaoServer_withTls_trustedByItsCaAlone() {
        try (OpenBaoServer server = OpenBaoServer.withTls(folder)) {
            server.start();
            server.init();
            server.unseal();
            assertThat(server.address().getScheme()).isEqualTo("https");
            assertThat(server.root().status("GET", "sys/health", null)).isEqualTo(200);
            assertThat(server.caFile()).content().startsWith("-----BEGIN CERTIFICATE-----");
            BaoApi untrusting = new BaoApi(server.address(), server::token, null);
            assertThat(untrusting.status("GET", "sys/health", null)).isZero();
        }
    }

    /** Often, since a signal reaches one thread of a server after the other. */
    @Test
    void openBaoServer_paused_answersWhenItGoesOn() throws IOException {
        byte[] request = "GET /v1/sys/health HTTP/1.0\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
        try (OpenBaoServer server = OpenBaoServer.ready(folder)) {
            for (int round = 0; round < 100; round++) {
                try (Socket client = new Socket()) {
                    server.pause();
                    client.connect(server.socket());
                    client.setSoTimeout(10);
                    client.getOutputStream().write(request);
                    assertThatThrownBy(() -> client.getInputStream().read())
                            .as("round " + round)
                            .isInstanceOf(SocketTimeoutException.class);
                    server.resume();
                    client.setSoTimeout(0);
                    assertThat(client.getInputStream().read()).isEqualTo('H');
                }
            }
        }
    }

    @Test
    void postgreSql_shared_roleMayDoThatAlone() throws SQLException {
        PostgreSql postgres = PostgreSql.shared();
        String database = postgres.freshDatabase();
        String role = PostgreSql.freshName("role");
        postgres.role(role, "it's a password");
        postgres.execute(database, "CREATE TABLE t (a int)", "GRANT SELECT ON t TO " + role);
        try (Connection connection = postgres.connect(database, role, "it's a password");
                Statement statement = connection.createStatement()) {
            assertThat(statement.execute("SELECT a FROM t")).isTrue();
            assertThatThrownBy(() -> statement.execute("INSERT INTO t VALUES (1)"))
                    .isInstanceOfSatisfying(
                            SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("42501"));
        }
        assertThatThrownBy(() -> postgres.connect(database, role, "another"))
                .isInstanceOfSatisfying(
                        SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("28P01"));
    }

    @Test
    void postgreSqlServer_killedAndStarted_rowIsThere() throws SQLException {
        long start = System.nanoTime();
        try (PostgreSqlServer server = PostgreSqlServer.ready()) {
            line("services-postgresql-own", start);
            PostgreSql postgres = server.superuser();
            postgres.execute("postgres", "CREATE TABLE t (a int)", "INSERT INTO t VALUES (7)");
            Connection open = postgres.connect("postgres");
            server.kill();
            assertThatThrownBy(() -> one(open)).isInstanceOf(SQLException.class);
            assertThatThrownBy(() -> postgres.connect("postgres")).isInstanceOf(SQLException.class);
            long again = System.nanoTime();
            server.start();
            line("services-postgresql-again", again);
            assertThat(one(postgres.connect("postgres"))).isEqualTo(7);
            server.stop();
            server.start();
            assertThat(one(postgres.connect("postgres"))).isEqualTo(7);
        }
    }

    @Test
    void postgreSqlServer_paused_openConnectionWaits() throws Exception {
        try (PostgreSqlServer server = PostgreSqlServer.ready()) {
            PostgreSql postgres = server.superuser();
            postgres.execute("postgres", "CREATE TABLE t (a int)", "INSERT INTO t VALUES (7)");
            try (Connection open = postgres.connect("postgres")) {
                server.pause();
                open.setNetworkTimeout(Runnable::run, 300);
                assertThatThrownBy(() -> one(open)).isInstanceOf(SQLException.class);
            }
            server.resume();
            assertThat(one(postgres.connect("postgres"))).isEqualTo(7);
        }
    }

    @Test
    void interference_beforeOpenBao_writeWhoseAnswerIsLostIsDone() {
        OpenBao bao = OpenBao.shared();
        String mount = bao.freshMount();
        try (Interference interference = Interference.before(bao.socket())) {
            BaoApi through = new BaoApi(bao.through(interference), bao::token, null);
            assertThat(through.status("GET", mount + "/config", null)).isEqualTo(200);
            interference.next(1, Interference.Mode.CUT_ANSWER, "POST /v1/" + mount + "/data/");
            assertThat(through.status("POST", mount + "/data/a", CONTENT)).isZero();
            assertThat(value(bao, mount)).isEqualTo("kept");
        }
    }

    @Test
    void interference_beforePostgreSql_commitWhoseAnswerIsLostIsDone() throws SQLException {
        PostgreSql postgres = PostgreSql.shared();
        String database = postgres.freshDatabase();
        postgres.execute(database, "CREATE TABLE t (a int)");
        try (Interference interference = Interference.before(postgres.socket())) {
            Connection through = postgres.through(interference).connect(database);
            interference.next(1, Interference.Mode.CUT_ANSWER, "INSERT");
            assertThatThrownBy(() -> through.createStatement().execute("INSERT INTO t VALUES (7)"))
                    .isInstanceOf(SQLException.class);
        }
        assertThat(one(postgres.connect(database))).isEqualTo(7);
    }

    private static String value(OpenBao bao, String mount) {
        return bao.call("GET", mount + "/data/a", null).at("/data/data/value").asText();
    }

    private static int one(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT a FROM t")) {
            rows.next();
            return rows.getInt(1);
        }
    }

    private static void line(String name, long start) {
        Proof.line(name, (System.nanoTime() - start) / 1_000_000 + " ms");
    }
}
