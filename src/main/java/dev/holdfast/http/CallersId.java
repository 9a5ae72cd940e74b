package dev.holdfast.http;

import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Answers the id that a caller gave its request, whatever becomes of it. */
final class CallersId implements Filter {

    static final String HEADER = "X-Request-Id";

    private static final Pattern FORM = Pattern.compile("[A-Za-z0-9._:-]{1,64}");

    /** The caller's own id, or null where there is none, or one that is not repeated. */
    static @Nullable String of(HttpServletRequest request) {
        String theirs = request.getHeader(HEADER);
        return theirs != null && FORM.matcher(theirs).matches() ? theirs : null;
    }

    /** Our id with the caller's beside it, as the audit keeps both. */
    static String beside(String ours, HttpServletRequest request) {
        String theirs = of(request);
        return theirs == null ? ours : ours + "/" + theirs;
    }

    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        String theirs = of((HttpServletRequest) request);
        if (theirs != null) {
            ((HttpServletResponse) response).setHeader(HEADER, theirs);
        }
        chain.doFilter(request, response);
    }
}
