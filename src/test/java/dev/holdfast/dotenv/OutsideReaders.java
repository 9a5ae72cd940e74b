package dev.holdfast.dotenv;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;

/** The real npm dotenv, Node and python-dotenv, asked about many texts at once. */
final class OutsideReaders {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Path BASE = Path.of(System.getProperty("basedir", "."));
    private static final Path SCRIPTS = BASE.resolve("src/test/node/dotenv").toAbsolutePath();
    private static final Path INSTALLED = BASE.resolve("target/dotenv-readers").toAbsolutePath();

    private OutsideReaders() {}

    /** Without them a test is left out with a word, or fails where CI is set. */
    static void require() {
        boolean npm = Files.isDirectory(INSTALLED.resolve("node_modules/dotenv"));
        boolean python = Files.isDirectory(INSTALLED.resolve("python/dotenv"));
        if (npm && python) {
            return;
        }
        String say = "npm dotenv and python-dotenv are not installed: run src/test/node/dotenv/install";
        if ("true".equals(System.getenv("CI"))) {
            Assertions.fail(say);
        }
        System.err.println("LEFT OUT: " + say);
        Assumptions.abort(say);
    }

    /** For each text {@code {npm: {…}, node: {…}}}. */
    static JsonNode node(List<String> texts) throws Exception {
        return ask(texts, "node", SCRIPTS.resolve("read.cjs").toString(), INSTALLED.toString());
    }

    /** For each text {@code {raw: {…}, usual: {…}}}; the latter with variables filled in. */
    static JsonNode python(List<String> texts) throws Exception {
        return ask(texts, "python3", SCRIPTS.resolve("read.py").toString());
    }

    /** The rules that the Node at hand reads by. */
    static EnvDialect nodeDialect() throws IOException {
        Process node = new ProcessBuilder("node", "--version").start();
        String version = new String(node.getInputStream().readAllBytes(), UTF_8).strip();
        int major = Integer.parseInt(version.substring(1, version.indexOf('.')));
        return major < 22 ? EnvDialect.NODE_20_PARSE_ENV : EnvDialect.NODE_PARSE_ENV;
    }

    private static JsonNode ask(List<String> texts, String... command) throws Exception {
        File question = Files.createTempFile("texts", ".json").toFile();
        File answer = Files.createTempFile("read", ".json").toFile();
        try {
            JSON.writeValue(question, texts);
            ProcessBuilder builder = new ProcessBuilder(command)
                    .redirectInput(question)
                    .redirectOutput(answer)
                    .redirectError(ProcessBuilder.Redirect.INHERIT);
            builder.environment().put("PYTHONPATH", INSTALLED.resolve("python").toString());
            assertThat(builder.start().waitFor()).as("exit of %s", command[0]).isZero();
            return JSON.readTree(answer);
        } finally {
            Files.delete(question.toPath());
            Files.delete(answer.toPath());
        }
    }
}
