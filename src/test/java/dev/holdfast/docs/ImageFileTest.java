package dev.holdfast.docs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import dev.holdfast.Proof;
import dev.holdfast.docs.ImageFile.Step;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The image is built of what is in the tree, and runs as nobody of importance. */
final class ImageFileTest {

    private static final Path PROJECT = Proof.project();
    private static final Set<String> KNOWN = Set.of(
            "FROM",
            "WORKDIR",
            "COPY",
            "RUN",
            "ENV",
            "VOLUME",
            "USER",
            "EXPOSE",
            "STOPSIGNAL",
            "HEALTHCHECK",
            "ENTRYPOINT",
            "CMD",
            "ARG",
            "LABEL");

    private static ImageFile image() throws IOException {
        return ImageFile.parse(Files.readString(PROJECT.resolve("mcp-config/docker/Dockerfile")));
    }

    private static List<String> command(Step step) throws IOException {
        String json = step.words().substring(step.words().indexOf('['));
        return Arrays.asList(new ObjectMapper().readValue(json, String[].class));
    }

    @Test
    void instructions_areKnownOnes() throws IOException {
        assertThat(image().steps())
                .extracting(Step::instruction)
                .isSubsetOf(KNOWN)
                .startsWith("FROM");
    }

    @Test
    void images_areNamedWithATagAndWithoutARegistry() throws IOException {
        List<Step> from = image().of("FROM");
        assertThat(from).extracting(step -> step.list().get(0)).allMatch(name -> name.matches("[a-z-]+:[0-9][\\w.-]+"));
        assertThat(from.get(0).words()).endsWith(" AS build");
        assertThat(from).hasSize(2);
    }

    @Test
    void sources_ofCopies_existAndAreSentToTheBuilder() throws IOException {
        List<String> ignore = Files.readAllLines(PROJECT.resolve(".dockerignore"));
        assertThat(ignore.stream().filter(line -> !line.startsWith("#")).findFirst())
                .hasValue("*");
        List<String> built = new ArrayList<>();
        for (Step step : image().of("COPY")) {
            List<String> words = step.list();
            List<String> sources = words.subList(words.get(0).startsWith("--from=") ? 1 : 0, words.size() - 1);
            if (words.get(0).startsWith("--from=")) {
                assertThat(words.get(0)).isEqualTo("--from=build");
                built.addAll(sources);
                continue;
            }
            assertThat(sources).isNotEmpty().doesNotContain(".").allSatisfy(source -> {
                assertThat(PROJECT.resolve(source)).exists();
                assertThat(ignore).contains("!" + source);
            });
        }
        // What Maven makes: the launcher starts the jar, which names its libraries, and names its archive by the id.
        assertThat(built)
                .containsExactly("/build/target/lib", "/build/target/holdfast.jar", "/build/target/holdfast.id");
        assertThat(Files.readString(PROJECT.resolve("pom.xml")))
                .contains("<classpathPrefix>lib/</classpathPrefix>", "${project.build.directory}/holdfast.id");
        ignore.stream()
                .filter(line -> line.startsWith("!"))
                .forEach(line -> assertThat(PROJECT.resolve(line.substring(1))).exists());
    }

    @Test
    void end_isNoRootAndTheLauncher() throws IOException {
        ImageFile image = image();
        assertThat(image.only("USER").words()).matches("[1-9]\\d+:[1-9]\\d+");
        assertThat(image.steps().indexOf(image.only("USER"))).isGreaterThan(lastRun(image));
        assertThat(command(image.only("ENTRYPOINT"))).containsExactly("/opt/holdfast/bin/holdfast", "serve");
        assertThat(PROJECT.resolve("bin/holdfast")).isExecutable();
        assertThat(image.of("COPY")).extracting(Step::words).contains("bin /opt/holdfast/bin");
        assertThat(image.only("EXPOSE").words()).isEqualTo("8700");
        assertThat(image.only("STOPSIGNAL").words()).isEqualTo("SIGTERM");
        assertThat(image.only("ENV").list())
                .contains("HOLDFAST_HOME=" + image.only("VOLUME").words());
        assertThat(image.of("ENV"))
                .extracting(Step::words)
                .noneMatch(words -> words.matches("(?i).*(token|password|key).*"));
    }

    private static int lastRun(ImageFile image) {
        return image.steps().lastIndexOf(image.of("RUN").get(image.of("RUN").size() - 1));
    }

    /** The health check itself, against a server that is well, one that is not, and none. */
    @ParameterizedTest
    @CsvSource({"200, true", "503, false", "404, false", "0, false"})
    void healthCheck_ofTheImage_succeedsWhereTheServerIsWell(int status, boolean well)
            throws IOException, InterruptedException {
        List<String> check = command(image().only("HEALTHCHECK"));
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        int port = server.getAddress().getPort();
        server.createContext("/.well-known/jwks.json", exchange -> {
            exchange.sendResponseHeaders(status, -1);
            exchange.close();
        });
        server.start();
        if (status == 0) {
            server.stop(0);
        }
        try {
            assertThat(check.subList(0, 2)).containsExactly("bash", "-c");
            assertThat(check.get(2)).contains("/127.0.0.1/8700 ");
            Process process = new ProcessBuilder("bash", "-c", check.get(2).replace("/8700 ", "/" + port + " "))
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            assertThat(process.waitFor() == 0).isEqualTo(well);
        } finally {
            server.stop(0);
        }
    }
}
