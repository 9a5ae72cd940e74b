package dev.holdfast.agent;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.interfaces.RSAPublicKey;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;

/** The public halves of signing keys as a JWK set (RFC 7517 and 7518). */
public final class JwkSet {

    private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();

    private JwkSet() {}

    /** The set as JSON; every text in it is base64url or fixed, so nothing has to be escaped. */
    public static byte[] of(List<SigningKey> keys) {
        return keys.stream()
                .map(JwkSet::jwk)
                .collect(Collectors.joining(",", "{\"keys\":[", "]}"))
                .getBytes(StandardCharsets.US_ASCII);
    }

    private static String jwk(SigningKey key) {
        RSAPublicKey rsa = key.publicKey();
        return "{\"kty\":\"RSA\",\"use\":\"sig\",\"alg\":\"RS256\",\"kid\":\"" + key.id() + "\",\"n\":\""
                + number(rsa.getModulus()) + "\",\"e\":\"" + number(rsa.getPublicExponent()) + "\"}";
    }

    /** Unsigned, without a leading zero byte. */
    private static String number(BigInteger number) {
        byte[] bytes = number.toByteArray();
        return BASE64.encodeToString(bytes[0] == 0 ? Arrays.copyOfRange(bytes, 1, bytes.length) : bytes);
    }
}
