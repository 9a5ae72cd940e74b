package dev.holdfast.audit.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.health.Finding;
import dev.holdfast.sql.Login;
import java.time.Clock;
import org.junit.jupiter.api.Test;

final class PostgresCheckTest {

    @Test
    void run_passwordCannotBeRead_saysSoAndNotThatTheLoginWasRefused() {
        Login login = new Login("jdbc:postgresql://127.0.0.1:1/none", "holdfast", () -> null);
        assertThat(PostgresCheck.run(login, Clock.systemUTC())).singleElement().satisfies(finding -> {
            assertThat(finding.health()).isEqualTo(Finding.Health.FAIL);
            assertThat(finding.fact()).contains("password of the database cannot be read");
            assertThat(finding.mend()).contains("password_file");
        });
    }
}
