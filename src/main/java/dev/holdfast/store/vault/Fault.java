package dev.holdfast.store.vault;

/**
 * The ways in which a Vault or OpenBao server does not serve, each with what to tell and whether to try again.
 *
 * <p>The sentences are fixed text: nothing that a server or a library says is passed on. Status codes after the API
 * documentation of Vault ("HTTP status codes", {@code sys/health}) and what OpenBao 2 answers.
 */
enum Fault {
    SEALED(
            Traits.SERVER | Traits.NOT_DONE,
            "The secret store is sealed, or was never initialised.",
            "Ask its operator to unseal it ('bao operator unseal'), then call again."),
    STANDBY(
            Traits.SERVER | Traits.PASSING | Traits.NOT_DONE,
            "The secret store answered as a standby node without an active one behind it.",
            "Point the address at the active node or the load balancer, or call again when a leader is elected."),
    REDIRECT(
            Traits.SERVER | Traits.NOT_DONE,
            "The secret store redirects to another address, which Holdfast does not follow with a token.",
            "Set the store's address to the active node or the load balancer, or enable request forwarding."),
    RATE_LIMITED(
            Traits.PASSING | Traits.NOT_DONE,
            "The secret store limits the rate of requests.",
            "Call again later, or have its rate limit quota raised."),
    UPGRADING(
            Traits.PASSING | Traits.NOT_DONE,
            "The KV mount of the secret store is being upgraded to version 2.",
            "Call again in a moment."),
    LOGIN_REFUSED(
            Traits.NOT_DONE,
            "The secret store refused the login.",
            "Check the role, its credential and the login mount in holdfast.yaml; 'holdfast doctor' tries them."),
    LOGIN_MOUNT_MISSING(
            Traits.NOT_DONE,
            "The secret store has no login method at the configured mount.",
            "Enable it there, or correct the login mount and the namespace in holdfast.yaml."),
    TOKEN_REFUSED(
            Traits.NOT_DONE,
            "The secret store refused the token: it has expired or was revoked.",
            "Put a valid token in place; a token file is read again without a restart."),
    CREDENTIAL_UNREADABLE(
            Traits.NOT_DONE,
            "The credential for the secret store is missing, empty or cannot be read.",
            "Check the file or the variable that holdfast.yaml names for the login, and who may read it."),
    FORBIDDEN_DATA(Traits.REFUSED, "The secret store's policy refuses Holdfast a right on data paths.", Traits.POLICY),
    FORBIDDEN_METADATA(
            Traits.REFUSED, "The secret store's policy refuses Holdfast a right on metadata paths.", Traits.POLICY),
    FORBIDDEN_DESTROY(
            Traits.REFUSED, "The secret store's policy refuses Holdfast a right on destroy paths.", Traits.POLICY),
    FORBIDDEN_DELETE(
            Traits.REFUSED, "The secret store's policy refuses Holdfast a right on delete paths.", Traits.POLICY),
    FORBIDDEN_UNDELETE(
            Traits.REFUSED, "The secret store's policy refuses Holdfast a right on undelete paths.", Traits.POLICY),
    FORBIDDEN_OTHER(
            Traits.REFUSED,
            "The secret store's policy refuses Holdfast a right on another kind of path.",
            Traits.POLICY),
    MOUNT_MISSING(
            Traits.NOT_DONE,
            "The secret store has no mount, or no namespace, of the configured name.",
            "Enable KV v2 there, or correct mount and namespace in holdfast.yaml."),
    NOT_UNDERSTOOD(
            Traits.NOT_DONE,
            "The secret store did not accept the request.",
            "Check that the mount is KV version 2 and that the server is Vault or OpenBao 2; see 'holdfast doctor'."),
    NOT_SUPPORTED(
            Traits.NOT_DONE,
            "The secret store does not support the operation at that path.",
            "Check that the mount is KV version 2 and that the server is not too old; see 'holdfast doctor'."),
    SERVER_ERROR(
            Traits.SERVER | Traits.PASSING,
            "The secret store answered with an error of its own.",
            "Call again; if it stays, its operator finds the cause in the server's log."),
    GATEWAY(
            Traits.SERVER | Traits.PASSING,
            "A gateway in front of the secret store could not reach it.",
            "Call again; if it stays, check that the server behind the gateway runs."),
    REFUSED(
            Traits.SERVER | Traits.PASSING | Traits.NOT_DONE,
            "The secret store refused the connection.",
            "Check that it runs and that the address in holdfast.yaml is right, then call again."),
    UNKNOWN_HOST(
            Traits.SERVER | Traits.PASSING | Traits.NOT_DONE,
            "The host name of the secret store could not be resolved.",
            "Check the address in holdfast.yaml and the name service."),
    CONNECT_TIMEOUT(
            Traits.SERVER | Traits.PASSING | Traits.NOT_DONE,
            "The secret store did not accept the connection in time.",
            "Check the address, the network and the firewall, then call again."),
    TIME_LIMIT(
            Traits.SERVER,
            "The secret store did not answer within the time limit.",
            "Call again; if it stays, check its load and the network."),
    CUT(
            Traits.SERVER | Traits.PASSING,
            "The connection to the secret store was cut before the answer was complete.",
            "Call again; if it stays, check the network and any proxy between."),
    TLS_UNTRUSTED(
            Traits.SERVER | Traits.NOT_DONE,
            "The TLS certificate of the secret store is not trusted.",
            "Set the CA file in holdfast.yaml to the authority that signed the server's certificate."),
    TLS_EXPIRED(
            Traits.SERVER | Traits.NOT_DONE,
            "The TLS certificate of the secret store has expired or is not valid yet.",
            "Have the certificate renewed, and check the clocks."),
    TLS_NAME(
            Traits.SERVER | Traits.NOT_DONE,
            "The TLS certificate of the secret store is for another host name.",
            "Use an address that the certificate names, or have it reissued for this one."),
    TLS_FAILED(
            Traits.SERVER | Traits.NOT_DONE,
            "No TLS connection to the secret store could be made.",
            "Check that the address begins with the right scheme, http or https, and which TLS versions it offers."),
    CA_UNREADABLE(
            Traits.NOT_DONE,
            "The CA file for the secret store is missing, or holds no certificate in PEM.",
            "Correct the CA file in holdfast.yaml."),
    TOO_LARGE(
            0,
            "The secret store's answer is larger than 16 MiB.",
            "Check the address; a list of that size has to be split over several prefixes."),
    NOT_VAULT(
            Traits.SERVER,
            "What answered at the secret store's address is not Vault or OpenBao.",
            "Check the address in holdfast.yaml, http or https included, and whether a proxy stands between."),
    CIRCUIT_OPEN(
            Traits.NOT_DONE,
            "The secret store was not reachable a moment ago, and is not asked again yet.",
            "Call again in a few seconds."),
    CLOSED(
            Traits.NOT_DONE,
            "The connection to the secret store was closed.",
            "Start Holdfast again; it was shutting down.");

