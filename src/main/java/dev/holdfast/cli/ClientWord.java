package dev.holdfast.cli;

import dev.holdfast.setup.Client;
import java.util.Arrays;
import java.util.Iterator;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** How the command line names a client. */
final class ClientWord {

    private ClientWord() {}

    /** From the word of the command line. */
    static final class Converter implements ITypeConverter<Client> {

        @Override
        public Client convert(String value) {
            return Arrays.stream(Client.values())
                    .filter(client -> client.word().equals(value))
                    .findFirst()
                    .orElseThrow(() -> new TypeConversionException("no such client"));
        }
    }

    /** The words, for the help of the command line. */
    static final class All implements Iterable<String> {

        @Override
        public Iterator<String> iterator() {
            return Arrays.stream(Client.values()).map(Client::word).iterator();
        }
    }
}
