package dev.holdfast.client;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.Mac;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

/** The service token, as bytes: for the header of a request, and as the root of the snapshot's key. */
final class Credential {

    private static final String MAC = "HmacSHA256";

    private final byte[] bytes;

    /** Takes a token without blanks around it; refuses what no header can carry. */
    Credential(String text) {
        String stripped = text.strip();
        if (stripped.isEmpty()) {
            throw KeyServiceException.configuration("The service token is empty; set SERVICE_TOKEN.");
        }
        if (!stripped.chars().allMatch(c -> c > ' ' && c < 0x7f)) {
            throw KeyServiceException.configuration(
                    "The service token holds characters that no token has; look at SERVICE_TOKEN.");
        }
        this.bytes = stripped.getBytes(StandardCharsets.US_ASCII);
    }

    String header() {
        return "Bearer " + new String(bytes, StandardCharsets.US_ASCII);
    }

    /** A key of 256 bits for one use, by HKDF with SHA-256. */
    SecretKey keyFor(String use) {
        byte[] root = mac("holdfast client".getBytes(StandardCharsets.UTF_8), bytes);
        byte[] info = use.getBytes(StandardCharsets.UTF_8);
        byte[] block = Arrays.copyOf(info, info.length + 1);
        block[info.length] = 1;
        try {
            return new SecretKeySpec(mac(root, block), "AES");
        } finally {
            Arrays.fill(root, (byte) 0);
        }
    }

    private static byte[] mac(byte[] key, byte[] data) {
        try {
            Mac mac = Mac.getInstance(MAC);
            mac.init(new SecretKeySpec(key, MAC));
            return mac.doFinal(data);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java has no " + MAC);
        }
    }

    @Override
    public String toString() {
        return "Credential[…]";
    }
}
