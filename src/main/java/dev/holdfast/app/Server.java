package dev.holdfast.app;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.holdfast.access.Reason;
import dev.holdfast.access.Refusal;
import dev.holdfast.agent.Issuer;
import dev.holdfast.audit.AuditLog;
import dev.holdfast.cli.Backend;
import dev.holdfast.config.Config;
import dev.holdfast.http.HttpSettings;
import dev.holdfast.http.Listener;
import dev.holdfast.mcp.HttpTransports;
import dev.holdfast.mcp.Services;
import java.util.List;

/** The tools and the exposure service on a network port. */
final class Server {

    private Server() {}

    static Listener.Parts parts(
            HttpSettings settings,
            Services services,
            AuditLog audit,
            Identity identity,
            Config config,
            Exposure exposure,
            Watching watching) {
        HttpTransports transports = new HttpTransports(
                () -> services,
                new ObjectMapper(),
                Version.NUMBER,
                settings.limits().body(),
                settings.limits().session());
        return new Listener.Parts(
                transports,
                identity.authenticator(),
                audit,
                identity::jwks,
                config.issuers().stream().map(Issuer::address).toList(),
                exposure.routes(),
                watching.requests());
    }

    /** Serves until it is stopped; then closes what was opened for it. */
    static Backend.Serving start(HttpSettings settings, Listener.Parts parts, Watching.Told metrics, Closing closing) {
        Listener listener;
        try {
            listener = Listener.start(settings, parts);
        } catch (IllegalArgumentException e) {
            throw new Refusal(
                    Reason.STORE_UNAVAILABLE,
                    "The files of http.tls hold no certificate and key in PEM that belong together.",
                    "Name the server's certificate with those above it, and its unencrypted PKCS #8 key.");
        } catch (IllegalStateException e) {
            throw new Refusal(
                    Reason.STORE_UNAVAILABLE,
                    "The address cannot be bound: another program listens there, or it is none of this machine's.",
                    "Say another --port or --host, or end the other program.");
        }
        String scheme = settings.tls() == null ? "http" : "https";
        String host = settings.host().contains(":") ? "[" + settings.host() + "]" : settings.host();
        String note = (note(settings) + "\n" + metrics.note()).strip();
        return new Backend.Serving(scheme + "://" + host + ":" + listener.port(), metrics.address(), note, () -> {
            boolean whole = listener.stop();
            closing.quietly();
            return whole;
        });
    }

    /** A token that goes over a network in the open is anybody's. */
    private static String note(HttpSettings settings) {
        boolean loopback = List.of("127.0.0.1", "localhost", "::1", "[::1]").contains(settings.host());
        return loopback || settings.tls() != null
                ? ""
                : "Note: this address can be reached from other machines without TLS. Set http.tls, or put a proxy with TLS"
                        + " before it.";
    }
}
