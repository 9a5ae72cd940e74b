package dev.holdfast.http;

import dev.holdfast.access.Reason;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;

/**
 * Lets the methods through that a servlet is there for. A servlet has more of them by itself, and its TRACE repeats the
 * headers of the request, the token among them.
 */
final class Methods implements Filter {

    private final List<String> served;

    Methods(String... served) {
        this.served = List.of(served);
    }

    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        if (served.contains(((HttpServletRequest) request).getMethod())) {
            chain.doFilter(request, response);
            return;
        }
        HttpServletResponse answer = (HttpServletResponse) response;
        answer.setHeader("Allow", String.join(", ", served));
        int status = HttpServletResponse.SC_METHOD_NOT_ALLOWED;
        Answer.refuse(answer, status, Reason.INVALID_ARGUMENT, Answer.words(status));
    }
}
