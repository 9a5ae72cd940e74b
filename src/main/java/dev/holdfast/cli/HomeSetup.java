package dev.holdfast.cli;

import dev.holdfast.access.Reason;
import dev.holdfast.access.Refusal;
import dev.holdfast.config.Config;
import dev.holdfast.config.ConfigReader;
import dev.holdfast.config.Environment;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;

/** Makes the home folder with its key, its store and a configuration whose every line is a comment; replaces nothing. */
final class HomeSetup {

    /**
     * A part of the home folder.
     *
     * @param made now; false when it stood there already
     */
    record Part(String name, String place, boolean made) {}

    private static final String TEMPLATE = "holdfast.yaml";

    private final Backend backend;
    private final Environment environment;

    HomeSetup(Backend backend, Environment environment) {
        this.backend = backend;
        this.environment = environment;
    }

    /** Makes what is missing. */
    List<Part> make(Backend.Who who) throws Exception {
        Path home = environment.home();
        Path key = home.resolve("master.key");
        Path store = home.resolve("holdfast.db");
        Path config = home.resolve(Config.FILE);
        boolean[] there = {exists(home), exists(key), exists(store), exists(config)};
        // Opening it proves that it works: the key is made or read, the store made or unlocked.
        backend.open(who).close();
        if (!there[3]) {
            makeConfig(config);
        }
        Config read = ConfigReader.read(environment);
        List<Part> parts = new ArrayList<>();
        parts.add(new Part("home", home.toString(), !there[0]));
        String elsewhere = read.vaultPlace();
        if (elsewhere != null) {
            parts.add(new Part("store", elsewhere, false));
        } else {
            parts.add(
                    environment.masterKey() == null
                            ? new Part("key", key.toString(), !there[1])
                            : new Part("key", "HOLDFAST_MASTER_KEY", false));
            parts.add(new Part("store", store.toString(), !there[2]));
        }
        String audit = read.audit().place();
        if (audit != null) {
            parts.add(new Part("audit", audit, false));
        }
        parts.add(new Part("config", config.toString(), !there[3]));
        return parts;
    }

    private static boolean exists(Path path) {
        return Files.exists(path, LinkOption.NOFOLLOW_LINKS);
    }

    private static void makeConfig(Path config) {
        try (InputStream template = HomeSetup.class.getResourceAsStream(TEMPLATE)) {
            if (template == null) {
                throw new IllegalStateException("the template is part of the program");
            }
            byte[] text = template.readAllBytes();
            Files.createFile(
                    config, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            Files.write(config, text);
        } catch (FileAlreadyExistsException e) {
            // Another process was first, and its file stays.
        } catch (IOException e) {
            throw new Refusal(
                    Reason.STORE_UNAVAILABLE,
                    "The configuration holdfast.yaml cannot be made in the home folder.",
                    "Check that the home folder is yours and writable, and that the disk has room.");
        }
    }
}
