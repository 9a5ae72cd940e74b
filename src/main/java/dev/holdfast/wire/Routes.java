package dev.holdfast.wire;

/** The routes of the REST service that a client of keys calls. */
public final class Routes {

    public static final String HEALTH = "/health";
    public static final String VALIDATE = "/auth/validate";
    public static final String KEY = "/keys/get";
    public static final String BATCH = "/keys/batch";

    /** The parameter of {@link #KEY} that names the path. */
    public static final String PATH = "path";

    /** The most paths in one request to {@link #BATCH}. */
    public static final int BATCH_LIMIT = 100;

    private Routes() {}
}
