package dev.holdfast.dotenv;

import dev.holdfast.access.Refusal;
import dev.holdfast.secret.SecretValue;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The choice of quoting: per value, the first way to write it that is proven to read back exactly in every dialect.
 *
 * <p>Two proofs are asked of each way: alone and between neighbours that hold every kind of quote, so that a line which
 * someone adds later does not change what it means; and within the whole file that it goes into. A value that no way
 * carries is refused, never written wrong. Stateless.
 */
public final class EnvEncoder {

    private static final String NEIGHBOURS_AFTER = "\nNEXT_A='x'\nNEXT_B=\"y\"\nNEXT_C=`z`\nNEXT_D=w\n";

    private EnvEncoder() {}

    /**
     * What stands after {@code NAME=}, quotes included.
     *
     * @throws Refusal {@code ENV_REFUSED} when no way of quoting reads alike everywhere
     */
    public static byte[] encode(String name, SecretValue value) {
        return value.reveal(plain -> provenWays(name, plain).get(0));
    }

    /**
     * The bytes of a file with {@code value} for {@code name}; {@code file} itself stays as it is.
     *
     * @throws Refusal {@code ENV_REFUSED} when no way of quoting reads alike everywhere, or when the file has lines that
     *     its readers read differently, so that no change is safe
     */
    static byte[] put(byte[] file, String name, SecretValue value) {
        return value.reveal(plain -> {
            for (byte[] way : provenWays(name, plain)) {
                byte[] result = EnvEdit.put(file, name, way);
                if (EnvProof.holds(file, result, name, plain)) {
                    return result;
                }
                Arrays.fill(result, (byte) 0);
            }
            throw EnvRefusals.wouldDisturb();
        });
    }

    private static List<byte[]> provenWays(String name, byte[] plain) {
        refuseWhatNoFileCarries(plain);
        List<byte[]> proven = new ArrayList<>();
        for (byte[] way : EnvQuoting.waysToWrite(plain)) {
            if (standsAlone(name, way, plain) && standsBetween(name, way, plain)) {
                proven.add(way);
            }
        }
        if (proven.isEmpty()) {
            throw EnvRefusals.noEncoding();
        }
        return proven;
    }

    private static boolean standsAlone(String name, byte[] way, byte[] plain) {
        byte[] line = EnvEdit.put(new byte[0], name, way);
        return EnvProof.holds(new byte[0], line, name, plain)
                && EnvProof.holds(new byte[0], Arrays.copyOf(line, line.length - 1), name, plain);
    }

    /** The neighbours' names are longer than {@code name}, so that none of them is it. */
    private static boolean standsBetween(String name, byte[] way, byte[] plain) {
        String before = name + "_BEFORE=v\n" + name + "=";
        String after = NEIGHBOURS_AFTER.replace("NEXT", name);
        byte[] file = (before + after).getBytes(StandardCharsets.UTF_8);
        return EnvProof.holds(file, EnvEdit.put(file, name, way), name, plain);
    }

    private static void refuseWhatNoFileCarries(byte[] plain) {
        if (EnvQuoting.has(plain, '\0')) {
            throw EnvRefusals.noEncoding();
        }
        if (EnvQuoting.has(plain, '\r')) {
            throw EnvRefusals.carriageReturn();
        }
        char[] chars = EnvUtf8.decode(plain).orElseThrow(EnvRefusals::noEncoding);
        boolean variable = PythonVariables.isIn(chars);
        Arrays.fill(chars, '\0');
        if (variable) {
            throw EnvRefusals.variable();
        }
    }
}
