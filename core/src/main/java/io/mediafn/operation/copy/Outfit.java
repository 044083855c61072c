package io.mediafn.operation.copy;

import io.mediafn.storage.Capabilities;
import io.mediafn.storage.Capabilities.Property;
import io.mediafn.storage.ObjectProperties;
import io.mediafn.storage.ObjectStat;
import io.mediafn.storage.WriteOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What the copy of an object carries beside its bytes.
 *
 * @param notKept names of what the source has and the target's store has no place for
 */
record Outfit(ObjectProperties properties, Map<String, String> tags, List<String> notKept) {
    static Outfit of(Pair pair, ObjectStat source, PropertyRule rule, ObjectProperties set) {
        Capabilities target = pair.to().capabilities();
        Set<Property> kept = target.properties();
        List<String> lost = new ArrayList<>();
        ObjectProperties wanted = rule.apply(source.properties(), set);
        ObjectProperties properties = new ObjectProperties(
                keep(wanted.contentType(), Property.CONTENT_TYPE, kept, lost),
                keep(wanted.contentEncoding(), Property.CONTENT_ENCODING, kept, lost),
                keep(wanted.cacheControl(), Property.CACHE_CONTROL, kept, lost),
                keep(wanted.contentDisposition(), Property.CONTENT_DISPOSITION, kept, lost),
                keep(wanted.contentLanguage(), Property.CONTENT_LANGUAGE, kept, lost),
                keep(wanted.storageClass(), Property.STORAGE_CLASS, kept, lost),
                kept.contains(Property.METADATA) ? wanted.metadata() : Map.of());
        if (!wanted.metadata().isEmpty() && !kept.contains(Property.METADATA)) {
            lost.add(name(Property.METADATA));
        }
        Map<String, String> tags = Map.of();
        if (rule != PropertyRule.REPLACE && source.tagCount() > 0) {
            if (kept.contains(Property.TAGS)) {
                tags = pair.from().tags(source.location());
            } else {
                lost.add(name(Property.TAGS));
            }
        }
        return new Outfit(properties, tags, lost);
    }

    private static Optional<String> keep(
            Optional<String> value, Property property, Set<Property> kept, List<String> lost) {
        if (value.isEmpty() || kept.contains(property)) {
            return value;
        }
        lost.add(name(property));
        return Optional.empty();
    }

    private static String name(Property property) {
        return property.name().toLowerCase(Locale.ROOT);
    }

    WriteOptions options(Decision.Write write) {
        return new WriteOptions(write.mode(), write.etag(), properties, tags, Optional.empty());
    }
}
