package io.mediafn.storage.http;

import io.mediafn.storage.StorageException.Kind;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.security.cert.CertificateException;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.apache.hc.client5.http.ClientProtocolException;
import org.apache.hc.client5.http.HttpHostConnectException;
import org.apache.hc.core5.http.ConnectionRequestTimeoutException;
import org.apache.hc.core5.http.MessageConstraintException;

/** Translates status codes and what networks throw. No text of a server or of the client gets into a reason. */
final class HttpErrors {
    static final int NOT_SATISFIABLE = 416;

    private static final int DEEPEST_CAUSE = 10;
    private static final Pattern SECONDS = Pattern.compile("\\d{1,9}");

    private HttpErrors() {}

    /** What an answer that carries no object says. */
    static HttpFailure ofStatus(Answer answer) {
        int status = answer.status();
        Kind kind = kind(status);
        String reason = "the server answered " + status;
        return kind.retryable()
                ? HttpFailure.passing(kind, reason, retryAfter(answer))
                : HttpFailure.lasting(kind, reason);
    }

    private static Kind kind(int status) {
        return switch (status) {
            case 404, 410 -> Kind.NOT_FOUND;
            case 401, 403, 407, 451, 511 -> Kind.DENIED;
            case 412 -> Kind.PRECONDITION_FAILED;
            case 408 -> Kind.UNAVAILABLE;
            case 429 -> Kind.THROTTLED;
            case 400, 414, 421, 431, NOT_SATISFIABLE -> Kind.INVALID;
            case 405, 406, 501, 505 -> Kind.UNSUPPORTED;
            default -> status >= 500 ? Kind.UNAVAILABLE : Kind.UNKNOWN;
        };
    }

    /** How long the server wants to be left alone, in either form of RFC 9110, 10.2.3; what is neither says nothing. */
    private static Duration retryAfter(Answer answer) {
        String text = answer.header("Retry-After").orElse("");
        if (SECONDS.matcher(text).matches()) {
            return Duration.ofSeconds(Long.parseLong(text));
        }
        return HttpDates.parse(text)
                .map(time -> Duration.between(Instant.now(), time))
                .filter(Duration::isPositive)
                .orElse(Duration.ZERO);
    }

    static HttpFailure tooSlow(Duration limit, IOException cause) {
        return HttpFailure.passing("no answer within " + seconds(limit), cause);
    }

    static HttpFailure ofNetwork(IOException e, HttpLimits limits) {
        return switch (e) {
            case GuardedResolver.RefusedException refused ->
                HttpFailure.lasting(
                        Kind.DENIED,
                        "leads to this machine, to a private network or to a platform's own addresses, which are not asked",
                        refused);
            case UnknownHostException unknown -> HttpFailure.passing("the host's address is not known", unknown);
            case SSLPeerUnverifiedException other -> untrusted(other);
            case MessageConstraintException tooMuch ->
                HttpFailure.lasting(Kind.UNSUPPORTED, "the answer's headers are too long or too many", tooMuch);
            case ClientProtocolException noHttp ->
                HttpFailure.passing("the answer breaks off in its headers, or is not in HTTP's form", noHttp);
            case HttpHostConnectException refused -> HttpFailure.passing("the server takes no connection", refused);
            case ConnectionRequestTimeoutException busy ->
                HttpFailure.passing("all connections were busy for " + seconds(limits.attempt()), busy);
            case SocketTimeoutException silent ->
                HttpFailure.passing(
                        "the server was silent for " + seconds(limits.betweenReads()) + " or took no connection for "
                                + seconds(limits.connect()),
                        silent);
            default ->
                hasCause(e, CertificateException.class)
                        ? untrusted(e)
                        : HttpFailure.passing("the connection broke off", e);
        };
    }

    private static HttpFailure untrusted(IOException e) {
        return HttpFailure.lasting(Kind.DENIED, "the server's certificate is not trusted, or is for another host", e);
    }

    private static boolean hasCause(Throwable e, Class<? extends Throwable> type) {
        return Stream.iterate(e, Objects::nonNull, Throwable::getCause)
                .limit(DEEPEST_CAUSE)
                .anyMatch(type::isInstance);
    }

    static String seconds(Duration duration) {
        return duration.toMillis() / 1000.0 + " s";
    }
}
