package io.mediafn.storage.azure;

import io.mediafn.location.Location;
import io.mediafn.location.Scheme;
import io.mediafn.storage.StorageException;
import io.mediafn.storage.StorageException.Kind;
import java.util.regex.Pattern;

/**
 * Which container and blob of the account a location names, and back: {@code az://CONTAINER/KEY}, with the account's own
 * host, or as a URL below the account's endpoint. Keys are literal in each; what comes back is spelled as what went in.
 * Immutable.
 */
final class AzureNames {
    /** https://learn.microsoft.com/rest/api/storageservices/naming-and-referencing-containers--blobs--and-metadata */
    private static final Pattern CONTAINER = Pattern.compile("[a-z0-9][a-z0-9-]{1,61}[a-z0-9]|\\$root|\\$web|\\$logs");

    private final AzureAccount account;

    AzureNames(AzureAccount account) {
        this.account = account;
    }

    /**
     * A container and a blob in it, or a prefix of some.
     *
     * @param name literal; empty for the whole container
     */
    record Name(String container, String name) {}

    /**
     * What a location names.
     *
     * @throws StorageException INVALID if it lies in no container of this account
     */
    Name of(Location at) {
        Name name = switch (at.scheme()) {
            case AZURE -> inAccount(at);
            case ALIAS -> new Name(at.bucket(), at.key());
            case HTTP -> belowEndpoint(at);
            default -> throw new StorageException(Kind.INVALID, at, "is no location of Azure Blob Storage");
        };
        if (!CONTAINER.matcher(name.container()).matches()) {
            throw new StorageException(
                    Kind.INVALID,
                    at,
                    "a container has 3 to 63 small letters, digits and hyphens, not " + name.container());
        }
        if (name.name().indexOf('\\') >= 0) {
            // Azure would take it for a slash, and the object would lie under another key than it was given.
            throw new StorageException(Kind.INVALID, at, "Azure has no blobs with a backslash in their name");
        }
        return name;
    }

    /** As {@link #of}, of a single blob. */
    Name object(Location at) {
        Name name = of(at);
        if (name.name().isEmpty()) {
            throw new StorageException(Kind.NOT_FOUND, at, "names a container, not an object");
        }
        if (name.name().equals(".") || name.name().equals("..")) {
            // In a URL these mean the container and the account.
            throw new StorageException(Kind.INVALID, at, "Azure has no blob with the name " + name.name());
        }
        return name;
    }

    private Name inAccount(Location at) {
        if (!at.service().isEmpty() && !at.service().equals(account.name())) {
            throw new StorageException(
                    Kind.INVALID, at, "lies in another Azure account than " + account.name() + " of the settings");
        }
        return new Name(at.bucket(), at.key());
    }

    private Name belowEndpoint(Location at) {
        String root = account.endpoint() + "/";
        if (!at.toString().startsWith(root)) {
            throw new StorageException(Kind.INVALID, at, "does not lie below the Azure account's endpoint " + root);
        }
        String rest = at.toString().substring(root.length());
        int slash = rest.indexOf('/');
        return slash < 0 ? new Name(rest, "") : new Name(rest.substring(0, slash), rest.substring(slash + 1));
    }

    /** The location of another blob in the container of {@code like}, in its spelling. */
    Location located(Location like, String name) {
        if (like.scheme() != Scheme.HTTP) {
            return like.withKey(name);
        }
        return Location.of(account.endpoint() + "/" + of(like).container() + "/" + name);
    }

    /** The blob's name in a key of {@code like}'s spelling, which of a URL has the container and more before it. */
    String nameOfKey(Location like, String key) {
        String before =
                like.key().substring(0, like.key().length() - of(like).name().length());
        return key.startsWith(before) ? key.substring(before.length()) : key;
    }

    /** Where a blob is, without any signature. Slashes of its name are encoded, so that no way folds {@code a/../b}. */
    String url(Name name) {
        return url(name.container()) + "/" + AzureRequest.encode(name.name());
    }

    String url(String container) {
        return account.endpoint() + "/" + container;
    }

    String account() {
        return account.name();
    }
}
