package dev.holdfast.dotenv;

/** Which files may be written: {@code .env}, {@code .env.*} and {@code *.env}, and never a temporary file of ours. */
final class EnvFileName {

    /** What our temporary files begin with; a {@code .gitignore} that has {@code .env*} covers them too. */
    static final String TEMPORARY_PREFIX = ".env.holdfast-";

    static final String TEMPORARY_SUFFIX = ".tmp";

    private static final int LONGEST = 255;

    private EnvFileName() {}

    static void require(String name) {
        if (!fits(name)) {
            throw EnvRefusals.refused(
                    "The file is not named like a .env, so no secret is written into it.",
                    "Name a file that is called .env, .env.SOMETHING or SOMETHING.env.");
        }
        if (name.length() > LONGEST || name.chars().anyMatch(Character::isISOControl)) {
            throw EnvRefusals.argument(
                    "The name of the file is too long or holds a control character.", "Name the file .env.");
        }
    }

    /** Whether it is the name of a {@code .env}. */
    static boolean fits(String name) {
        boolean shaped = name.equals(".env")
                || (name.startsWith(".env.") && name.length() > 5)
                || (name.endsWith(".env") && name.length() > 4);
        return shaped && !isTemporary(name);
    }

    static boolean isTemporary(String name) {
        return name.startsWith(TEMPORARY_PREFIX) && name.endsWith(TEMPORARY_SUFFIX);
    }
}
