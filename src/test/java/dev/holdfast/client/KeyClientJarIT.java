package dev.holdfast.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.Proof;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarFile;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The client as somebody gets it who knows nothing of the server: from a repository, into an empty project. */
@Tag("proof")
class KeyClientJarIT {

    private static final String PATH = "service_keys.jules_api.production";
    private static final String POM = """
            <project xmlns="http://maven.apache.org/POM/4.0.0">
              <modelVersion>4.0.0</modelVersion>
              <groupId>org.example</groupId>
              <artifactId>small</artifactId>
              <version>1</version>
              <dependencies>
                <dependency>
                  <groupId>dev.holdfast</groupId>
                  <artifactId>holdfast-client</artifactId>
                  <version>%s</version>
                </dependency>
              </dependencies>
            </project>
            """;
    private static final String MAIN = """
            import dev.holdfast.client.KeyClient;
            import dev.holdfast.client.KeyValue;

            public class Small {
                public static void main(String[] arguments) {
                    try (KeyClient client = KeyClient.fromEnvironment();
                            KeyValue key = client.getKey(arguments[0])) {
                        System.out.println(client.validateAuth().serviceName() + " has " + key.reveal());
                    }
                }
            }
            """;

    @TempDir
    private Path folder;

    /** What this build has downloaded stands before all other repositories, so that it works without a network, too. */
    private Path settings() throws IOException {
        String local = System.getProperty(
                "localRepository",
                Path.of(System.getProperty("user.home"), ".m2", "repository").toString());
        String here = "<id>here</id><url>" + Path.of(local).toUri() + "</url>";
        return Files.writeString(
                folder.resolve("settings.xml"),
                "<settings><profiles><profile><id>here</id><activation><activeByDefault>true</activeByDefault></activation>"
                        + "<repositories><repository>" + here + "</repository></repositories>"
                        + "<pluginRepositories><pluginRepository>" + here + "</pluginRepository></pluginRepositories>"
                        + "</profile></profiles></settings>");
    }

    private void maven(Path project, String... goals) throws Exception {
        List<String> command = new ArrayList<>(List.of("mvn", "-B", "-ntp", "-gs"));
        command.add(settings().toString());
        command.add("-Dmaven.repo.local=" + folder.resolve("repository"));
        command.add("-f");
        command.add(project.toString());
        command.addAll(List.of(goals));
        run(command, Map.of());
    }

    private String run(List<String> command, Map<String, String> environment) throws Exception {
        Path output = folder.resolve("output");
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        builder.environment().putAll(environment);
        Process process = builder.start();
        assertThat(process.waitFor(5, TimeUnit.MINUTES)).isTrue();
        String text = Files.readString(output);
        assertThat(process.exitValue()).as(text).isZero();
        return text;
    }

    /** A copy of what the jar is built of, for the build of it writes beside its pom. */
    private Path sources() throws IOException {
        for (String part : List.of("LICENSE", "client/pom.xml")) {
            copy(Proof.project().resolve(part), folder.resolve("source").resolve(part));
        }
        try (Stream<Path> files = Files.walk(Proof.project().resolve("src/main/java"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                copy(file, folder.resolve("source").resolve(Proof.project().relativize(file)));
            }
        }
        return folder.resolve("source/client/pom.xml");
    }

    private static void copy(Path from, Path to) throws IOException {
        Files.createDirectories(to.getParent());
        Files.copy(from, to);
    }

    private static String plugin(String name, String goal) throws IOException {
        String pom = Files.readString(Proof.project().resolve("pom.xml"));
        Matcher version = Pattern.compile("<artifactId>" + name + "</artifactId>\\s*<version>([^<]+)")
                .matcher(pom);
        assertThat(version.find()).isTrue();
        return "org.apache.maven.plugins:" + name + ":" + version.group(1) + ":" + goal;
    }

    @Test
    void jar_inAnEmptyProject_bringsJacksonAloneAndFetchesAKey() throws Exception {
        maven(sources(), "install");
        Path project = Files.createDirectories(folder.resolve("small"));
        Files.writeString(project.resolve("pom.xml"), POM.formatted(ClientPomTest.version("client/pom.xml")));
        Files.createDirectories(project.resolve("src/main/java"));
        Files.writeString(project.resolve("src/main/java/Small.java"), MAIN);
        maven(
                project.resolve("pom.xml"),
                "-Dmaven.compiler.release=17",
                "-Dproject.build.sourceEncoding=UTF-8",
                "-Dmdep.outputFile=" + folder.resolve("classpath"),
                plugin("maven-compiler-plugin", "compile"),
                plugin("maven-dependency-plugin", "build-classpath"));
        String classpath = Files.readString(folder.resolve("classpath")).strip();
        List<Path> jars = Stream.of(classpath.split(Pattern.quote(File.pathSeparator)))
                .map(Path::of)
                .toList();
        assertThat(jars.stream()
                        .map(jar -> jar.getParent().getParent().getFileName().toString()))
                .containsExactlyInAnyOrder("holdfast-client", "jackson-core");
        assertPacked(jars.get(0));
        try (KeyStub stub = new KeyStub().put(PATH, "a-key-for-the-small-one")) {
            assertThat(started(project, classpath, stub)).isEqualTo("jules-mcp has a-key-for-the-small-one");
            assertThat(stub.agents()).containsOnly("holdfast-client/" + ClientPomTest.version("client/pom.xml"));
        }
        Proof.line(
                "client-jar",
                "holdfast-client of " + Files.size(jars.get(0)) / 1024
                        + " KiB brings jackson-core alone, and fetched a key in an empty project");
    }

    private String started(Path project, String classpath, KeyStub stub) throws Exception {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        String all = project.resolve("target/classes") + File.pathSeparator + classpath;
        return run(
                        List.of(java, "-cp", all, "Small", PATH),
                        Map.of("SERVICE_TOKEN", KeyStub.TOKEN, "KEY_SERVICE_URL", stub.url()))
                .strip();
    }

    private static void assertPacked(Path jar) throws IOException {
        TreeSet<String> folders = new TreeSet<>();
        try (JarFile file = new JarFile(jar.toFile(), true)) {
            file.stream()
                    .map(entry -> entry.getName())
                    .filter(name -> name.endsWith(".class"))
                    .forEach(name -> folders.add(name.substring(0, name.lastIndexOf('/'))));
            assertThat(file.getEntry("META-INF/LICENSE")).isNotNull();
            assertThat(new String(
                            file.getInputStream(file.getEntry("META-INF/MANIFEST.MF"))
                                    .readAllBytes(),
                            StandardCharsets.UTF_8))
                    .contains("Automatic-Module-Name: dev.holdfast.client");
        }
        assertThat(folders).containsExactly("dev/holdfast/client", "dev/holdfast/wire");
    }
}
