package dev.holdfast.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.Proof;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The client's pom stands alone, so nothing but this holds its versions to those of the server's. */
class ClientPomTest {

    private static final Pattern PROPERTY = Pattern.compile("<([a-z][A-Za-z.-]*\\.[A-Za-z]+)>([^<]+)</\\1>");
    private static final Pattern PLUGIN =
            Pattern.compile("<artifactId>(maven-[a-z]+-plugin)</artifactId>\\s*<version>([^<]+)</version>");

    static String version(String pom) throws IOException {
        Matcher version = Pattern.compile("<version>([^<]+)</version>").matcher(text(pom));
        assertThat(version.find()).isTrue();
        return version.group(1);
    }

    private static String text(String pom) throws IOException {
        return Files.readString(Proof.project().resolve(pom));
    }

    private static Map<String, String> found(Pattern pattern, String pom) throws IOException {
        Map<String, String> found = new TreeMap<>();
        Matcher each = pattern.matcher(text(pom));
        while (each.find()) {
            found.put(each.group(1), each.group(2));
        }
        return found;
    }

    @Test
    void version_always_isTheServers() throws IOException {
        assertThat(version("client/pom.xml")).isEqualTo(version("pom.xml"));
    }

    @Test
    void versions_ofLibrariesAndPlugins_areTheServers() throws IOException {
        Map<String, String> properties = found(PROPERTY, "client/pom.xml");
        assertThat(properties).containsKeys("jackson.version", "jspecify.version");
        assertThat(found(PROPERTY, "pom.xml")).containsAllEntriesOf(properties);
        assertThat(found(PLUGIN, "pom.xml")).containsAllEntriesOf(found(PLUGIN, "client/pom.xml"));
    }
}
