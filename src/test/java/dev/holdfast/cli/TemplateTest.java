package dev.holdfast.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.config.Config;
import dev.holdfast.config.ConfigReader;
import dev.holdfast.store.vault.VaultLogin;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The {@code holdfast.yaml} that {@code init} writes. */
class TemplateTest {

    @Test
    void template_asItIs_setsNothing(@TempDir Path home) throws IOException {
        Files.writeString(home.resolve(Config.FILE), template());
        assertThat(ConfigReader.read(home)).isEqualTo(Config.defaults(home));
    }

    @Test
    void template_withoutItsCommentSigns_isAConfiguration(@TempDir Path home) throws IOException {
        String settings = template()
                .lines()
                .filter(line ->
                        line.matches("# (agents:|value_from:|store: .*|vault:|audit:|services:|redis:|metrics:| .*)"))
                .map(line -> line.substring(2))
                .collect(Collectors.joining("\n"));
        Files.writeString(home.resolve(Config.FILE), settings);
        Config config = ConfigReader.read(home);
        assertThat(config.agents())
                .singleElement()
                .satisfies(agent -> assertThat(agent.name()).isEqualTo("claude-supervisor"));
        assertThat(config.readableVariables()).containsExactly("GITHUB_TOKEN");
        assertThat(config.store()).isEqualTo(Config.Store.VAULT);
        assertThat(config.vault().address()).hasToString("https://vault.example.org:8200");
        assertThat(config.vault().login()).isInstanceOf(VaultLogin.AppRole.class);
        assertThat(config.audit().login()).hasToString("Login[jdbc:postgresql://db.example.org:5432/holdfast]");
        assertThat(config.services().neverStale()).hasToString("[database_connections/**]");
        assertThat(config.redis()).isNotNull();
        assertThat(config.metrics().port()).isEqualTo(9090);
    }

    private static String template() throws IOException {
        try (InputStream in = HomeSetup.class.getResourceAsStream("holdfast.yaml")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
