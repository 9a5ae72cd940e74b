package dev.holdfast.dotenv;

import com.sun.security.auth.module.UnixSystem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;

/** Whose a replaced file is: the old one's owner, group and mode are kept, or it is not replaced. */
final class Owner {

    private static final int ROOT = 0;

    private Owner() {}

    /** Another user's file would become ours by being replaced, which only root can mend. */
    static void requireReplaceable(FileFacts facts) {
        long self = new UnixSystem().getUid();
        if (self != facts.owner() && self != ROOT) {
            throw foreign();
        }
    }

    /** Gives {@code file}, which is ours, the owner, the group and then the mode of the old file. */
    static void copy(FileFacts old, Path file) throws IOException {
        FileFacts made = FileFacts.of(file).orElseThrow(EnvRefusals::unwritable);
        try {
            if (made.owner() != old.owner()) {
                Files.setAttribute(file, "unix:uid", old.owner(), LinkOption.NOFOLLOW_LINKS);
            }
            if (made.group() != old.group()) {
                Files.setAttribute(file, "unix:gid", old.group(), LinkOption.NOFOLLOW_LINKS);
            }
        } catch (IOException e) {
            throw foreign();
        }
        Files.setPosixFilePermissions(file, old.mode());
    }

    private static RuntimeException foreign() {
        return EnvRefusals.refused(
                "The file belongs to another user or group, which replacing it would change.",
                "Let its owner run this, or give the file to the user who does (chown), then call again.");
    }
}
