package dev.holdfast.guard;

/** Why the guard forbids something without having to look at a value, and what to do instead. */
enum Denials {
    UNKNOWN_CONTENT(
            "What this would write into the .env cannot be known before it runs, so Holdfast does not let it.",
            "Store each secret first, and let Holdfast write the file."),
    UNKNOWN_PROGRAM(
            "This names a .env, and Holdfast does not know whether the program or tool writes into it.",
            "Let Holdfast write the file, or leave the .env out of the command."),
    UNREADABLE(
            "Holdfast cannot read for certain what this would run, and it might write a .env.",
            "Write it out plainly, without eval, unknown variables or unclosed quotes."),
    READING(
            "Reading a .env is not allowed here: its values would come into the conversation.",
            "Ask for what is in it with check_env, which shows names and never values."),
    PERSON(
            "This prints a value, or decides in a person's place, and an agent's shell may do neither.",
            "Use the tools of Holdfast (write_env puts a value where it is needed); the rest is for a person at a terminal."),
    BASELINE(
            "This may change the baseline, in which a person accepts what looks secret as no secret.",
            "Store each secret; what is none a person accepts with 'holdfast env baseline', at a terminal."),
    TOO_LONG("No .env is longer than 1 MiB, or it cannot be read.", "Write settings into it, and data elsewhere."),
    NO_MATCH(
            "The text that this edit replaces is not in the .env, so what it will hold cannot be known.",
            "Read the names in it with check_env, and let Holdfast write the file.");

    private final String why;
    private final String instead;

    Denials(String why, String instead) {
        this.why = why;
        this.instead = instead;
    }

    Act.Forbidden act(String file) {
        return new Act.Forbidden(why, instead, file);
    }
}
