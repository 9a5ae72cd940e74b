package dev.holdfast.store.vault;

import org.jspecify.annotations.Nullable;

/** Which fault an answer is, by its status and, where one status stands for several, by the server's words. */
final class StatusFaults {

    private StatusFaults() {}

    /**
     * The fault of an answer to a KV request; null when there is none: it was done, nothing is there, or the versions
     * conflict. A 403 is asked about elsewhere.
     */
    static @Nullable Failure of(Answer answer) {
        int status = answer.status();
        if (answer.found() || answer.conflict()) {
            return null;
        }
        return switch (status) {
            case 400 -> answer.says("Upgrading") ? passing(Fault.UPGRADING, answer) : Failure.of(Fault.NOT_UNDERSTOOD);
            case 404 -> missing(answer);
            case 405 -> Failure.of(Fault.NOT_SUPPORTED);
            default -> ofServer(answer);
        };
    }

    private static @Nullable Failure missing(Answer answer) {
        // A missing secret is an empty list of errors, or the metadata of a deleted version.
        if (!answer.complains()) {
            return answer.body().isObject() ? null : Failure.of(Fault.NOT_VAULT);
        }
        return Failure.of(
                answer.says("no handler for route") || answer.says("namespace")
                        ? Fault.MOUNT_MISSING
                        : Fault.NOT_SUPPORTED);
    }

    /** The fault of an answer that says nothing about the request. */
    static Failure ofServer(Answer answer) {
        int status = answer.status();
        if (status == 429) {
            return passing(Fault.RATE_LIMITED, answer);
        } else if (status / 100 == 3) {
            return Failure.of(Fault.REDIRECT);
        } else if (status == 412 || status == 472 || status == 473) {
            return passing(Fault.STANDBY, answer);
        } else if (status / 100 == 5) {
            return troubled(answer);
        }
        return Failure.of(Fault.NOT_UNDERSTOOD);
    }

    private static Failure troubled(Answer answer) {
        if (answer.says("sealed") || answer.says("not initialized")) {
            return Failure.of(Fault.SEALED);
        } else if (answer.says("standby") || answer.says("not active") || answer.says("no leader")) {
            return passing(Fault.STANDBY, answer);
        }
        boolean gateway = answer.status() >= 502 && answer.status() <= 504;
        return passing(gateway ? Fault.GATEWAY : Fault.SERVER_ERROR, answer);
    }

    private static Failure passing(Fault fault, Answer answer) {
        return Failure.of(fault).after(answer.retryAfter());
    }

    /** What to say of a 403, when the token is good: which kind of path the policy does not open. */
    static Failure forbidden(String kind) {
        return Failure.of(
                switch (kind) {
                    case "data" -> Fault.FORBIDDEN_DATA;
                    case "metadata" -> Fault.FORBIDDEN_METADATA;
                    case "destroy" -> Fault.FORBIDDEN_DESTROY;
                    case "delete" -> Fault.FORBIDDEN_DELETE;
                    case "undelete" -> Fault.FORBIDDEN_UNDELETE;
                    default -> Fault.FORBIDDEN_OTHER;
                });
    }
}
