package io.mediafn.location;

/** A well-formed location that the {@link LocationPolicy} does not let anybody name. */
public final class LocationRefusedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String rule;

    LocationRefusedException(Location location, String rule) {
        super("location refused: " + location.display() + ": " + rule);
        this.rule = rule;
    }

    public String rule() {
        return rule;
    }
}
