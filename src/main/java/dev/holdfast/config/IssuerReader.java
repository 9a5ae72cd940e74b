package dev.holdfast.config;

import dev.holdfast.agent.Issuer;
import dev.holdfast.agent.Role;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads {@code issuers} of the section {@code http}: authorization servers of somebody else. */
final class IssuerReader {

    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");

    private IssuerReader() {}

    static List<Issuer> read(Section http, Path home) {
        List<Issuer> issuers = new ArrayList<>();
        if (!http.isMissing()) {
            http.each("issuers").forEach(section -> issuers.add(issuer(section, home)));
        }
        return issuers;
    }

    private static Issuer issuer(Section section, Path home) {
        section.knowing(
                "issuer",
                "audience",
                "jwks_file",
                "jwks_url",
                "algorithms",
                "agent_claim",
                "person_claim",
                "roles_claim",
                "roles");
        Path file = section.path("jwks_file", home);
        URI address = section.address("jwks_url");
        if ((file == null) == (address == null)) {
            section.fault("jwks_url", " or jwks_file must say where the issuer's public keys are; one of both.");
        }
        if (address != null && !"https".equals(address.getScheme()) && !LOOPBACK.contains(address.getHost())) {
            section.fault("jwks_url", " must begin with https, or lie on this machine.");
        }
        if (!section.has("agent_claim") && !section.has("person_claim")) {
            section.fault("agent_claim", " or person_claim must say by which claim its tokens name their holder.");
        }
        return new Issuer(
                section.required("issuer"),
                section.required("audience"),
                file,
                address,
                algorithms(section),
                section.text("agent_claim"),
                section.text("person_claim"),
                section.text("roles_claim"),
                roles(section));
    }

    private static List<String> algorithms(Section section) {
        List<String> algorithms = section.has("algorithms") ? section.texts("algorithms") : List.of("RS256");
        if (algorithms.isEmpty() || !Issuer.ALGORITHMS.containsAll(algorithms)) {
            section.fault(
                    "algorithms",
                    " must name signatures by a public key: " + String.join(", ", Issuer.ALGORITHMS) + ".");
            return List.of();
        }
        return algorithms;
    }

    private static Map<String, Role> roles(Section section) {
        Map<String, Role> roles = new HashMap<>();
        section.map("roles").forEach((theirs, ours) -> {
            Role role = Role.of(ours);
            if (role == null) {
                section.fault("roles", " must map their names to viewer, operator, approver or admin.");
            } else {
                roles.put(theirs, role);
            }
        });
        return roles;
    }
}
