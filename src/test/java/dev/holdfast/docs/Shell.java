package dev.holdfast.docs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * A shell that runs one block of a page after the other: what a block exports, and the folder it goes to, the next one
 * finds. A command that fails ends its block.
 */
final class Shell {

    private final Path folder;
    private final Path first;
    private final Map<String, String> environment;
    private int blocks;

    /** What a block printed, and how it ended. */
    record Outcome(int exit, String output, String errors) {}

    /**
     * A shell at its first prompt.
     *
     * @param folder for what the shell itself keeps
     * @param first the working folder of the first block
     * @param environment beside that of this process, less what speaks of Holdfast, Vault and PostgreSQL there
     */
    Shell(Path folder, Path first, Map<String, String> environment) {
        this.folder = folder;
        this.first = first;
        this.environment = environment;
    }

    Outcome run(String block) throws IOException, InterruptedException {
        Path state = folder.resolve("state.sh");
        Path output = folder.resolve("output-" + ++blocks + ".txt");
        Path errors = folder.resolve("errors-" + blocks + ".txt");
        Path script = Files.writeString(folder.resolve("block.sh"), """
                if [ -f '%1$s' ]; then . '%1$s'; fi
                %2$s
                { export -p; echo "umask $(umask)"; printf 'cd %%q\\n' "$PWD"; } > '%1$s'
                """.formatted(state, block));
        ProcessBuilder builder = new ProcessBuilder(List.of("bash", "-eu", "-o", "pipefail", script.toString()))
                .directory(first.toFile())
                .redirectInput(Path.of("/dev/null").toFile())
                .redirectOutput(output.toFile())
                .redirectError(errors.toFile());
        builder.environment().keySet().removeIf(name -> name.matches("(HOLDFAST|VAULT|BAO|PG).*"));
        builder.environment().putAll(environment);
        int exit = builder.start().waitFor();
        return new Outcome(exit, Files.readString(output), Files.readString(errors));
    }
}
