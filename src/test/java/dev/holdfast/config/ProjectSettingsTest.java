package dev.holdfast.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.secret.KeyPath;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a project's {@code .holdfast.yaml} says. */
final class ProjectSettingsTest {

    @TempDir
    private Path folder;

    private ProjectSettings read(String yaml) throws Exception {
        Files.writeString(folder.resolve(ProjectSettings.FILE), yaml);
        return ProjectSettings.of(folder).orElseThrow();
    }

    @Test
    void settings_ofNoFile_areNone() {
        assertThat(ProjectSettings.of(folder)).isEmpty();
    }

    @Test
    void settings_nameProjectAndKeysInOrder() throws Exception {
        ProjectSettings settings = read("""
                project: shop
                keys:
                  STRIPE_API_KEY: project/shop/stripe_api_key
                  API_TOKEN: meta/cloudflare/api_token
                """);
        assertThat(settings.project()).isEqualTo("shop");
        assertThat(settings.keys())
                .containsExactly(
                        Map.entry("STRIPE_API_KEY", KeyPath.parse("project/shop/stripe_api_key")),
                        Map.entry("API_TOKEN", KeyPath.parse("meta/cloudflare/api_token")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "project: Not Valid",
                "project: a/b",
                "allow: []",
                "keys: [A]",
                "keys: {A: nothing}",
                "keys: {A: 1}",
                "- list",
                "project: a\nproject: b"
            })
    void settings_withFaults_areRefused_andNotRepeated(String yaml) {
        assertThatThrownBy(() -> read(yaml))
                .isInstanceOfSatisfying(
                        ConfigException.class,
                        e -> assertThat(e.faults())
                                .isNotEmpty()
                                .noneMatch(fault -> fault.contains("nothing") || fault.contains("Not Valid")));
    }

    @Test
    void file_thatIsALink_isRefused() throws Exception {
        Files.createSymbolicLink(folder.resolve(ProjectSettings.FILE), Path.of("/dev/zero"));
        assertThatThrownBy(() -> ProjectSettings.of(folder)).isInstanceOf(ConfigException.class);
    }
}
