package dev.holdfast.cli;

import dev.holdfast.access.Reason;
import dev.holdfast.access.Refusal;
import dev.holdfast.config.Environment;
import dev.holdfast.secret.SecretValue;
import dev.holdfast.store.ReadSecret;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code holdfast redeem}: the value that an access token of {@code request_key} stands for. */
@Command(
        name = "redeem",
        description = "Redeem an access token of request_key; the token comes from standard input or a hidden prompt.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "The value is printed only to a terminal, or with --reveal.",
            "",
            "Example:",
            "  holdfast redeem --reveal < token.txt"
        })
final class RedeemCommand implements Callable<Integer> {

    private static final int LONGEST_TOKEN = 1024;

    private final Backend backend;
    private final Environment environment;

    @Mixin
    private final Acting acting = new Acting();

    @Option(names = "--reveal", description = "Print the value although the output is no terminal.")
    private boolean reveal;

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    @Spec
    private @Nullable CommandSpec spec;

    RedeemCommand(Backend backend, Environment environment) {
        this.backend = backend;
        this.environment = environment;
    }

    @Override
    public Integer call() throws Exception {
        if (!reveal && !Terminal.present()) {
            throw new Refusal(
                    Reason.ACCESS_DENIED,
                    "The output is no terminal, so the value is not printed and no use was counted.",
                    "Add --reveal if the value may go where the output goes.");
        }
        String token = token();
        try (Backend.Opened opened = backend.open(acting.who(environment));
                ReadSecret secret = opened.services()
                        .grants()
                        .redeem(opened.services().calls().get(), token)) {
            print(secret);
        }
        return Exit.DONE;
    }

    private void print(ReadSecret secret) {
        if (spec == null) {
            throw new IllegalStateException("not run by the command line");
        }
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            Map<String, Object> tree = new LinkedHashMap<>();
            tree.put("keyPath", secret.info().path().toString());
            tree.put("value", text(secret.value()));
            tree.put("version", secret.info().version());
            out.println(JsonOutput.of(tree));
        } else {
            out.println(text(secret.value()));
        }
        out.flush();
    }

    private static String text(SecretValue value) {
        return value.reveal(bytes -> new String(bytes, StandardCharsets.UTF_8));
    }

    private static String token() throws IOException {
        char[] typed = Terminal.hidden("Access token: ");
        if (typed != null) {
            String token = new String(typed).strip();
            Arrays.fill(typed, '\0');
            return token;
        }
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int b = System.in.read(); b >= 0 && b != '\n' && line.size() < LONGEST_TOKEN; b = System.in.read()) {
            line.write(b);
        }
        return line.toString(StandardCharsets.UTF_8).strip();
    }
}
