package dev.holdfast.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.Proof;
import dev.holdfast.proof.Holdfast;
import dev.holdfast.proof.McpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The server answers first and opens later. */
class StartIT {

    private static final List<String> LATER = List.of(
            "org.sqlite.",
            "com.zaxxer.",
            "org.yaml.",
            "io.micrometer.",
            "io.prometheus.",
            "io.lettuce.",
            "io.netty.",
            "com.fasterxml.jackson.dataformat.");

    @TempDir
    private Path folder;

    @Test
    void initializeAndToolsList_loadNoStoreAndMakeNothing() throws Exception {
        Holdfast holdfast = Session.holdfast(folder);
        Path log = folder.resolve("classes.log");
        ProcessBuilder builder = holdfast.java(List.of("-Xmx128m", "-Xlog:class+load:file=" + log), "mcp");
        // Redis is the servers' of the exposure service: not even the first call loads anything of it.
        builder.environment().put("HOLDFAST_REDIS_URL", "redis://127.0.0.1:1");
        try (McpClient client = McpClient.start(builder)) {
            assertThat(client.initialize().result().path("serverInfo").isObject())
                    .isTrue();
            int tools = client.request("tools/list", Map.of())
                    .result()
                    .path("tools")
                    .size();
            // No further request is on its way, so what is loaded now was loaded for these two.
            List<String> loaded = Files.readAllLines(log);
            assertThat(tools).isEqualTo(7);
            assertThat(loaded).anyMatch(line -> line.contains("dev.holdfast.mcp.HoldfastServer"));
            assertThat(loaded.stream().filter(StartIT::later)).isEmpty();
            assertThat(Files.exists(holdfast.home())).isFalse();
            client.call("list_secrets", Map.of());
            List<String> then = Files.readAllLines(log);
            assertThat(then.stream().filter(StartIT::later)).isNotEmpty();
            // A process that serves no port measures nothing, and shares no cache.
            assertThat(then)
                    .noneMatch(line -> line.contains(" io.micrometer.") || line.contains(" io.prometheus."))
                    .noneMatch(line -> line.contains(" io.lettuce.") || line.contains(" io.netty."));
            assertThat(client.end()).isZero();
            Proof.line("start-loads", loaded.size() + " classes before the first call, none of a store's");
        }
    }

    private static boolean later(String line) {
        return LATER.stream().anyMatch(name -> line.contains(" " + name));
    }

    @Test
    void end_ofTheInput_comesAfterWhatIsUnderWay() {
        Transcript session = new Transcript();
        int calls = 40;
        for (int i = 0; i < calls; i++) {
            session.line("{\"jsonrpc\":\"2.0\",\"id\":" + i
                    + ",\"method\":\"tools/call\",\"params\":{\"name\":\"set_secret\","
                    + "\"arguments\":{\"keyPath\":\"project/start/key_" + i
                    + "\",\"generate\":{},\"description\":\"" + Session.DESCRIPTION + "\"}}}");
        }
        session.run(Session.holdfast(folder), "mcp");
        assertThat(session.finished().exit()).isZero();
        assertThat(IntStream.range(0, calls))
                .allSatisfy(i -> assertThat(
                                session.reply(i).structured().path("created").booleanValue())
                        .isTrue());
    }

    @Test
    void end_withoutAnyInput_isNoFault() {
        Transcript session = new Transcript().run(Session.holdfast(folder), "mcp");
        assertThat(session.finished()).isEqualTo(new Finished(0, "", ""));
        assertThat(Files.exists(folder.resolve("home"))).isFalse();
    }
}
