package dev.holdfast.dotenv;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.holdfast.access.Receipts;
import dev.holdfast.fault.FaultPoints;
import dev.holdfast.secret.SecretValue;
import java.nio.file.Path;
import java.util.List;

/** A process of its own that stops at a step as a kill would ({@code halt}), waits there, or writes many times. */
final class CrashingWriter {

    private CrashingWriter() {}

    /** Arguments: the folder, then {@code halt STEP}, {@code wait STEP} or {@code many PREFIX}. */
    public static void main(String[] args) throws Exception {
        Workspace workspace = new Workspace(Path.of(args[0]));
        if (args[1].equals("many")) {
            for (int i = 0; i < 50; i++) {
                writeUntilTaken(new EnvWriter(workspace, FaultPoints.NONE), args[2] + i);
            }
            return;
        }
        write(new EnvWriter(workspace, step -> stopAt(args[1], step.equals(args[2]))), "KEY");
    }

    private static void stopAt(String how, boolean here) {
        if (here && how.equals("halt")) {
            Runtime.getRuntime().halt(9);
        }
        if (here) {
            System.out.println("waiting");
            try {
                System.in.read();
            } catch (java.io.IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        }
    }

    private static void writeUntilTaken(EnvWriter writer, String name) {
        while (true) {
            try {
                write(writer, name);
                return;
            } catch (dev.holdfast.access.Refusal e) {
                if (!e.hint().startsWith("Call again")) {
                    throw e;
                }
            }
        }
    }

    private static void write(EnvWriter writer, String name) {
        try (PreparedEnv prepared = writer.prepare(".env", List.of(name));
                SecretValue value = SecretValue.stored("new value".getBytes(UTF_8))) {
            prepared.write(List.of(new EnvSetting(name, Receipts.of(value))));
        }
    }
}
