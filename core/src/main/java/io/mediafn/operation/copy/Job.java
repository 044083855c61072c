package io.mediafn.operation.copy;

import io.mediafn.location.Location;
import io.mediafn.storage.ObjectProperties;
import io.mediafn.storage.ObjectStat;
import io.mediafn.storage.ObjectStore;
import io.mediafn.storage.StorageException;
import io.mediafn.storage.StorageException.Kind;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * One object that is to be written, with everything that was decided about it.
 *
 * @param source as far as it is known; its ETag is what is copied
 * @param mayGoOn whether there is time left; asked between parts
 */
record Job(
        CopyItem item,
        Pair pair,
        ObjectStat source,
        Decision.Write write,
        PropertyRule rule,
        ObjectProperties set,
        CopyWatcher watcher,
        BooleanSupplier mayGoOn) {
    ObjectStore from() {
        return pair.from();
    }

    ObjectStore to() {
        return pair.to();
    }

    Location out() {
        return item.out();
    }

    Job withSource(ObjectStat full) {
        return new Job(item, pair, full, write, rule, set, watcher, mayGoOn);
    }

    PinnedReader reader() {
        return new PinnedReader(pair.from(), item.in(), source.etag());
    }

    /** Everything that the store knows of the source, which is still the one that was decided about. */
    ObjectStat fullSource() {
        ObjectStat full = pair.from().stat(item.in());
        if (full.size() != source.size()
                || (source.etag().isPresent() && !source.etag().equals(full.etag()))) {
            throw PinnedReader.changed(item.in(), "it is another object now");
        }
        return full;
    }

    /** With what was known before: the answer to a read does not tell everything of an object in every store. */
    ObjectStat described(ObjectStat read) {
        return read.etag().equals(source.etag())
                ? read.withProperties(read.properties().over(source.properties()))
                : read;
    }

    /** A file can be changed while it is open, and nothing in what was read would tell. */
    void checkUnchanged() {
        if (pair.from().capabilities().trusted()) {
            fullSource();
        }
    }

    /** Removes a copy that turned out to be wrong, if it is still the one that was written, and says what happened. */
    StorageException corrupt(Optional<ObjectStat> written, String reason) {
        String fate = "";
        if (written.isPresent()) {
            try {
                Removal.ofExactly(pair.to(), written.get());
                fate = "; the copy was removed again";
            } catch (StorageException e) {
                fate = "; the copy could not be removed: " + e.getMessage();
            }
        }
        return new StorageException(Kind.CORRUPT, item.out(), reason + fate);
    }
}
