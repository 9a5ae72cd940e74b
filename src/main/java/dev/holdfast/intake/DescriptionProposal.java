package dev.holdfast.intake;

import dev.holdfast.secret.Description;
import dev.holdfast.secret.InvalidInput;
import dev.holdfast.secret.SecretValue;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** The description that is proposed for a variable: what kind of secret it is, of which issuer, and where it was found. */
final class DescriptionProposal {

    private static final int LONGEST_FILE = 200;

    /** Words in the names of variables, with how their issuers are written. */
    private static final Map<String, String> ISSUERS = new TreeMap<>(Map.ofEntries(
            Map.entry("ANTHROPIC", "Anthropic"),
            Map.entry("AUTH0", "Auth0"),
            Map.entry("AWS", "AWS"),
            Map.entry("AZURE", "Azure"),
            Map.entry("CLERK", "Clerk"),
            Map.entry("CLOUDFLARE", "Cloudflare"),
            Map.entry("DATADOG", "Datadog"),
            Map.entry("DISCORD", "Discord"),
            Map.entry("FIREBASE", "Firebase"),
            Map.entry("GEMINI", "Gemini"),
            Map.entry("GITHUB", "GitHub"),
            Map.entry("GITLAB", "GitLab"),
            Map.entry("GOOGLE", "Google"),
            Map.entry("HEROKU", "Heroku"),
            Map.entry("MAILGUN", "Mailgun"),
            Map.entry("MONGO", "MongoDB"),
            Map.entry("MONGODB", "MongoDB"),
            Map.entry("MYSQL", "MySQL"),
            Map.entry("NPM", "npm"),
            Map.entry("OPENAI", "OpenAI"),
            Map.entry("PAYPAL", "PayPal"),
            Map.entry("POSTGRES", "PostgreSQL"),
            Map.entry("POSTGRESQL", "PostgreSQL"),
            Map.entry("REDIS", "Redis"),
            Map.entry("RESEND", "Resend"),
            Map.entry("SENDGRID", "SendGrid"),
            Map.entry("SENTRY", "Sentry"),
            Map.entry("SHOPIFY", "Shopify"),
            Map.entry("SLACK", "Slack"),
            Map.entry("STRIPE", "Stripe"),
            Map.entry("SUPABASE", "Supabase"),
            Map.entry("TELEGRAM", "Telegram"),
            Map.entry("TWILIO", "Twilio"),
            Map.entry("VERCEL", "Vercel")));

    /** Endings of names with the kind of secret, the longer ones first. */
    private static final List<Map.Entry<String, String>> KINDS = List.of(
            Map.entry("WEBHOOK_SECRET", "webhook secret"),
            Map.entry("CLIENT_SECRET", "client secret"),
            Map.entry("JWT_SECRET", "signing secret for tokens"),
            Map.entry("SECRET_KEY", "secret key"),
            Map.entry("ACCESS_KEY", "access key"),
            Map.entry("PRIVATE_KEY", "private key"),
            Map.entry("API_KEY", "API key"),
            Map.entry("APIKEY", "API key"),
            Map.entry("PASSPHRASE", "passphrase"),
            Map.entry("PASSWORD", "password"),
            Map.entry("PASSWD", "password"),
            Map.entry("TOKEN", "token"),
            Map.entry("SECRET", "secret"),
            Map.entry("SALT", "salt"),
            Map.entry("DSN", "address with its login"),
            Map.entry("URL", "address with its login"),
            Map.entry("URI", "address with its login"),
            Map.entry("KEY", "key"));

    private DescriptionProposal() {}

    /**
     * The fullest description that keeps every rule.
     *
     * @param file as it is called in the plan
     * @throws InvalidInput when none does, which only a value that says the same words can bring about
     */
    static Description of(String variable, Project project, String file, int line, SecretValue value) {
        String what = what(variable);
        List<String> texts = List.of(
                what + " (" + variable + ") of " + project.name() + ", imported from " + shortened(file),
                what + " of " + project.name() + ", imported from line " + line + " of a .env",
                "Taken over by an import, from line " + line + " of a file");
        InvalidInput last = null;
        for (String text : texts) {
            try {
                return Description.of(text, value);
            } catch (InvalidInput e) {
                last = e;
            }
        }
        throw last == null ? new IllegalStateException("no text was tried") : last;
    }

    private static String what(String variable) {
        String upper = variable.toUpperCase(Locale.ROOT);
        String kind = KINDS.stream()
                .filter(entry -> upper.endsWith(entry.getKey()))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse("secret");
        for (String word : upper.split("[_.-]", -1)) {
            String issuer = ISSUERS.get(word);
            if (issuer != null) {
                return issuer + " " + kind;
            }
        }
        return kind.substring(0, 1).toUpperCase(Locale.ROOT) + kind.substring(1);
    }

    private static String shortened(String file) {
        return file.length() <= LONGEST_FILE ? file : "…" + file.substring(file.length() - LONGEST_FILE);
    }
}
