package dev.holdfast.http;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** The address that a request came from: what a proxy says of it counts only where the proxy is one of ours. */
final class ClientAddress {

    private static final Pattern ADDRESS = Pattern.compile("[0-9A-Fa-f.:]{2,45}");

    private ClientAddress() {}

    /**
     * The nearest address that is no proxy of ours.
     *
     * @param proxies addresses whose {@code X-Forwarded-For} is believed
     */
    static String of(HttpServletRequest request, Set<String> proxies) {
        String address = request.getRemoteAddr();
        if (!proxies.contains(address)) {
            return address;
        }
        List<String> said = Collections.list(request.getHeaders("X-Forwarded-For")).stream()
                .flatMap(header -> Arrays.stream(header.split(",", -1)))
                .map(String::strip)
                .toList();
        // From the last on: the first ones may have been written by whoever called.
        for (int i = said.size() - 1; i >= 0 && proxies.contains(address); i--) {
            if (!ADDRESS.matcher(said.get(i)).matches()) {
                return address;
            }
            address = said.get(i);
        }
        return address;
    }
}
