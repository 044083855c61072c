package io.mediafn.azure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mediafn.event.ObjectEvent;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the host tells of a blob, without anything being done. */
final class BlobTriggersTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\'',
            value = {
                "https://acc.blob.core.windows.net/c/x.png | c/x.png | c/x.png",
                "\"https://acc.blob.core.windows.net/c/x.png\" | c/x.png | c/x.png",
                "\"https:\\/\\/acc.blob.core.windows.net\\/c\\/x.png\" | c/x.png | c/x.png",
                "\"https://acc.dfs.core.windows.net/c/x.png\" | c/x.png | c/x.png",
                "\"https://acc.z6.blob.storage.azure.net/c/x.png\" | c/x.png | c/x.png",
                "\"https://acc.blob.core.windows.net/c/a%20b%2Bc.png\" | c/a b+c.png | c/a b+c.png",
                "\"https://acc.blob.core.windows.net/c/100%25.png\" | c/100%.png | c/100%.png",
                "\"https://acc.blob.core.windows.net/c/%C3%A9.png\" | c/é.png | c/é.png",
                "\"https://acc.blob.core.windows.net/c/x.png\" | c//x.png | c//x.png",
                "\"https://acc.blob.core.windows.net/x.png\" | $root/x.png | $root/x.png",
            })
    void the_account_is_the_urls_and_all_else_the_paths(String uri, String path, String expected) {
        ObjectEvent event = BlobTriggers.event(uri, path);

        assertThat(event.location().canonical()).isEqualTo("https://acc.blob.core.windows.net/" + expected);
        assertThat(event.type()).isEqualTo(ObjectEvent.Type.CREATED);
        assertThat(event.sequence()).isEmpty();
        assertThat(event.time()).isEqualTo(Optional.empty());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\'',
            value = {
                "\"https://media.example/c/x.png\" | c/x.png | no account",
                "\"x | c/x.png | a blob whose URL is",
                "{} | c/x.png | no account",
                "'' | c/x.png | no account",
                "\"https://acc.blob.core.windows.net/c\" | c | without a blob",
                "\"https://acc.blob.core.windows.net/c/\" | c/ | without a blob",
            })
    void what_names_no_blob_is_an_error(String uri, String path, String error) {
        assertThatThrownBy(() -> BlobTriggers.event(uri, path)).hasMessageContaining(error);
    }

    @Test
    void slashes_at_the_ends_of_a_name_are_part_of_it() {
        assertThat(BlobTriggers.event("\"https://acc.blob.core.windows.net/c/x/\"", "c//x/")
                        .location()
                        .key())
                .isEqualTo("/x/");
    }
}
