package dev.holdfast.proof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class McpClientIT {

    @TempDir
    private Path folder;

    @Test
    void session_ofTheLauncher_isOpenedAnsweredAndEnded() {
        Holdfast holdfast = new Holdfast(folder.resolve("home"), folder);
        try (McpClient client = McpClient.start(holdfast.launcher("mcp"))) {
            assertThat(client.initialize()
                            .result()
                            .path("serverInfo")
                            .path("name")
                            .asText())
                    .isEqualTo("holdfast");
            Reply reply = client.call("get_secret", Map.of("keyPath", "project/proof/missing"));
            assertThat(reply.refused()).isTrue();
            assertThat(reply.code()).isEqualTo("NOT_FOUND");
            assertThat(client.end()).isZero();
        }
    }

    @Test
    void answer_ofAKilledServer_isAFailureAndNoWait() {
        Holdfast holdfast = new Holdfast(folder.resolve("home"), folder);
        try (McpClient client = McpClient.start(holdfast.launcher("mcp"))) {
            client.initialize();
            client.kill();
            CompletableFuture<Reply> answer = client.send("list_secrets", Map.of());
            assertThatThrownBy(() -> McpClient.await(answer)).isInstanceOf(IllegalStateException.class);
        }
    }
}
