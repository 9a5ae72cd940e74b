package dev.holdfast.cli;

/** Colour for a terminal, and none for anything else. */
enum Style {
    BOLD("1"),
    GREEN("32"),
    RED("31"),
    YELLOW("33"),
    FAINT("2");

    private final String code;

    Style(String code) {
        this.code = code;
    }

    String of(String text) {
        boolean colour = Terminal.present() && System.getenv("NO_COLOR") == null;
        return colour ? "\u001b[" + code + "m" + text + "\u001b[0m" : text;
    }
}
