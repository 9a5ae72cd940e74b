package dev.holdfast.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.holdfast.Proof;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.interfaces.RSAPublicKey;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;

/**
 * Tokens that somebody made who has no key of ours: those of jwt_tool's playbook (github.com/ticarpi/jwt_tool), those of
 * RFC 8725, and the forged signatures of the years since. None counts, and none makes us ask anybody for a key.
 */
final class TokenAttacksTest {

    private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();

    private final Keys keys = new Keys();
    private final Map<String, String> attacks = new LinkedHashMap<>();

    private static String part(String json) {
        return BASE64.encodeToString(json.getBytes(StandardCharsets.UTF_8));
    }

    /** What a token of ours says, made by hand. */
    private String claims(String change) {
        Instant now = keys.clock.instant();
        String claims =
                "{\"service_name\":\"jules\",\"environment\":\"development\",\"permissions\":[],\"active\":true,"
                        + "\"iss\":\"holdfast\",\"aud\":[\"holdfast\"],\"jti\":\"9\",\"iat\":" + now.getEpochSecond()
                        + ",\"nbf\":"
                        + now.getEpochSecond() + ",\"exp\":"
                        + now.plusSeconds(3600).getEpochSecond() + "}";
        return change.isEmpty() ? claims : claims.substring(0, claims.length() - 1) + "," + change + "}";
    }

    private static String header(String alg, String more) {
        return "{\"alg\":\"" + alg + "\",\"kid\":\"" + Keys.OURS.id() + "\",\"typ\":\"JWT\"" + more + "}";
    }

    private static String rs256(SigningKey key, String header, String claims) throws Exception {
        Signature signature = Signature.getInstance("SHA256withRSA");
        signature.initSign(key.privateKey());
        String signed = part(header) + "." + part(claims);
        signature.update(signed.getBytes(StandardCharsets.US_ASCII));
        return signed + "." + BASE64.encodeToString(signature.sign());
    }

    private static String hs(String algorithm, byte[] key, String header, String claims) throws Exception {
        Mac mac = Mac.getInstance(algorithm);
        mac.init(new SecretKeySpec(key, algorithm));
        String signed = part(header) + "." + part(claims);
        return signed + "." + BASE64.encodeToString(mac.doFinal(signed.getBytes(StandardCharsets.US_ASCII)));
    }

    private static byte[] pem(RSAPublicKey key, String end) {
        return ("-----BEGIN PUBLIC KEY-----\n"
                        + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(key.getEncoded())
                        + "\n-----END PUBLIC KEY-----" + end)
                .getBytes(StandardCharsets.US_ASCII);
    }

    /** What is signed by our own key and yet says something that must not count. */
    private void ownKeyWrongWords() throws Exception {
        for (String change : new String[] {
            "\"iss\":\"another\"",
            "\"aud\":[\"another\"]",
            "\"aud\":\"\"",
            "\"exp\":1",
            "\"exp\":\"never\"",
            "\"exp\":null",
            "\"nbf\":99999999999",
            "\"active\":false",
            "\"active\":\"true\"",
            "\"jti\":null",
            "\"service_name\":[\"jules\"]",
            "\"service_name\":\"../jules\"",
            "\"service_name\":\"\"",
            "\"person\":\"ada\"",
            "\"permissions\":\"project/**\"",
            "\"permissions\":[7]",
            "\"permissions\":[\"../**\"]",
            "\"environment\":\"production\"",
            "\"environment\":null",
            "\"roles\":[\"root\"]"
        }) {
            attacks.put("our key, " + change, rs256(Keys.OURS, header("RS256", ""), claims(change)));
        }
        String whole = claims("");
        for (String without :
                new String[] {"iss", "aud", "jti", "nbf", "exp", "service_name", "active", "environment"}) {
            String missing = whole.replaceFirst("\"" + without + "\":(\\[[^]]*]|\"[^\"]*\"|[^,}]*),?", "")
                    .replace(",}", "}");
            attacks.put("our key, no " + without, rs256(Keys.OURS, header("RS256", ""), missing));
        }
    }

