package dev.holdfast.guard;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** What is known of programs by their names: which only read, which run others, which run a text that they are given. */
final class Programs {

    /** Words of the shell that may stand before a command. */
    private static final Set<String> KEYWORDS =
            Set.of("if", "then", "else", "elif", "do", "while", "until", "!", "{", "time", "coproc");

    /** Words that end what several commands have printed into one place. */
    static final Set<String> CLOSERS = Set.of("}", "done", "fi", "esac");

    /** What runs the command that follows it. */
    private static final Set<String> WRAPPERS = Set.of(
            "sudo",
            "doas",
            "nohup",
            "nice",
            "ionice",
            "setsid",
            "stdbuf",
            "timeout",
            "command",
            "builtin",
            "exec",
            "env",
            "busybox",
            "caffeinate",
            "chronic",
            "unbuffer",
            "gtimeout",
            "nocorrect",
            "noglob",
            "xargs");

    private static final Set<String> OPTIONS_WITH_ARGUMENT =
            Set.of("-u", "-g", "-n", "-k", "-s", "-C", "-I", "-L", "-P", "-d", "-a", "-E", "-c", "-D", "-h");

    /** What never writes into, nor prints from, the files it is given. */
    static final Set<String> NEUTRAL = Set.of(
            "ls",
            "stat",
            "test",
            "[",
            "[[",
            "rm",
            "unlink",
            "chmod",
            "chown",
            "chgrp",
            "touch",
            "file",
            "du",
            "find",
            "realpath",
            "readlink",
            "basename",
            "dirname",
            "echo",
            "printf",
            "cd",
            "pushd",
            "popd",
            "true",
            "false",
            ":",
            "for",
            "case",
            "select",
            "export",
            "unset",
            "mkdir",
            "rmdir",
            "pwd",
            "which",
            "type",
            "exit",
            "return",
            "sleep",
            "wait",
            "gh",
            "local",
            "declare",
            "readonly",
            "kill",
            "date",
            "shift",
            "exa",
            "eza",
            "");

    /** What reads the files it is given and prints them, or what is in them, and writes none. */
    static final Set<String> READERS = Set.of(
            "cat",
            "head",
            "tail",
            "grep",
            "egrep",
            "fgrep",
            "rg",
            "ag",
            "less",
            "more",
            "wc",
            "diff",
            "cmp",
            "md5sum",
            "sha1sum",
            "sha256sum",
            "shasum",
            "cut",
            "tr",
            "nl",
            "tac",
            "rev",
            "od",
            "hexdump",
            "strings",
            "comm",
            "paste",
            "fold",
            "column",
            "jq",
            "bat",
            "zcat",
            "cksum");

    static final Set<String> SHELLS = Set.of("bash", "sh", "zsh", "dash", "ksh", "ash", "fish", "mksh", "rbash");

    static final Set<String> INTERPRETERS = Set.of(
            "perl",
            "ruby",
            "node",
            "nodejs",
            "deno",
            "bun",
            "php",
            "lua",
            "tclsh",
            "osascript",
            "julia",
            "elixir",
            "python",
            "python2",
            "python3",
            "pypy3",
            "Rscript",
            "ts-node",
            "tsx",
            "irb",
            "ipython",
            "uv",
            "pipx",
            "groovy",
            "jshell");

    private Programs() {}

    /** A path's last part. */
    static String name(String program) {
        return program.substring(program.lastIndexOf('/') + 1);
    }

    static boolean interprets(String program) {
        return INTERPRETERS.contains(program) || program.matches("(python|perl|ruby|php|node)[0-9.]+");
    }

    /** The words without what stands before the program itself. */
    static List<String> unwrapped(List<String> words) {
        List<String> rest = new ArrayList<>(words);
        boolean found = true;
        while (found && !rest.isEmpty()) {
            String first = rest.get(0);
            found = KEYWORDS.contains(first) || ShellWords.isAssignment(first);
            if (found) {
                rest.remove(0);
            } else if (WRAPPERS.contains(name(first)) && rest.size() > 1) {
                unwrap(rest);
                found = true;
            }
        }
        return rest;
    }

    private static void unwrap(List<String> rest) {
        String wrapper = name(rest.remove(0));
        while (!rest.isEmpty() && (rest.get(0).startsWith("-") || ShellWords.isAssignment(rest.get(0)))) {
            String option = rest.remove(0);
            boolean split = wrapper.equals("env") && (option.startsWith("-S") || option.startsWith("--split-string"));
            if (split) {
                rest.add(0, option.replaceFirst("^(-S|--split-string=?)", ""));
                rest.add(0, "eval");
                return;
            }
            if (OPTIONS_WITH_ARGUMENT.contains(option) && !rest.isEmpty()) {
                rest.remove(0);
            }
        }
        if (wrapper.endsWith("timeout") && rest.size() > 1) {
            rest.remove(0);
        }
        if (wrapper.equals("xargs") && !rest.isEmpty()) {
            rest.add(String.valueOf(EnvNames.UNKNOWN));
        }
    }
}
