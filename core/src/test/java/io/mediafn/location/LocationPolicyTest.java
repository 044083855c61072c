package io.mediafn.location;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class LocationPolicyTest {
    private static final Location ALLOWED = Location.of("s3://media/in");

    @Test
    void a_function_never_touches_its_own_disk() {
        assertThatThrownBy(
                        () -> LocationPolicy.forFunctions(Set.of(), List.of()).check(Location.of("file:///etc/passwd")))
                .isInstanceOf(LocationRefusedException.class)
                .hasMessageContaining("file:// is not available in a function");
    }

    @Test
    void a_person_may_name_a_file() {
        Location file = Location.of("file:///etc/hosts");
        assertThat(LocationPolicy.forCommandLine(Set.of(), List.of()).check(file))
                .isEqualTo(file);
    }

    @Test
    void nothing_outside_the_allow_list_passes() {
        LocationPolicy policy = LocationPolicy.forFunctions(Set.of(), List.of(ALLOWED));

        assertThat(policy.check(Location.of("s3://media/in/a.jpg")).key()).isEqualTo("in/a.jpg");
        for (String outside :
                List.of("s3://media/inner/a.jpg", "s3://media/", "s3://other/in/a.jpg", "mem://media/in/a")) {
            assertThatThrownBy(() -> policy.check(Location.of(outside)))
                    .as(outside)
                    .isInstanceOf(LocationRefusedException.class)
                    .hasMessageContaining("MEDIAFN_ALLOW")
                    .hasMessageContaining("s3://media/in");
        }
    }
}
