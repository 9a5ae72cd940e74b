package dev.holdfast.setup;

/** The lines of git's {@code pre-commit} hook that ask the guard about what is staged. */
final class GitHookPart implements Part {

    private static final String BEGIN = "# holdfast:begin";
    private static final String END = "# holdfast:end";

    private final String launcher;

    GitHookPart(String launcher) {
        this.launcher = launcher;
    }

    @Override
    public String file() {
        return "pre-commit";
    }

    @Override
    public String alone() {
        return "#!/bin/sh\n" + block();
    }

    private String block() {
        return BEGIN + "\n" + GuardCommand.of(launcher, "git") + " || exit 1\n" + END + "\n";
    }

    /** First of all, so that nothing before it ends the hook with a zero. */
    @Override
    public String into(String there) throws Left {
        if (there.isBlank()) {
            return alone();
        }
        String rest = outOf(there);
        if (rest.isEmpty()) {
            return alone();
        }
        int line = rest.startsWith("#!") ? rest.indexOf('\n') + 1 : 0;
        if (!rest.substring(0, line).matches("(#!.*[/ ](ba|da|z|k)?sh( .*)?\\R)?")) {
            throw new Left("The hook that is there is no shell script, so it was left alone; have it run what stands"
                    + " below.");
        }
        return rest.substring(0, line) + block() + rest.substring(line);
    }

    @Override
    public String outOf(String there) throws Left {
        int begin = there.indexOf(BEGIN + "\n");
        int end = there.indexOf(END + "\n");
        if (begin < 0 && end < 0) {
            return there;
        }
        if (begin < 0 || end < begin) {
            throw new Left("Its markers " + BEGIN + " and " + END + " do not pair, so it was left alone; mend them and"
                    + " call again.");
        }
        String rest = there.substring(0, begin) + there.substring(end + END.length() + 1);
        return rest.equals("#!/bin/sh\n") ? "" : rest;
    }
}