    private final int traits;
    private final String problem;
    private final String hint;

    Fault(int traits, String problem, String hint) {
        this.traits = traits;
        this.problem = problem;
        this.hint = hint;
    }

    String problem() {
        return problem;
    }

    String hint() {
        return hint;
    }

    /** Whether the server or the net is the cause, so that it counts for the circuit breaker. */
    boolean ofServer() {
        return (traits & Traits.SERVER) != 0;
    }

    /** Whether it may be over in a moment, so that trying again makes sense. */
    boolean passing() {
        return (traits & Traits.PASSING) != 0;
    }

    /** Whether it is certain that the request was not carried out. */
    boolean notDone() {
        return (traits & Traits.NOT_DONE) != 0;
    }

    /** Whether it is the server's answer to who we are and what we want, and no failure. */
    boolean refused() {
        return (traits & Traits.POLICY_SAYS) != 0;
    }

    /** What holds of several faults alike; an interface, since an enum's own constants come too late for its values. */
    private interface Traits {
        int SERVER = 1;
        int PASSING = 2;
        int NOT_DONE = 4;
        int POLICY_SAYS = 8;
        int REFUSED = NOT_DONE | POLICY_SAYS;
        String POLICY =
                "Compare the policy of Holdfast's role, and vault.mount and prefix, with mcp-config/vault; 'holdfast doctor'"
                        + " tries each right.";
    }
}
