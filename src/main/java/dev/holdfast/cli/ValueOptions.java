package dev.holdfast.cli;

import dev.holdfast.access.Reason;
import dev.holdfast.access.Refusal;
import dev.holdfast.secret.SecretValue;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where a value comes from: a hidden prompt, standard input, a place that is named, or chance; never an argument. */
final class ValueOptions {

    private static final Pattern GENERATE = Pattern.compile("([a-z0-9]+)(?::([0-9]{1,5}))?");
    private static final int A_LINE_END = 2;

    @Option(
            names = "--generate",
            paramLabel = "FORMAT[:BYTES]",
            description = "Have the value made: base64, hex, alphanumeric or uuid; default 48 bytes. It is not shown.")
    private @Nullable String generate;

    @Option(
            names = "--from",
            paramLabel = "SOURCE",
            description = "Read the value from file:PATH, dotenv:PATH#NAME or env:NAME.")
    private @Nullable String from;

    /** Puts the value into the arguments of a tool, in the form that was asked. */
    void into(Map<String, Object> arguments, String name) throws IOException {
        if (generate != null) {
            arguments.put("generate", generated(generate));
        }
        if (from != null) {
            arguments.put("valueFrom", from);
        }
        if (generate == null && from == null) {
            arguments.put(name, typed("Value: ", true));
        }
    }

    private static Map<String, Object> generated(String text) {
        Matcher matcher = GENERATE.matcher(text);
        if (!matcher.matches()) {
            throw new Refusal(
                    Reason.INVALID_ARGUMENT,
                    "--generate is no format with a number of bytes.",
                    "Write it as base64, hex:32, alphanumeric:24 or uuid.");
        }
        Map<String, Object> generate = new LinkedHashMap<>();
        generate.put("format", matcher.group(1));
        if (matcher.group(2) != null) {
            generate.put("bytes", Integer.valueOf(matcher.group(2)));
        }
        return generate;
    }

    /**
     * The bytes from the hidden prompt, or from standard input without one final line end.
     *
     * @param twice whether a value that is typed is asked for again, to be compared
     */
    static byte[] typed(String prompt, boolean twice) throws IOException {
        if (Terminal.wouldEcho()) {
            throw new Refusal(
                    Reason.INVALID_ARGUMENT,
                    "The value would be seen while it is typed, since the output is no terminal.",
                    "Pipe the value in, or leave the output at the terminal.");
        }
        char[] first = Terminal.hidden(prompt);
        if (first == null) {
            return withoutLineEnd(System.in.readNBytes(SecretValue.MAX_BYTES + A_LINE_END + 1));
        }
        char[] second = twice ? Terminal.hidden("Again: ") : first.clone();
        try {
            if (!Arrays.equals(first, second)) {
                throw new Refusal(
                        Reason.INVALID_VALUE, "The two values differ, so nothing was done.", "Type it twice alike.");
            }
            return utf8(first);
        } finally {
            Arrays.fill(first, '\0');
            if (second != null) {
                Arrays.fill(second, '\0');
            }
        }
    }

    private static byte[] utf8(char[] text) {
        ByteBuffer encoded = StandardCharsets.UTF_8.encode(CharBuffer.wrap(text));
        byte[] bytes = new byte[encoded.remaining()];
        encoded.get(bytes);
        encoded.clear();
        while (encoded.hasRemaining()) {
            encoded.put((byte) 0);
        }
        return bytes;
    }

    private static byte[] withoutLineEnd(byte[] read) {
        int length = read.length;
        if (length > 0 && read[length - 1] == '\n') {
            length -= length > 1 && read[length - 2] == '\r' ? A_LINE_END : 1;
        }
        byte[] value = Arrays.copyOf(read, length);
        Arrays.fill(read, (byte) 0);
        return value;
    }
}
