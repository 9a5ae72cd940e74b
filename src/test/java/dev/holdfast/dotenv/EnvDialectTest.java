package dev.holdfast.dotenv;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What each reader is known to do where they differ; EnvDialectIT asks the readers themselves. */
final class EnvDialectTest {

    private static final String NOT_READ = "(not read)";

    static Stream<Arguments> differences() {
        return Stream.of(
                //        text                 npm            Node 22+       Node 20        python
                arguments("A=plain", "plain", "plain", "plain", "plain"),
                arguments("A=a#b", "a", "a", "a", "a#b"),
                arguments("A= #c", "", "", "", "#c"),
                arguments("A=a #b", "a", "a", "a", "a"),
                arguments("A='a' #b", "a", "a", "a", "a"),
                arguments("A='a' b", "'a' b", "a", "a", NOT_READ),
                arguments("A='it\\'s'", "it\\'s", "it\\", "it\\", "it's"),
                arguments("A=\"a\\nb\"", "a\nb", "a\nb", "a\nb", "a\nb"),
                arguments("A=\"a\\rb\"", "a\rb", "a\\rb", "a\\rb", "a\rb"),
                arguments("A=\"a\\tb\"", "a\\tb", "a\\tb", "a\\tb", "a\tb"),
                arguments("A='a\\\\b'", "a\\\\b", "a\\\\b", "a\\\\b", "a\\b"),
                arguments("A='a\nb'", "a\nb", "a\nb", "a\nb", "a\nb"),
                arguments("A='a\r\nb'", "a\nb", "a\nb", "a\nb", "a\nb"),
                arguments("A=`a`", "a", "a", "a", "`a`"),
                arguments("A='open", "'open", "'open", NOT_READ, NOT_READ),
                arguments("A: a", "a", NOT_READ, NOT_READ, NOT_READ),
                arguments("A=\n'next'", "next", "", "", ""),
                arguments("export A=a", "a", "a", "a", "a"),
                arguments("\tA=a", "a", "a", "a", "a"),
                arguments("\uFEFFA=a", "a", "a", "a", "a"),
                arguments("'A'=a", NOT_READ, NOT_READ, NOT_READ, "a"),
                arguments("A=1\nA=2", "2", "2", "2", "2"),
                arguments("A", NOT_READ, NOT_READ, NOT_READ, NOT_READ));
    }

    private static Arguments arguments(String text, String npm, String node, String node20, String python) {
        return Arguments.of(text, List.of(npm, node, node20, python));
    }

    @ParameterizedTest
    @MethodSource("differences")
    void read_whereReadersDiffer_eachReadsItsOwnWay(String text, List<String> expected) {
        List<String> read = new ArrayList<>();
        for (EnvDialect dialect : List.of(
                EnvDialect.NPM_DOTENV,
                EnvDialect.NODE_PARSE_ENV,
                EnvDialect.NODE_20_PARSE_ENV,
                EnvDialect.PYTHON_DOTENV)) {
            read.add(last(dialect, text));
        }

        assertThat(read).isEqualTo(expected);
    }

    @Test
    void read_garbage_neverThrows() {
        Random random = new Random(1);
        for (int i = 0; i < 2_000; i++) {
            byte[] garbage = new byte[random.nextInt(200)];
            random.nextBytes(garbage);
            for (EnvDialect dialect : EnvDialect.values()) {
                assertThat(dialect.read(garbage)).isNotNull();
            }
        }
    }

    @Test
    void read_hugeOneSidedInput_endsWithoutDeepStack() {
        for (String piece : List.of("A='\\'", "\n", "A=\"\\\"x\n", "${", "A='x\n", " \t", "export ", "A=` '\" ")) {
            byte[] text = ("A='" + piece.repeat(100_000)).getBytes(UTF_8);
            for (EnvDialect dialect : EnvDialect.values()) {
                assertThat(dialect.read(text)).as("%s", dialect).isNotNull();
            }
        }
    }

    @Test
    void read_lineNumbers_countEveryKindOfLineEnd() {
        List<Binding> npm = EnvDialect.NPM_DOTENV.read("A=1\r\n\nB=2\rC=3\n".getBytes(UTF_8));

        assertThat(npm).extracting(Binding::line).containsExactly(1, 3, 4);
    }

    private static String last(EnvDialect dialect, String text) {
        String value = NOT_READ;
        for (Binding binding : dialect.read(text.getBytes(UTF_8))) {
            if (binding.plainName().equals("A") && binding.value() != null) {
                value = new String(binding.value());
            }
        }
        return value;
    }
}