    private void headersThatBringAKey(String there) throws Exception {
        RSAPublicKey other = Keys.OTHERS.publicKey();
        String jwk = new String(JwkSet.of(java.util.List.of(Keys.OTHERS)), StandardCharsets.US_ASCII)
                .replaceFirst("\\{\"keys\":\\[", "")
                .replaceFirst("]}$", "");
        for (String more : new String[] {
            ",\"jku\":\"" + there + "/jwks.json\"",
            ",\"x5u\":\"" + there + "/cert.pem\"",
            ",\"jwk\":" + jwk,
            ",\"x5c\":[\"" + Base64.getEncoder().encodeToString(other.getEncoded()) + "\"]",
            ",\"x5t\":\"AAAA\"",
            ",\"crit\":[\"exp\"]",
            ",\"crit\":[\"b64\"],\"b64\":false",
            ",\"b64\":false",
            ",\"zip\":\"DEF\"",
            ",\"cty\":\"JWT\"",
            ",\"url\":\"" + there + "\""
        }) {
            attacks.put("another key, header" + more, rs256(Keys.OTHERS, header("RS256", more), claims("")));
            attacks.put("our key, header" + more, rs256(Keys.OURS, header("RS256", more), claims("")));
        }
        for (String kid : new String[] {
            "",
            "another",
            "../../../../dev/null",
            "/dev/null",
            "x' UNION SELECT 'AAAA' -- ",
            "|sleep 5",
            there + "/key.pem",
            Keys.OTHERS.id()
        }) {
            String header = "{\"alg\":\"RS256\",\"kid\":\"" + kid + "\"}";
            attacks.put("another key, kid " + kid, rs256(Keys.OTHERS, header, claims("")));
        }
        attacks.put("another key, our kid", rs256(Keys.OTHERS, header("RS256", ""), claims("")));
        attacks.put("our key, no kid", rs256(Keys.OURS, "{\"alg\":\"RS256\"}", claims("")));
    }

    private void otherAlgorithms() throws Exception {
        for (String none : new String[] {"none", "None", "NONE", "nOnE", "", "null"}) {
            for (String signature : new String[] {"", "AA", BASE64.encodeToString(new byte[256])}) {
                attacks.put(
                        "alg " + none + " with signature " + signature,
                        part(header(none, "")) + "." + part(claims("")) + "." + signature);
            }
        }
        RSAPublicKey ours = Keys.OURS.publicKey();
        for (byte[] key : new byte[][] {
            ours.getEncoded(),
            pem(ours, "\n"),
            pem(ours, ""),
            JwkSet.of(java.util.List.of(Keys.OURS)),
            ours.getModulus().toByteArray(),
            new byte[64],
            "secret".getBytes(StandardCharsets.US_ASCII)
        }) {
            byte[] longEnough = key.length < 64 ? Arrays.copyOf(key, 64) : key;
            String number = "key " + attacks.size();
            attacks.put("HS256, " + number, hs("HmacSHA256", longEnough, header("HS256", ""), claims("")));
            attacks.put("HS384, " + number, hs("HmacSHA384", longEnough, header("HS384", ""), claims("")));
            attacks.put("HS512, " + number, hs("HmacSHA512", longEnough, header("HS512", ""), claims("")));
            attacks.put("HS256 called RS256, " + number, hs("HmacSHA256", longEnough, header("RS256", ""), claims("")));
        }
        KeyPair ec = KeyPairGenerator.getInstance("EC").generateKeyPair();
        assertThat(ec).isNotNull();
        String signed = part(header("ES256", "")) + "." + part(claims("")) + ".";
        attacks.put("ES256 with r and s of zero (CVE-2022-21449)", signed + BASE64.encodeToString(new byte[64]));
        for (String alg : new String[] {"RS384", "RS512", "PS256", "ES384", "EdDSA", "rs256", "RSA", "RS256 ", "dir"}) {
            attacks.put("alg " + alg + ", our key", rs256(Keys.OURS, header(alg, ""), claims("")));
        }
    }

