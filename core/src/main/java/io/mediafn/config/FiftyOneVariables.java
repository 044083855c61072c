package io.mediafn.config;

import java.util.Optional;
import java.util.regex.Pattern;

/** FiftyOne's own variables, with the meaning that they have for its client. */
final class FiftyOneVariables {
    static final String URI = "FIFTYONE_DATABASE_URI";
    static final String NAME = "FIFTYONE_DATABASE_NAME";

    private static final String DEFAULT_NAME = "fiftyone";
    /** What MongoDB takes on every system. */
    private static final Pattern DATABASE = Pattern.compile("[^/\\\\. \"$*<>:|?\0]{1,63}");

    private final Variables variables;

    FiftyOneVariables(Variables variables) {
        this.variables = variables;
    }

    /** Empty where no URI is given: FiftyOne would start a database of its own then, which a function can't. */
    Optional<FiftyOneDatabase> read() {
        String name = variables.parsed(NAME, FiftyOneVariables::name).orElse(DEFAULT_NAME);
        Optional<Secret> uri = variables.secret(URI);
        if (uri.isPresent() && !isMongo(uri.get().value()) && !isArn(uri.get().value())) {
            variables
                    .problems()
                    .add(
                            URI,
                            "must start with mongodb:// or mongodb+srv://, or name by its ARN what AWS Secrets Manager holds");
            return Optional.empty();
        }
        return uri.map(at -> new FiftyOneDatabase(at, name));
    }

    /** That it is a whole one is found out by whoever asks for the secret. */
    private static boolean isArn(String uri) {
        return uri.startsWith("arn:aws") && uri.contains(":secretsmanager:");
    }

    private static boolean isMongo(String uri) {
        return uri.startsWith("mongodb://") || uri.startsWith("mongodb+srv://");
    }

    private static String name(String text) {
        if (!DATABASE.matcher(text).matches()) {
            throw new IllegalArgumentException(
                    "must be the name of a database: 1 to 63 characters without / \\ . \" $ * < > : | ? and spaces; it is '"
                            + text + "'");
        }
        return text;
    }
}
