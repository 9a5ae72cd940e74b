package dev.holdfast.http;

import java.nio.ByteBuffer;
import java.util.UUID;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.EofException;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;

/** The errors of Jetty itself, such as of a request line that is none, in our own form. */
final class ErrorPage extends ErrorHandler {

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        int status = response.getStatus() < 400 ? 500 : response.getStatus();
        if (request.getAttribute(ERROR_EXCEPTION) instanceof EofException) {
            // A connection that a stop closes, with a request that came after the drain and was never begun.
            status = 503;
            response.setStatus(status);
            response.getHeaders().put(HttpHeader.RETRY_AFTER, "1");
        }
        try {
            String id = UUID.randomUUID().toString();
            byte[] body = Answer.body(Answer.code(status), Answer.words(status), id);
            response.getHeaders().put(CallersId.HEADER, id);
            response.getHeaders().put(HttpHeader.CONTENT_TYPE, "application/json");
            response.write(true, ByteBuffer.wrap(body), callback);
        } catch (java.io.IOException e) {
            callback.failed(e);
        }
        return true;
    }
}
