package dev.holdfast.cli;

import dev.holdfast.access.Call;
import dev.holdfast.access.Reason;
import dev.holdfast.access.Refusal;
import dev.holdfast.access.SecretAccess.Wanted;
import dev.holdfast.config.Environment;
import dev.holdfast.dotenv.EnvTemplate;
import dev.holdfast.mcp.Services;
import dev.holdfast.policy.Action;
import dev.holdfast.run.Child;
import dev.holdfast.run.Launch;
import dev.holdfast.run.Plan;
import dev.holdfast.secret.InvalidInput;
import dev.holdfast.secret.KeyPath;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code holdfast run}: a command with secrets in its environment and in no file. */
@Command(
        name = "run",
        customSynopsis =
                "holdfast run [--env-file FILE] [--set NAME=KEYPATH]... [--no-masking] [--agent NAME] [--workspace DIR] -- CMD...",
        description = "Run a command with secrets in its environment; they are masked in what it prints.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "The exit code is the command's, 126 or 127 when it could not be started.",
            "",
            "Example:",
            "  holdfast run --set STRIPE_API_KEY=project/consilio/stripe_api_key -- npm test"
        })
final class RunCommand implements Callable<Integer> {

    private final Backend backend;
    private final Environment environment;

    @Mixin
    private final Acting acting = new Acting();

    @Option(
            names = "--env-file",
            paramLabel = "FILE",
            description = "A .env whose values may be references, such as holdfast://project/consilio/stripe_api_key.")
    private @Nullable String envFile;

    @Option(names = "--set", paramLabel = "NAME=KEYPATH", description = "Set a variable to a secret; may be repeated.")
    private List<String> settings = List.of();

    @Option(names = "--no-masking", description = "Leave the output as it is; the command gets the terminal itself.")
    private boolean noMasking;

    @Parameters(arity = "1..*", paramLabel = "CMD", description = "Behind --: the command and its arguments.")
    private List<String> command = List.of();

    @Spec
    private @Nullable CommandSpec spec;

    RunCommand(Backend backend, Environment environment) {
        this.backend = backend;
        this.environment = environment;
    }

    @Override
    public Integer call() throws Exception {
        if ((settings.isEmpty() && envFile == null) || settings.stream().anyMatch(one -> one.indexOf('=') < 1)) {
            throw new ParameterException(spec().commandLine(), "no secret is named");
        }
        Launch launch = new Launch(command, !noMasking, Boolean.getBoolean("holdfast.foreground"));
        try {
            Child child = started(launch);
            for (String name : launch.unmasked()) {
                say(name + " is shorter than four bytes and is not masked.");
            }
            child.begin(new FileOutputStream(FileDescriptor.out), new FileOutputStream(FileDescriptor.err));
            return child.await();
        } catch (Refusal e) {
            if (launch.failure() == 0) {
                throw e;
            }
            say(e.problem() + " " + e.hint());
            return launch.failure();
        }
    }

    /** Nothing stays open while the command runs, which may be for days. */
    private Child started(Launch launch) throws Exception {
        Backend.Opened opened = backend.open(acting.who(environment));
        try {
            Services services = opened.services();
            return started(launch, services, services.calls().get());
        } finally {
            try {
                opened.close();
            } catch (Exception e) {
                say("the store could not be closed as it should.");
            }
        }
    }

    private Child started(Launch launch, Services services, Call call) throws InterruptedException {
        try (EnvTemplate template = envFile == null ? null : services.env().template(call, envFile)) {
            Plan plan = plan(services, call, template);
            if (plan.wanted().isEmpty()) {
                return launch.start(plan, List.of());
            }
            AtomicReference<Child> started = new AtomicReference<>();
            try {
                return services.access().export(call, plan.wanted(), receipts -> {
                    Child child = launch.start(plan, receipts);
                    started.set(child);
                    return child;
                });
            } catch (RuntimeException e) {
                Child child = started.get();
                if (child != null) {
                    child.kill(); // Its row could not be written.
                }
                throw e;
            }
        }
    }

    /** The file's variables, and over them those of the command line. */
    private Plan plan(Services services, Call call, @Nullable EnvTemplate template) {
        Plan plan = new Plan();
        try {
            if (template != null) {
                plan.all(template);
            }
            for (String setting : settings) {
                int equals = setting.indexOf('=');
                plan.secret(setting.substring(0, equals), new Wanted(path(setting.substring(equals + 1)), null));
            }
            return plan;
        } catch (Refusal e) {
            throw services.access().refuse(call, Action.EXPORT, null, e);
        }
    }

    /** Without a hint that is made of what was typed: it may be the secret itself. */
    private static KeyPath path(String typed) {
        try {
            return KeyPath.parse(typed);
        } catch (InvalidInput e) {
            throw new Refusal(
                    Reason.INVALID_KEY_PATH,
                    e.problem(),
                    "--set takes a name and a key path, such as STRIPE_API_KEY=project/consilio/stripe_api_key.");
        }
    }

    private void say(String text) {
        spec().commandLine().getErr().println("holdfast: " + text);
        spec().commandLine().getErr().flush();
    }

    private CommandSpec spec() {
        if (spec == null) {
            throw new IllegalStateException("not run by the command line");
        }
        return spec;
    }
}
