package dev.holdfast.proof;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A disk of 4 MiB in memory, that can be filled and made read-only. Needs the right to mount. */
final class SmallDisk implements AutoCloseable {

    private static final boolean CI = Boolean.parseBoolean(System.getenv("CI"));

    private final Path mount;

    private SmallDisk(Path mount) {
        this.mount = mount;
    }

    /** Mounts a disk; without the right to, the test is skipped, and fails where {@code CI=true}. */
    static SmallDisk on(Path folder) throws Exception {
        Files.createDirectories(folder);
        int code = run("mount", "-t", "tmpfs", "-o", "size=4m,mode=0777", "tmpfs", folder.toString());
        if (code != 0) {
            String why = "SKIPPED: mounting a small disk needs root, or sudo without a password.";
            System.out.println(why);
            if (CI) {
                throw new IllegalStateException(why);
            }
            assumeTrue(false, why);
        }
        return new SmallDisk(folder);
    }

    private static int run(String... command) throws Exception {
        List<String> all = new ArrayList<>();
        if (!System.getProperty("user.name").equals("root")) {
            all.addAll(List.of("sudo", "-n"));
        }
        all.addAll(List.of(command));
        try {
            Process process = new ProcessBuilder(all)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.INHERIT)
                    .start();
            return process.waitFor(60, TimeUnit.SECONDS) ? process.exitValue() : -1;
        } catch (IOException e) {
            return -1;
        }
    }

    Path path() {
        return mount;
    }

    /** Writes until not one byte more goes in. */
    void fill() throws IOException {
        byte[] block = new byte[4096];
        try (OutputStream out = Files.newOutputStream(filler())) {
            while (true) {
                out.write(block);
            }
        } catch (IOException full) {
            if (mount.toFile().getUsableSpace() >= block.length) {
                throw full;
            }
        }
    }

    void free() throws IOException {
        Files.delete(filler());
    }

    private Path filler() {
        return mount.resolve("filler");
    }

    void readOnly() throws Exception {
        remount("ro");
    }

    void writable() throws Exception {
        remount("rw");
    }

    private void remount(String how) throws Exception {
        if (run("mount", "-o", "remount," + how, mount.toString()) != 0) {
            throw new IllegalStateException("the disk could not be remounted");
        }
    }

    @Override
    public void close() throws Exception {
        if (run("umount", mount.toString()) != 0) {
            run("umount", "-l", mount.toString());
        }
    }
}
