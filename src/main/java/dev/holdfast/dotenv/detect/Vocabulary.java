package dev.holdfast.dotenv.detect;

import java.util.List;
import java.util.Set;

/** The words in names of variables that say whether a value is secret. */
final class Vocabulary {

    static final Set<String> PASSWORDS =
            words("PASSWORD PASSWORDS PASSWD PASS PWD PW PSWD PASSPHRASE PASSPHRASES PASSCODE PIN"
                    + " SECRET SECRETS PEPPER MNEMONIC SALT PSK");
    static final Set<String> KEYS = words("KEY KEYS TOKEN TOKENS APIKEY APIKEYS APITOKEN PAT JWT BEARER AUTHKEY");
    static final Set<String> HINTS = words("LICENSE LICENCE COOKIE SEED SIG SIGNATURE" + " AUTHORIZATION PRIVATE OTP");
    /** A user and a password in one. */
    static final Set<String> LOGINS = words("AUTH CREDENTIAL CREDENTIALS CREDS CRED LOGIN");
    /** What makes a key one that opens something; other keys may be those of a map or a queue. */
    static final Set<String> STRONG_KEYS = words(
            "API APP ACCESS SECRET PRIVATE MASTER ENCRYPTION ENCRYPT CIPHER CRYPTO SIGNING"
                    + " SIGN SIGNATURE AUTH AUTHENTICATION ADMIN ACCOUNT SERVICE SERVER CLIENT ROLE LICENSE SESSION COOKIE JWT HMAC AES RSA"
                    + " FERNET SECURITY DEPLOY INTERNAL SHARED PRESHARED PROJECT WEBHOOK CONSUMER SUBSCRIPTION WRITE READ SDK FUNCTION HOST"
                    + " DATA MAC HASHING PASSWORD TOKEN LOGGED NONCE STREAM INGEST INTEGRATION DERIVATION DETERMINISTIC");
    /** What stands behind a word of a secret without changing what it is. */
    static final Set<String> VARIANTS =
            words("DEV DEVELOPMENT PROD PRODUCTION STAGING STAGE TEST LOCAL LIVE SANDBOX OLD NEW"
                    + " PREVIOUS CURRENT BASE VALUE STRING DATA B BASE64 JSON HEX PEM DEFAULT BACKUP MAIN SECONDARY");

    static final Set<String> PUBLIC = words("PUBLIC PUB PUBLISHABLE ANON ANONYMOUS");
    /** Keys that open nothing. */
    static final Set<String> PLAIN_KEYS =
            words("SORT PARTITION PRIMARY FOREIGN OBJECT CACHE INDEX ROUTING SHARD IDEMPOTENCY"
                    + " HASH RANGE GROUP STORAGE MAP LOOKUP PAD EOS BOS UNK STOP SEP CLS MASK CANCELLATION CONFIG S3 HOT SHORTCUT MODIFIER"
                    + " MAX MIN NUM TOTAL CONTEXT OUTPUT INPUT COMPLETION");

    static final Set<String> DIGESTS =
            words("SHA HASH CHECKSUM DIGEST COMMIT REVISION ETAG FINGERPRINT THUMBPRINT INTEGRITY"
                    + " TRACEPARENT VERSION GIT MD BUILD");
    static final Set<String> SETTINGS = words(
            "ID IDS SID UUID GUID PATH PATHS FILE FILES FILENAME DIR DIRECTORY FOLDER ROOT URL"
                    + " URLS URI URIS HOST HOSTS HOSTNAME PORT PORTS HEADER HEADERS PREFIX SUFFIX NAME NAMES USER USERS USERNAME EMAIL"
                    + " EMAILS LENGTH SIZE COUNT LIMIT ROUNDS COST ITERATIONS ALGORITHM ALG CURVE TYPE KIND FORMAT ENCODING ISSUER"
                    + " AUDIENCE SUBJECT TTL EXPIRES EXPIRE EXPIRY EXPIRATION IN LIFETIME DURATION AGE MINUTES HOURS DAYS SECONDS SECS MS"
                    + " TIMEOUT INTERVAL ENABLED DISABLED ENABLE DISABLE REQUIRED ACTIVE PROVIDER BACKEND MANAGER METHOD MODE STRATEGY"
                    + " DRIVER ENGINE POLICY REGION ZONE ENDPOINT DOMAIN DOMAINS REALM SCOPE SCOPES ROLE GROUP GROUPS ARN ARNS ALIAS LABEL"
                    + " FIELD COLUMN PARAM PARAMETER PROMPT REGEX PATTERN RULES HASHER LOCATION SERVICE CLASS STORE SEPARATOR DELIMITER"
                    + " LEVEL MECHANISM STATUS TITLE DESCRIPTION REDIRECT CALLBACK RESET BUCKET PROJECT TENANT ACCOUNT REPOSITORY BRANCH"
                    + " SCHEMA TABLE LAYOUT LOCALE LANG LANGUAGE SUBNETS VPC AMI IMAGE TAG TAGS MODEL TOPIC QUEUE NAMESPACE CLUSTER"
                    + " WINDOW ATTEMPTS RETRIES STRENGTH BITS VISIBILITY HELP HINT ADDRESS ADDR CONTRACT FUNCTION BROKER GUARD LOOKUP SSM PROVIDERS SERIAL CRON SCHEDULE DATE");

    /** How frameworks mark what they build into pages and apps for everyone. */
    private static final List<List<String>> SHIPPED = List.of(
            List.of("NEXT", "PUBLIC"),
            List.of("EXPO", "PUBLIC"),
            List.of("NUXT", "PUBLIC"),
            List.of("VITE"),
            List.of("REACT", "APP"),
            List.of("VUE", "APP"),
            List.of("GATSBY"),
            List.of("NG", "APP"),
            List.of("STORYBOOK"));

    private Vocabulary() {}

    private static Set<String> words(String words) {
        return Set.of(words.split(" ", -1));
    }

    static boolean shipped(List<String> words) {
        return SHIPPED.stream()
                .anyMatch(prefix -> words.size() > prefix.size()
                        && words.subList(0, prefix.size()).equals(prefix));
    }

    /** Words that are written in one, such as {@code PGPASSWORD}. */
    static boolean endsInPassword(String word) {
        return word.endsWith("PASSWORD")
                || word.endsWith("PASSWD")
                || word.endsWith("SECRET")
                || word.endsWith("PASSPHRASE");
    }

    static boolean endsInKey(String word) {
        return word.endsWith("APIKEY")
                || word.endsWith("TOKEN")
                || word.endsWith("ACCESSKEY")
                || word.endsWith("SECRETKEY")
                || word.endsWith("PRIVATEKEY")
                || word.endsWith("ACCOUNTKEY")
                || word.endsWith("AUTHKEY")
                || word.endsWith("ENCRYPTIONKEY");
    }
}
