package dev.holdfast.dotenv;

import java.util.List;

/**
 * A reader of {@code .env} files whose rules differ from the others': what is written has to read alike in all of them.
 *
 * <p>Each is written anew after the rules of the original and held against it in the tests. Stateless.
 */
public enum EnvDialect {
    /** npm dotenv, versions 16 to 18. */
    NPM_DOTENV {
        @Override
        List<Binding> read(byte[] utf8) {
            DialectText text = DialectText.joiningCarriageReturns(utf8);
            return wiping(text, new NpmDotenvReader(text).read());
        }
    },
    /** {@code util.parseEnv} and {@code --env-file} of Node 22 and later. */
    NODE_PARSE_ENV {
        @Override
        List<Binding> read(byte[] utf8) {
            DialectText text = DialectText.withoutCarriageReturns(utf8);
            return wiping(text, new NodeReader(text).read());
        }
    },
    /** The same of Node 20, which many still run. */
    NODE_20_PARSE_ENV {
        @Override
        List<Binding> read(byte[] utf8) {
            DialectText text = DialectText.withoutCarriageReturns(utf8);
            return wiping(text, new Node20Reader(text).read());
        }
    },
    /** python-dotenv with its defaults, which fill in {@code ${NAME}}. */
    PYTHON_DOTENV {
        @Override
        List<Binding> read(byte[] utf8) {
            DialectText text = DialectText.joiningCarriageReturns(utf8);
            return wiping(text, new PythonDotenvReader(text).read());
        }

        @Override
        boolean changesAfterwards(char[] value) {
            return PythonVariables.isIn(value);
        }
    };

    /** Every name with its value, in the order of the file, repeated names as often as they stand there. */
    abstract List<Binding> read(byte[] utf8);

    /** Whether a program sees something else than {@code value}, the text as it was read. */
    boolean changesAfterwards(char[] value) {
        return false;
    }

    private static List<Binding> wiping(DialectText text, List<Binding> bindings) {
        text.wipe();
        return bindings;
    }
}
