package dev.holdfast.store.vault;

import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;

/** What the HTTP client throws, told apart by class alone, except where TLS says only in words which check failed. */
final class NetFaults {

    private static final int DEEPEST = 20;

    private NetFaults() {}

    static Failure failure(Throwable thrown) {
        List<Throwable> chain = chain(thrown);
        for (Throwable cause : chain) {
            if (cause instanceof Failure failure) {
                return failure;
            }
        }
        return Failure.of(fault(chain));
    }

    private static Fault fault(List<Throwable> chain) {
        if (has(chain, HttpConnectTimeoutException.class)) {
            return Fault.CONNECT_TIMEOUT;
        } else if (has(chain, HttpTimeoutException.class) || has(chain, TimeoutException.class)) {
            return Fault.TIME_LIMIT;
        } else if (has(chain, UnresolvedAddressException.class) || has(chain, UnknownHostException.class)) {
            return Fault.UNKNOWN_HOST;
        } else if (has(chain, ConnectException.class) || has(chain, NoRouteToHostException.class)) {
            return Fault.REFUSED;
        } else if (has(chain, SSLException.class)) {
            return tls(chain);
        }
        return has(chain, java.io.IOException.class) ? Fault.CUT : Fault.NOT_VAULT;
    }

    private static Fault tls(List<Throwable> chain) {
        if (has(chain, CertificateExpiredException.class) || has(chain, CertificateNotYetValidException.class)) {
            return Fault.TLS_EXPIRED;
        } else if (says(chain, "no subject alternative") || says(chain, "no name matching")) {
            return Fault.TLS_NAME;
        } else if (has(chain, CertificateException.class)) {
            return Fault.TLS_UNTRUSTED;
        }
        // Anything but a handshake may be a connection that broke while a request was under way.
        return has(chain, SSLHandshakeException.class) || says(chain, "unrecognized ssl message")
                ? Fault.TLS_FAILED
                : Fault.CUT;
    }

    private static boolean has(List<Throwable> chain, Class<? extends Throwable> type) {
        return chain.stream().anyMatch(type::isInstance);
    }

    private static boolean says(List<Throwable> chain, String words) {
        return chain.stream()
                .map(Throwable::getMessage)
                .anyMatch(text -> text != null && text.toLowerCase(Locale.ROOT).contains(words));
    }

    private static List<Throwable> chain(Throwable thrown) {
        List<Throwable> chain = new ArrayList<>();
        for (Throwable next = thrown; next != null && chain.size() < DEEPEST; next = next.getCause()) {
            chain.add(next);
        }
        return chain;
    }
}
