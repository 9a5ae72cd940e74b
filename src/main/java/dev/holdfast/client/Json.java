package dev.holdfast.client;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.holdfast.client.KeyServiceException.Kind;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/** JSON token by token, so that a value goes from the body into bytes of its own and never becomes a String. */
final class Json {

    private static final JsonFactory FACTORY = new JsonFactory();
    private static final int MAX_BYTES_PER_CHAR = 3;

    /** The text is not what it should be; says nothing of it. */
    static final class Malformed extends IOException {
        private static final long serialVersionUID = 1L;

        Malformed() {
            super("malformed");
        }
    }

    /** Reads from a parser that stands on the first token. */
    interface Reading<T> {
        T read(JsonParser json) throws IOException;
    }

    /** Reads a field of an object; the parser stands on its first token, and ends on its last. */
    interface Field {
        void read(String name, JsonParser json) throws IOException;
    }

    private Json() {}

    /**
     * Reads one JSON text.
     *
     * @throws KeyServiceException of kind {@code PROTOCOL} when it is not what it should be; what the parser says of it
     *     would quote it
     */
    static <T> T read(byte[] body, Reading<T> reading) {
        try (JsonParser json = FACTORY.createParser(body)) {
            json.nextToken();
            T result = reading.read(json);
            if (json.nextToken() != null) {
                throw new Malformed();
            }
            return result;
        } catch (IOException e) {
            throw KeyServiceException.of(Kind.PROTOCOL);
        }
    }

    static void object(JsonParser json, Field field) throws IOException {
        require(json.currentToken() == JsonToken.START_OBJECT);
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String name = json.currentName();
            json.nextToken();
            field.read(name, json);
        }
        require(json.currentToken() == JsonToken.END_OBJECT);
    }

    static void require(boolean condition) throws IOException {
        if (!condition) {
            throw new Malformed();
        }
    }

    /** A text that is no secret; null for a JSON null. */
    static @Nullable String text(JsonParser json) throws IOException {
        require(json.currentToken() == JsonToken.VALUE_STRING || json.currentToken() == JsonToken.VALUE_NULL);
        return json.currentToken() == JsonToken.VALUE_NULL ? null : json.getText();
    }

    /** A moment as ISO 8601 writes it; null for a JSON null. */
    static @Nullable Instant instant(JsonParser json) throws IOException {
        String text = text(json);
        try {
            return text == null ? null : OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeException e) {
            throw new Malformed();
        }
    }

    /** A text as bytes of UTF-8 with nothing left behind. */
    static byte[] utf8(JsonParser json) throws IOException {
        require(json.currentToken() == JsonToken.VALUE_STRING && json.getTextLength() > 0);
        CharBuffer chars = CharBuffer.wrap(json.getTextCharacters(), json.getTextOffset(), json.getTextLength());
        byte[] room = new byte[chars.remaining() * MAX_BYTES_PER_CHAR];
        try {
            ByteBuffer out = ByteBuffer.wrap(room);
            CoderResult coded = StandardCharsets.UTF_8
                    .newEncoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .encode(chars, out, true);
            require(!coded.isError());
            return Arrays.copyOf(room, out.position());
        } finally {
            Arrays.fill(room, (byte) 0);
        }
    }

    /** An object with one field, a list of texts. */
    static byte[] list(String field, Collection<String> texts) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (JsonGenerator json = FACTORY.createGenerator(out)) {
            json.writeStartObject();
            json.writeArrayFieldStart(field);
            for (String text : texts) {
                json.writeString(text);
            }
            json.writeEndArray();
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }
}
