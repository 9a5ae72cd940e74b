package dev.holdfast.wire;

/** The names of fields in requests and replies, in snake_case. */
public final class Fields {

    public static final String KEY_PATH = "key_path";
    public static final String KEY_PATHS = "key_paths";
    public static final String KEYS = "keys";
    public static final String VALUE = "value";
    public static final String VERSION = "version";
    public static final String CACHED = "cached";
    public static final String EXPIRES_AT = "expires_at";

    public static final String VALID = "valid";
    public static final String SERVICE_NAME = "service_name";
    public static final String ENVIRONMENT = "environment";

    public static final String STATUS = "status";
    public static final String CHECKS = "checks";

    public static final String ERROR = "error";
    public static final String CODE = "code";
    public static final String REQUEST_ID = "request_id";

    private Fields() {}
}
