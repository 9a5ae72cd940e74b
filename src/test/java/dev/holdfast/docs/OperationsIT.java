package dev.holdfast.docs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.holdfast.docs.Page.Block;
import dev.holdfast.docs.Shell.Outcome;
import dev.holdfast.proof.Reply;
import dev.holdfast.services.RequiresService;
import dev.holdfast.services.Service;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Runs the page for operators from top to bottom, as somebody would who has an OpenBao, a PostgreSQL and a shell.
 *
 * <p>A block {@code sh run} is run, with words behind for what happens around it and the exit code that is due; one
 * {@code text output} or {@code text errors} is what the last one printed, {@code …} standing for anything; one
 * {@code json TOOL} is an agent's call, with the code of the refusal that is due. Other blocks are shown and not run.
 */
@RequiresService({Service.OPENBAO, Service.POSTGRESQL})
class OperationsIT {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    private Outcome last = new Outcome(0, "", "");
    private int run;

    @TempDir
    private Path folder;

    @Test
    void commands_inTheirOrder_doAsThePageSays() throws Exception {
        try (OperationsWorld world = new OperationsWorld(folder)) {
            for (Block block : Page.of("docs/operations.md").blocks()) {
                switch (block.words().get(0)) {
                    case "sh" -> command(world, block);
                    case "text" -> printed(block);
                    case "json" -> call(world, block);
                    default -> assertThat(block.words()).containsAnyOf("ini", "crontab");
                }
            }
            assertThat(Files.readString(world.ofProject(".env"))).isEqualTo("STRIPE_API_KEY=sk_live_abc123xyz\n");
        }
        assertThat(run).isGreaterThan(20);
    }

    private void command(OperationsWorld world, Block block) throws Exception {
        if (!block.words().contains("run")) {
            return;
        }
        run++;
        if (block.words().contains("stops-the-agent")) {
            world.stopAgent();
        }
        last = outcome(world, block);
        int due = block.words().stream()
                .filter(word -> word.matches("\\d"))
                .mapToInt(Integer::parseInt)
                .findFirst()
                .orElse(0);
        // What a command says is ours or an operator's tool's; no block prints a credential.
        assertThat(last.exit())
                .as("%s%n%s%n%s", block.content(), last.output(), last.errors())
                .isEqualTo(due);
        if (block.words().contains("starts-the-agent")) {
            world.startAgent();
        }
    }

    private static Outcome outcome(OperationsWorld world, Block block) throws Exception {
        if (block.words().contains("bao-stopped")) {
            return world.runWithoutOpenBao(block.content());
        } else if (block.words().contains("postgresql-stopped")) {
            return world.runWithoutPostgreSql(block.content());
        }
        return block.words().contains("embedded") ? world.runEmbedded(block.content()) : world.run(block.content());
    }

    private void printed(Block block) {
        String text = block.words().contains("errors") ? last.errors() : last.output();
        assertThat(text.strip()).matches(pattern(block.content()));
    }

    /** Whatever stands for "…", line ends included. */
    private static Pattern pattern(String shown) {
        return Pattern.compile(
                Stream.of(shown.strip().split("…", -1)).map(Pattern::quote).collect(Collectors.joining(".*")),
                Pattern.DOTALL);
    }

    private static void call(OperationsWorld world, Block block) throws IOException {
        String tool = block.words().get(1);
        Map<String, Object> arguments = MAPPER.readValue(block.content(), new TypeReference<>() {});
        Reply reply = world.call(tool, arguments);
        if (block.words().size() > 2) {
            assertThat(reply.refused()).as(tool + " is refused").isTrue();
            assertThat(reply.code()).as(tool).isEqualTo(block.words().get(2));
        } else {
            assertThat(reply.refused() ? reply.text() : "").as(tool).isEmpty();
        }
    }
}
