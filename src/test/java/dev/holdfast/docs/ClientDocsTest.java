package dev.holdfast.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.client.ClientVariable;
import dev.holdfast.client.KeyClientBuilder;
import dev.holdfast.client.KeyServiceException;
import java.io.ByteArrayOutputStream;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The client's page says what its code says. */
class ClientDocsTest {

    private static final Page PAGE = Page.of("docs/client.md");

    private static List<List<String>> options() {
        return Page.rows(PAGE.section("Options"));
    }

    private static String bare(String cell) {
        return cell.replace("`", "");
    }

    @Test
    void variables_ofThePage_areThoseOfTheProgramWithTheirDefaults() {
        List<String> shown = options().stream()
                .filter(row -> !row.get(1).isEmpty())
                .map(row -> bare(row.get(1)) + "=" + bare(row.get(2)))
                .toList();
        assertThat(shown)
                .containsExactlyElementsOf(Stream.of(ClientVariable.values())
                        .map(each -> each + "=" + (each.defaultText() == null ? "" : each.defaultText()))
                        .toList());
    }

    @Test
    void options_ofThePage_areThoseOfTheProgram() {
        Set<String> settings = Stream.of(KeyClientBuilder.class.getDeclaredMethods())
                .filter(method -> Modifier.isPublic(method.getModifiers()))
                .filter(method -> method.getReturnType() == KeyClientBuilder.class)
                .map(Method::getName)
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(options().stream().map(row -> bare(row.get(0)))).containsExactlyInAnyOrderElementsOf(settings);
    }

    @Test
    void kinds_ofThePage_areThoseOfTheProgram() {
        assertThat(Page.rows(PAGE.section("Failures")).stream().map(row -> bare(row.get(0))))
                .containsExactlyElementsOf(Stream.of(KeyServiceException.Kind.values())
                        .map(Enum::name)
                        .toList());
    }

    @Test
    void examples_ofThePage_areCompiled(@TempDir Path folder) throws Exception {
        List<String> examples = PAGE.blocks().stream()
                .filter(block -> block.words().contains("java"))
                .map(Page.Block::content)
                .toList();
        assertThat(examples).hasSizeGreaterThan(1);
        for (int i = 0; i < examples.size(); i++) {
            Path source = folder.resolve("e" + i).resolve("Example.java");
            Files.createDirectories(source.getParent());
            Files.writeString(source, examples.get(i));
            ByteArrayOutputStream said = new ByteArrayOutputStream();
            int result = ToolProvider.getSystemJavaCompiler()
                    .run(
                            null,
                            said,
                            said,
                            "-cp",
                            System.getProperty("java.class.path"),
                            "-proc:none",
                            "-d",
                            source.getParent().toString(),
                            source.toString());
            assertThat(result).as(said.toString(StandardCharsets.UTF_8)).isZero();
        }
    }
}
