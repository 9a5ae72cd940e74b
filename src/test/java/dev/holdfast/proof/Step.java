package dev.holdfast.proof;

/**
 * The steps of "store, then write the .env" at which the server is killed, in their order, and what must then be there:
 * written from the contract before any of it was run.
 */
enum Step {
    CHECKED("env.check", Stored.NO, Content.OLD, 0),
    FILE_READ("env.read", Stored.NO, Content.OLD, 0),
    DECIDED("audit.decided", Stored.NO, Content.OLD, 1),
    PUT("store.put", Stored.YES, Content.OLD, 1),
    SETTLED("audit.settled", Stored.YES, Content.OLD, 0),
    EXPORT_DECIDED("export.decided", Stored.YES, Content.OLD, 1),
    READ_BACK("export.read", Stored.YES, Content.OLD, 1),
    TEMPORARY_CREATED("env.temp.created", Stored.YES, Content.OLD, 1),
    TEMPORARY_WRITTEN("env.temp.written", Stored.YES, Content.OLD, 1),
    TEMPORARY_SYNCED("env.temp.synced", Stored.YES, Content.OLD, 1),
    CHECKED_AGAIN("env.recheck", Stored.YES, Content.OLD, 1),
    RENAMED("env.renamed", Stored.YES, Content.NEW, 1),
    FOLDER_SYNCED("env.dir.synced", Stored.YES, Content.NEW, 1),
    EXPORT_SETTLED("export.settled", Stored.YES, Content.NEW, 0),
    /** Killed when the answer has come. */
    ANSWERED("", Stored.YES, Content.NEW, 0),
    /** Killed at any moment after the request was sent: either of each, and the one only with the other. */
    ANY_MOMENT("", Stored.EITHER, Content.EITHER, -1);

    /** Whether the value is in the store. */
    enum Stored {
        NO,
        YES,
        EITHER
    }

    /** What the {@code .env} holds. */
    enum Content {
        OLD,
        NEW,
        EITHER
    }

    private final String point;
    private final Stored stored;
    private final Content content;
    private final int interrupted;

    Step(String point, Stored stored, Content content, int interrupted) {
        this.point = point;
        this.stored = stored;
        this.content = content;
        this.interrupted = interrupted;
    }

    /** The name of the fault point, empty where the process does not stop by itself. */
    String point() {
        return point;
    }

    Stored stored() {
        return stored;
    }

    Content content() {
        return content;
    }

    /** How many decisions the next start closes as {@code INTERRUPTED}; -1 for 0 or 1. */
    int interrupted() {
        return interrupted;
    }

    /** Whether a call without a {@code .env} passes it too. */
    boolean ofStoring() {
        return this == DECIDED || this == PUT || this == SETTLED;
    }
}
