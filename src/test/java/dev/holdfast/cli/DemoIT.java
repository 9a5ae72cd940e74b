package dev.holdfast.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.mcp.Finished;
import dev.holdfast.mcp.Session;
import dev.holdfast.proof.Holdfast;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DemoIT {

    @TempDir
    private Path folder;

    @Test
    void demo_showsRefusalsAndTheChain_andLeavesNothing() throws Exception {
        Holdfast holdfast = Session.holdfast(folder);
        Path temporary = Files.createDirectory(folder.resolve("tmp"));
        ProcessBuilder builder = holdfast.launcher("demo");
        builder.environment().put("HOLDFAST_CACHE", folder.resolve("cache").toString());
        builder.environment().put("JDK_JAVA_OPTIONS", "-Djava.io.tmpdir=" + temporary);
        Finished demo = Finished.run(builder);
        assertThat(demo.exit()).isZero();
        assertThat(demo.out().lines().filter(line -> line.contains("refused"))).hasSizeGreaterThanOrEqualTo(3);
        assertThat(demo.out())
                .contains(
                        "STORE_FIRST",
                        "did you mean project/consilio/key?",
                        "INVALID_DESCRIPTION",
                        "the same value came back",
                        "The chain holds")
                .doesNotContain("sk_live_abc123xyz", "sk_live_def456uvw");
        assertThat(Files.exists(holdfast.home())).isFalse();
        try (var left = Files.list(temporary)) {
            assertThat(left.filter(path -> path.getFileName().toString().startsWith("holdfast-demo")))
                    .isEmpty();
        }
    }
}
