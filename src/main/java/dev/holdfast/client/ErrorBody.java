package dev.holdfast.client;

import dev.holdfast.wire.Code;
import dev.holdfast.wire.Fields;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What is taken from the body of an error: its code when it is one that we know, and its id when it looks like one. */
final class ErrorBody {

    private static final Pattern ID = Pattern.compile("[A-Za-z0-9_.-]{1,64}");

    private @Nullable Code code;
    private @Nullable String requestId;

    private ErrorBody() {}

    /** Reads a body; one that is no error of ours gives neither. */
    static ErrorBody read(byte[] body) {
        ErrorBody error = new ErrorBody();
        try {
            Json.read(body, json -> {
                Json.object(json, (name, field) -> {
                    switch (name) {
                        case Fields.CODE -> error.code = Code.named(Json.text(field));
                        case Fields.REQUEST_ID -> error.requestId = id(Json.text(field));
                        default -> field.skipChildren();
                    }
                });
                return error;
            });
        } catch (KeyServiceException e) {
            return new ErrorBody();
        }
        return error;
    }

    private static @Nullable String id(@Nullable String text) {
        return text != null && ID.matcher(text).matches() ? text : null;
    }

    @Nullable
    Code code() {
        return code;
    }

    @Nullable
    String requestId() {
        return requestId;
    }
}
