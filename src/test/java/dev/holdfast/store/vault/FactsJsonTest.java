package dev.holdfast.store.vault;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.holdfast.secret.Owner;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is made of the labels in a record, whoever wrote it. */
final class FactsJsonTest {

    private static final String RECORD = """
            {"version": 1, "keyId": "key_00", "description": "Stripe API key for payments", "lookup": "",
             "fingerprint": "hf1:AAAAAAAAAAAAAAAAAAAAAA", "createdAt": "2026-01-01T00:00:00Z",
             "updatedAt": "2026-01-01T00:00:00Z", "write": "w" %s}
            """;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            emptyValue = "",
            value = {
                "''                                             |              | ''",
                ", \"owner\": \"Payments team\"                 | Payments team | ''",
                ", \"tags\": [\"web\", \"pci\", \"web\"]        |              | pci web",
                ", \"owner\": \"Platform\", \"tags\": [\"db\"]  | Platform     | db",
                ", \"owner\": 7, \"tags\": \"web\"              |              | ''",
                ", \"owner\": null, \"tags\": null              |              | ''",
                ", \"tags\": [\"web\", \"Not A Tag\", 7, null, {}, \"\"] |     | web",
            })
    void read_record_hasTheLabelsThatAreSome(String fields, String owner, String tags) throws JsonProcessingException {
        Facts facts = FactsJson.read(new ObjectMapper().readTree(RECORD.formatted(fields)));
        assertThat(facts.labels().owner()).isEqualTo(owner == null ? null : Owner.stored(owner));
        assertThat(facts.labels().tags()).hasToString(tags);
        assertThat(FactsJson.read(FactsJson.ofData(facts))).isEqualTo(facts);
    }
}
