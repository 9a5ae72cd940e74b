package dev.holdfast.http;

import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts our own words in place of the body of each error: libraries put stack traces, names of classes and what was sent
 * into theirs. It stands behind our own filters, whose words are for the caller.
 */
final class ErrorScrubber implements Filter {

    /** The attribute of a request whose error has words of ours already. */
    static final String OURS = "dev.holdfast.ours";

    private static final Logger LOG = LoggerFactory.getLogger(ErrorScrubber.class);

    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        HttpServletResponse plain = (HttpServletResponse) response;
        Scrubbed scrubbed = new Scrubbed((HttpServletRequest) request, plain);
        try {
            chain.doFilter(request, scrubbed);
        } catch (IOException e) {
            throw e; // The client is gone.
        } catch (ServletException | RuntimeException e) {
            LOG.error("unexpected {} behind the listener", e.getClass().getName());
            scrubbed.setStatus(HttpServletResponse.SC_INTERNAL_SERVER_ERROR);
        }
        if (!request.isAsyncStarted()) {
            scrubbed.finish();
        }
    }

    /** Drops what is written behind an error's status. */
    private static final class Scrubbed extends HttpServletResponseWrapper {

        private final HttpServletRequest request;
        private final HttpServletResponse plain;

        Scrubbed(HttpServletRequest request, HttpServletResponse plain) {
            super(plain);
            this.request = request;
            this.plain = plain;
        }

        private boolean isError() {
            return plain.getStatus() >= 400 && request.getAttribute(OURS) == null;
        }

        void finish() throws IOException {
            if (isError()) {
                int status = plain.getStatus();
                Answer.refuse(plain, status, Answer.code(status), Answer.words(status));
            }
        }

        @Override
        public void sendError(int status) {
            plain.setStatus(status);
        }

        @Override
        public void sendError(int status, String words) {
            plain.setStatus(status);
        }

        @Override
        public PrintWriter getWriter() throws IOException {
            return isError() ? new PrintWriter(Writer.nullWriter()) : plain.getWriter();
        }

        @Override
        public ServletOutputStream getOutputStream() throws IOException {
            return isError() ? new Nowhere() : plain.getOutputStream();
        }

        @Override
        public void setContentLength(int length) {
            if (!isError()) {
                plain.setContentLength(length);
            }
        }

        @Override
        public void setContentLengthLong(long length) {
            if (!isError()) {
                plain.setContentLengthLong(length);
            }
        }

        @Override
        public void flushBuffer() throws IOException {
            if (!isError()) {
                plain.flushBuffer();
            }
        }
    }

    private static final class Nowhere extends ServletOutputStream {

        @Override
        public boolean isReady() {
            return true;
        }

        @Override
        public void setWriteListener(WriteListener listener) {
            throw new IllegalStateException("an error is not written piece by piece");
        }

        @Override
        public void write(int b) {}
    }
}
