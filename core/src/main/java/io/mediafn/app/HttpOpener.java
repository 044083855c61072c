package io.mediafn.app;

import io.mediafn.config.HttpService;
import io.mediafn.location.LocationPolicy;
import io.mediafn.storage.ObjectStore;
import io.mediafn.storage.http.HttpCredentials;
import io.mediafn.storage.http.HttpSettings;
import io.mediafn.storage.http.HttpStores;
import java.util.HashMap;
import java.util.Map;

/** From the settings' words for web servers to the store's; a class of its own, which only a process that uses it loads. */
final class HttpOpener {
    private HttpOpener() {}

    static ObjectStore open(HttpService http, boolean privateAddresses, LocationPolicy policy) {
        return HttpStores.open(HttpSettings.defaults()
                .withAllowPrivate(privateAddresses)
                .withRedirects(policy)
                .withCredentials(toCredentials(http.logins())));
    }

    private static Map<String, HttpCredentials> toCredentials(Map<String, HttpService.Login> logins) {
        Map<String, HttpCredentials> credentials = new HashMap<>();
        logins.forEach((host, login) -> credentials.put(host, toCredentials(login)));
        return credentials;
    }

    private static HttpCredentials toCredentials(HttpService.Login login) {
        return switch (login) {
            case HttpService.Login.Bearer bearer ->
                new HttpCredentials.Bearer(bearer.token().value());
            case HttpService.Login.Basic basic ->
                new HttpCredentials.Basic(basic.user(), basic.password().value());
        };
    }
}
