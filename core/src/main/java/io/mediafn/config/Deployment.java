package io.mediafn.config;

import io.mediafn.location.Location;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/**
 * What a function is deployed for.
 *
 * @param pipeline what events lead to: JSON, or the location of an object with it
 * @param jobs where work in progress is kept
 * @param operations those that may be asked for over HTTP; absent for all
 * @param timeout after which the platform ends the function, where it does not say so itself
 */
public record Deployment(
        Optional<String> pipeline,
        Optional<Location> jobs,
        Optional<Set<String>> operations,
        Optional<Duration> timeout) {
    public Deployment {
        operations = operations.map(Set::copyOf);
    }
}
