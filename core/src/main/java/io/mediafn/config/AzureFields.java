package io.mediafn.config;

import io.mediafn.config.AzureService.Identity;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What is said of Azure, under the names of FiftyOne's ini file. The first credential counts, in the order of FiftyOne:
 * connection string, account key, signature, application, and Azure's default chain. Belongs to one thread.
 */
final class AzureFields {
    static final String CONNECTION = "conn_str";
    static final String ACCOUNT = "account_name";
    static final String KEY = "account_key";
    static final String SAS = "sas_token";
    static final String CLIENT = "client_id";
    static final String SECRET = "secret";
    static final String TENANT = "tenant";
    static final String ALIAS = "alias";
    static final String URL = "account_url";

    /** Whatever must not be printed. */
    static final List<String> CREDENTIALS = List.of(CONNECTION, KEY, SAS, SECRET);

    private static final Pattern STANDARD_HOST = Pattern.compile("([a-z0-9]{3,24})\\.blob\\.core\\.windows\\.net");
    private static final Pattern ACCOUNT_NAME = Pattern.compile("[a-z0-9]{3,24}");

    private final Map<String, String> values;
    private final UnaryOperator<String> label;
    private final Problems problems;

    /** @param label what messages call a field */
    AzureFields(Map<String, String> values, UnaryOperator<String> label, Problems problems) {
        this.values = Map.copyOf(values);
        this.label = label;
        this.problems = problems;
    }

    boolean hasCredential() {
        return CREDENTIALS.stream().anyMatch(values::containsKey);
    }

    /** {@code az} and {@code azure} are everybody's already. */
    Optional<String> alias() {
        return parsed(ALIAS, text -> text.equals("az") || text.equals("azure") ? text : Aliases.checked(text))
                .filter(Aliases::isAlias);
    }

    AzureService service() {
        Optional<ConnectionString> connection = parsed(CONNECTION, ConnectionString::new);
        Optional<URI> url = parsed(URL, Urls::endpoint)
                .or(() -> connection
                        .flatMap(it -> checked(CONNECTION, it::endpoint))
                        .flatMap(at -> at));
        Optional<String> account = connection
                .flatMap(ConnectionString::account)
                .or(() -> parsed(ACCOUNT, AzureFields::checkedAccount))
                .or(() -> url.flatMap(AzureFields::accountOf));
        Identity identity = identity();
        boolean ofOneAccount = identity instanceof Identity.Key
                || identity instanceof Identity.Sas
                || connection.isPresent()
                || url.isPresent();
        if (ofOneAccount && account.isEmpty() && !values.containsKey(ACCOUNT)) {
            problems.add(label.apply(ACCOUNT), "must be there, since a key, a signature and a URL are of one account");
        }
        return new AzureService(account, url.filter(at -> accountOf(at).isEmpty()), identity);
    }

    private Identity identity() {
        return secret(CONNECTION)
                .<Identity>map(Identity.ConnectionString::new)
                .or(() -> secret(KEY).map(Identity.Key::new))
                .or(() -> secret(SAS).map(Identity.Sas::new))
                .or(() -> secret(SECRET).map(this::application))
                // A client id alone is a managed identity, which the chain knows.
                .orElseGet(Identity.Default::new);
    }

    private Identity application(Secret secret) {
        for (String field : List.of(CLIENT, TENANT)) {
            if (!values.containsKey(field)) {
                problems.add(label.apply(field), "must be there, since " + label.apply(SECRET) + " is");
            }
        }
        return new Identity.ServicePrincipal(values.getOrDefault(TENANT, ""), values.getOrDefault(CLIENT, ""), secret);
    }

    private Optional<Secret> secret(String field) {
        return Optional.ofNullable(values.get(field)).map(Secret::new);
    }

    private <T> Optional<T> parsed(String field, Function<String, T> parser) {
        return Optional.ofNullable(values.get(field)).flatMap(text -> checked(field, () -> parser.apply(text)));
    }

    private <T> Optional<T> checked(String field, Supplier<T> parser) {
        try {
            return Optional.of(parser.get());
        } catch (IllegalArgumentException e) {
            problems.add(label.apply(field), String.valueOf(e.getMessage()));
            return Optional.empty();
        }
    }

    /** The name of an account; what is none may be its key, so it is not quoted. */
    static String checkedAccount(String text) {
        if (!ACCOUNT_NAME.matcher(text).matches()) {
            throw new IllegalArgumentException("must be the name of an account, 3 to 24 lower-case letters and digits");
        }
        return text;
    }

    /** The account of a URL that has it in its usual place. */
    static Optional<String> accountOf(URI url) {
        Matcher host = STANDARD_HOST.matcher(url.getHost());
        return "https".equals(url.getScheme()) && host.matches() ? Optional.of(host.group(1)) : Optional.empty();
    }
}
