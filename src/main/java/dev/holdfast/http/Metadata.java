package dev.holdfast.http;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.holdfast.mcp.HttpTransports;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.function.Supplier;

/**
 * What anybody may know: the public keys that our tokens are signed by, and, by RFC 9728, where tokens come from.
 */
final class Metadata extends HttpServlet {

    static final String JWKS = "/.well-known/jwks.json";
    static final String RESOURCE = "/.well-known/oauth-protected-resource";

    private static final long serialVersionUID = 1;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final transient HttpSettings settings;
    private final transient Supplier<byte[]> keys;
    private final transient List<String> issuers;

    /**
     * @param keys gives a JWK set
     * @param issuers the addresses of the authorization servers whose tokens are accepted
     */
    Metadata(HttpSettings settings, Supplier<byte[]> keys, List<String> issuers) {
        this.settings = settings;
        this.keys = keys;
        this.issuers = List.copyOf(issuers);
    }

    /** The address of this server as a client names it: the configured one, else by the name that it was asked by. */
    private static String base(HttpServletRequest request, HttpSettings settings) {
        if (settings.publicUrl() != null) {
            return settings.publicUrl();
        }
        // Host was held against the list of allowed names before.
        return (settings.tls() == null ? "http://" : "https://") + request.getHeader("Host");
    }

    static String address(HttpServletRequest request, HttpSettings settings) {
        return base(request, settings) + RESOURCE + HttpTransports.STREAMABLE;
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        byte[] body = request.getServletPath().equals(JWKS) ? keys.get() : resource(request);
        response.setContentType("application/json");
        response.setHeader("Cache-Control", "max-age=60");
        response.getOutputStream().write(body);
    }

    private byte[] resource(HttpServletRequest request) throws IOException {
        ObjectNode json = JSON.createObjectNode();
        json.put("resource", base(request, settings) + HttpTransports.STREAMABLE);
        json.put("resource_name", "Holdfast");
        if (!issuers.isEmpty()) {
            issuers.forEach(json.putArray("authorization_servers")::add);
        }
        json.putArray("bearer_methods_supported").add("header");
        return JSON.writeValueAsBytes(json);
    }
}
