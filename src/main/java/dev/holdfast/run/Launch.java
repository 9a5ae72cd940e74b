package dev.holdfast.run;

import dev.holdfast.access.Reason;
import dev.holdfast.access.Refusal;
import dev.holdfast.access.StoreReceipt;
import dev.holdfast.mask.Masking;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A command that is to be started once. */
public final class Launch {

    /** How a shell ends when there is no such command. */
    private static final int NOT_FOUND = 127;

    /** How a shell ends when the command cannot be executed. */
    private static final int NOT_EXECUTABLE = 126;

    private static final Pattern ERROR = Pattern.compile("error[=:] ?([0-9]+)");
    private static final String NO_SUCH_FILE = "2";

    private final List<String> command;
    private final boolean masked;
    private final boolean foreground;
    private final List<String> unmasked = new ArrayList<>();
    private int failure;

    /**
     * @param command the program and its arguments
     * @param masked whether secrets are masked in its output; else it gets the output of this process itself
     * @param foreground whether a terminal gives its signals to the command as well as to this process
     */
    public Launch(List<String> command, boolean masked, boolean foreground) {
        this.command = List.copyOf(command);
        this.masked = masked;
        this.foreground = foreground;
    }

    /**
     * Starts the command. Nothing of it is read or passed on before {@link Child#begin}.
     *
     * @param receipts of the secrets that the plan wants, in its order
     * @throws Refusal when nothing was started; {@link #failure} has the exit code where the command was at fault
     */
    public Child start(Plan plan, List<StoreReceipt> receipts) {
        command.forEach(ChildEnvironment::requireCarried);
        ProcessBuilder builder = new ProcessBuilder(command).redirectInput(Redirect.INHERIT);
        boolean piped = masked && !receipts.isEmpty();
        if (!piped) {
            builder.redirectOutput(Redirect.INHERIT).redirectError(Redirect.INHERIT);
        }
        ChildEnvironment environment = new ChildEnvironment(builder.environment());
        Masking.Builder masking = new Masking.Builder();
        try {
            plan.plain().forEach(environment::put);
            for (int i = 0; i < receipts.size(); i++) {
                String name = plan.names().get(i);
                environment.put(name, receipts.get(i).value());
                if (piped && !masking.add(name, receipts.get(i).value())) {
                    unmasked.add(name);
                }
            }
            return start(builder, masking.build(), piped);
        } finally {
            masking.wipe();
            builder.environment().clear();
        }
    }

    private Child start(ProcessBuilder builder, Masking masking, boolean piped) {
        Signals signals = Signals.install(foreground);
        try {
            Process process = builder.start();
            signals.passTo(process);
            return new Child(process, masking, piped);
        } catch (IOException e) {
            masking.close();
            throw notStarted(e);
        }
    }

    private Refusal notStarted(IOException thrown) {
        String text = thrown.getMessage() == null ? "" : thrown.getMessage();
        Matcher error = ERROR.matcher(text);
        boolean missing = error.find() && error.group(1).equals(NO_SUCH_FILE);
        failure = missing ? NOT_FOUND : NOT_EXECUTABLE;
        return new Refusal(
                Reason.INVALID_ARGUMENT,
                missing ? "There is no such command." : "The command could not be executed.",
                missing
                        ? "Check its name, and that its folder is in PATH."
                        : "Check that it is a program that you may execute, and that arguments and variables are not too long.");
    }

    /** 126 or 127 when the command could not be started, else 0. */
    public int failure() {
        return failure;
    }

    /** The variables whose value is too short to be masked. */
    public List<String> unmasked() {
        return List.copyOf(unmasked);
    }
}
