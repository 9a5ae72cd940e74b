package dev.holdfast.dotenv;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.access.Refusal;
import dev.holdfast.secret.SecretValue;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

final class EnvEditTest {

    static Stream<Arguments> edits() {
        return Stream.of(
                Arguments.of("new file", "", "K=new\n"),
                Arguments.of("added at the end", "A=1\n", "A=1\nK=new\n"),
                Arguments.of("last line without an end", "A=1", "A=1\nK=new\n"),
                Arguments.of("CRLF file", "A=1\r\n", "A=1\r\nK=new\r\n"),
                Arguments.of("CRLF file without a last end", "A=1\r\nB=2", "A=1\r\nB=2\r\nK=new\r\n"),
                Arguments.of("mixed ends, the last counts", "A=1\r\nB=2\n", "A=1\r\nB=2\nK=new\n"),
                Arguments.of("byte order mark alone", "\uFEFF", "\uFEFF\nK=new\n"),
                Arguments.of("byte order mark", "\uFEFF# top\nA=1\n", "\uFEFF# top\nA=1\nK=new\n"),
                Arguments.of("first name behind a mark", "\uFEFFK=old\nA=1\n", "\uFEFFK=new\nA=1\n"),
                Arguments.of("bare", "A=1\nK=old\nB=2\n", "A=1\nK=new\nB=2\n"),
                Arguments.of("without a last end", "A=1\nK=old", "A=1\nK=new"),
                Arguments.of("CRLF line", "K=old\r\nB=2\r\n", "K=new\r\nB=2\r\n"),
                Arguments.of("export and indentation", "  export  K = old\n", "  export  K = new\n"),
                Arguments.of("tab before, blanks after", "\tK = old  \n", "\tK = new  \n"),
                Arguments.of("comment", "K=old # why\n", "K=new # why\n"),
                Arguments.of("comment behind quotes", "K='old'# why\n", "K=new# why\n".replace("new#", "'new'#")),
                Arguments.of("comment behind nothing", "K= # why\n", "K=new # why\n"),
                Arguments.of("empty", "K=\nA=1\n", "K=new\nA=1\n"),
                Arguments.of("a number sign in the value", "K=o#ld\n", "K=new\n"),
                Arguments.of("double quotes", "K=\"o ld\" # 'x'\n", "K=new # 'x'\n"),
                Arguments.of("multi-line value", "K='one\ntwo' # c\nA=1\n", "K=new # c\nA=1\n"),
                Arguments.of("escaped quote", "K=\"o\\\"ld\"\nA=1\n", "K=new\nA=1\n"),
                Arguments.of("repeated, the last", "K=1\nA=x\nK=2\nB=y\n", "K=1\nA=x\nK=new\nB=y\n"),
                Arguments.of("commented out", "# K=old\n", "# K=old\nK=new\n"),
                Arguments.of("in another's value", "A='\nK=old\n'\n", "A='\nK=old\n'\nK=new\n"),
                Arguments.of("longer names", "KK=1\nXK=2\n", "KK=1\nXK=2\nK=new\n"),
                Arguments.of("blank lines stay", "\n\n  \nK=old\n\n\n", "\n\n  \nK=new\n\n\n"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("edits")
    void put_oneName_changesItsValueAlone(String title, String before, String after) {
        assertThat(put(before, "new")).isEqualTo(after);
    }

    @Test
    void put_tabBesideTheEqualsSign_isRefusedForNode20sSake() {
        assertThatThrownBy(() -> put("K=\told\n", "new")).isInstanceOf(Refusal.class);
    }

    @Test
    void put_multiLineValue_canBeReplacedByAnother() {
        String once = put("A=1\r\nK=old # c\r\nB=2\r\n", "one\ntwo 'x'");

        assertThat(once).isEqualTo("A=1\r\nK=\"one\ntwo 'x'\" # c\r\nB=2\r\n");
        assertThat(put(once, "three")).isEqualTo("A=1\r\nK=three # c\r\nB=2\r\n");
    }

    @Test
    void put_randomFiles_everyByteOutsideOfTheValueStays() {
        Random random = new Random(20_261_122);
        int edited = 0;
        for (int i = 0; i < 5_000; i++) {
            byte[] before = randomFile(random).getBytes(UTF_8);
            byte[] after;
            try (SecretValue value = SecretValue.stored(("v " + i).getBytes(UTF_8))) {
                after = EnvEncoder.put(before, "K", value);
            } catch (Refusal e) {
                continue;
            }
            edited++;
            assertOneGap(before, after, i);
            assertThat(EnvProof.holds(before, after, "K", ("v " + i).getBytes(UTF_8)))
                    .as("file %d", i)
                    .isTrue();
        }
        assertThat(edited).isGreaterThan(4_000);
    }

    /** Between the equal start and the equal end stands, in the result, the new value, with a name and line end at most. */
    private static void assertOneGap(byte[] before, byte[] after, int number) {
        int start = Arrays.mismatch(before, after);
        start = start < 0 ? before.length : start;
        int end = 0;
        while (end < Math.min(before.length, after.length) - start
                && before[before.length - 1 - end] == after[after.length - 1 - end]) {
            end++;
        }
        String gap = new String(after, start, after.length - end - start, UTF_8);
        assertThat(gap.matches("(\\r?\\n)?(K=)?['\"]?(v ?)?\\d*['\"]?(\\r?\\n)?"))
                .as("file %d, %d bytes differ", number, gap.length())
                .isTrue();
    }

    private static String randomFile(Random random) {
        List<String> lines = List.of(
                "A=1",
                "B='two words'",
                "# a comment, it's",
                "",
                "export C=\"x\"",
                "K=old",
                "  K = 'old' # c",
                "D=a#b",
                "export K=\"old\"",
                "E='one\ntwo'",
                "K=`old`",
                "F=",
                "G = x # y",
                "K=",
                "H=\"a\\nb\"",
                "I=${A}",
                "# K=no");
        String newline = random.nextBoolean() ? "\n" : "\r\n";
        List<String> chosen = new ArrayList<>();
        for (int i = random.nextInt(9); i > 0; i--) {
            chosen.add(lines.get(random.nextInt(lines.size())));
        }
        String mark = random.nextInt(5) == 0 ? "\uFEFF" : "";
        return mark + String.join(newline, chosen) + (random.nextInt(3) == 0 ? "" : newline);
    }

    private static String put(String before, String text) {
        try (SecretValue value = SecretValue.stored(text.getBytes(UTF_8))) {
            return new String(EnvEncoder.put(before.getBytes(UTF_8), "K", value), UTF_8);
        }
    }
}