    /** PKCS #1 v1.5 as Bleichenbacher forged it for keys whose exponent is 3, and other fillings. */
    private void forgedSignatures() {
        String signed = part(header("RS256", "")) + "." + part(claims("")) + ".";
        byte[][] forged = {
            {},
            new byte[1],
            new byte[255],
            new byte[256],
            new byte[257],
            Keys.OURS.publicKey().getModulus().toByteArray(),
            java.math.BigInteger.ONE.toByteArray()
        };
        for (byte[] signature : forged) {
            attacks.put("signature of " + signature.length, signed + BASE64.encodeToString(signature));
        }
        byte[] padded = new byte[256];
        padded[1] = 1;
        Arrays.fill(padded, 2, 10, (byte) 0xff);
        attacks.put("padding with room behind it", signed + BASE64.encodeToString(padded));
    }

    private void brokenForms() {
        String good = keys.token();
        String[] parts = good.split("\\.");
        Map<String, String> broken = new LinkedHashMap<>();
        broken.put("no signature", parts[0] + "." + parts[1] + ".");
        broken.put("two parts", parts[0] + "." + parts[1]);
        broken.put("four parts", good + "." + parts[2]);
        broken.put("five parts", good + ".AA.AA");
        broken.put("a blank in it", parts[0] + " ." + parts[1] + "." + parts[2]);
        broken.put("a line break behind it", good + "\n");
        broken.put("twice", good + "," + good);
        broken.put("padded", good + "=");
        broken.put("standard base64", good.replace('-', '+').replace('_', '/') + "+");
        broken.put("nested", part(good) + "." + parts[1] + "." + parts[2]);
        broken.put("empty", "");
        broken.put("dots", "..");
        broken.put("too long", good + "A".repeat(10_000));
        broken.put("payload changed", parts[0] + "." + part(claims("\"jti\":\"10\"")) + "." + parts[2]);
        broken.put("header changed", part(header("RS256", ",\"a\":1")) + "." + parts[1] + "." + parts[2]);
        broken.put("no JSON", part("jules") + "." + part("jules") + "." + parts[2]);
        broken.put("an array", part("[]") + "." + part("[]") + "." + parts[2]);
        broken.put("deep", part("{\"a\":".repeat(5000)) + "." + parts[1] + "." + parts[2]);
        for (int bit = 0; bit < 8; bit++) {
            byte[] signature = Base64.getUrlDecoder().decode(parts[2]);
            signature[bit * 31] ^= (byte) (1 << bit);
            broken.put(
                    "bit " + bit + " of the signature",
                    parts[0] + "." + parts[1] + "." + BASE64.encodeToString(signature));
        }
        attacks.putAll(broken);
    }

    @Test
    void caller_forgedTokens_areNoneOfOurs() throws Exception {
        try (ServerSocket elsewhere = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            String there = "http://127.0.0.1:" + elsewhere.getLocalPort();
            ownKeyWrongWords();
            headersThatBringAKey(there);
            otherAlgorithms();
            forgedSignatures();
            brokenForms();
            attacks.forEach((name, token) -> assertThat(catchThrowable(() -> keys.verifier.caller(token)))
                    .as(name)
                    .isInstanceOf(Unauthenticated.class));
            // The same two made well are let in, so it was the attack that was refused.
            assertThat(keys.verifier
                            .caller(rs256(Keys.OURS, header("RS256", ""), claims("")))
                            .name())
                    .isEqualTo("jules");
            assertThat(keys.verifier.caller(keys.token()).name()).isEqualTo("jules");
            assertNobodyCame(elsewhere);
        }
        Proof.line("token-attacks", attacks.size() + " forged tokens: 0 accepted, 0 requests made for a key");
    }

    private static void assertNobodyCame(ServerSocket elsewhere) throws IOException {
        elsewhere.setSoTimeout(1);
        assertThat(catchThrowable(elsewhere::accept)).isInstanceOf(SocketTimeoutException.class);
    }
}
